"""Extensions and postponements: an old day and a new one become one group."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.deadlines.counts import Anchor, CountPoint
from ingest.deadlines.group import Group
from ingest.deadlines.mentions import Limit, Mention

_CHANGE = re.compile(
    r"ขยาย|เลื่อน|ผ่อนผัน|เปลี่ยน(?:แปลง)?|แก้ไข(?:กำหนด|วัน|จาก)|จากเดิม|กำหนดเดิม|เดิมกำหนด|ยกเลิกกำหนด|ปรับ(?:กำหนด|เปลี่ยน)|เดิม"
)


def changed(text: str, groups: list[Group]) -> list[Group]:
    """``จากเดิม A เป็น B``, ``ขยายเวลาถึง B (เดิม A)``: one group that supersedes A."""
    out: list[Group] = []
    for group in (_prolonged(text, _unopened(text, g)) for g in groups):
        before = out[-1] if out else None
        merged = _superseding(text, before, group) if before else None
        if merged is not None:
            out[-1] = merged
        else:
            out.append(group)
    return out


def _superseding(text: str, before: Group, group: Group) -> Group | None:
    """The two as one change, where one of them names the old day."""
    gap = text[before.end : group.start]
    if len(gap) > 90 or "\n" in gap or group.former:
        return None
    before_role, role = _role(text, before), _role(text, group)
    if isinstance(before.points[0], CountPoint) and role in (Limit.BECOMES, Limit.UNTIL):
        longer = "อีก" in text[before.start : before.mentions[0].point.start]
        return replace(group, former=before.former) if longer else None
    if before.former:
        return None
    if role is Limit.FORMER and before_role is not Limit.FORMER:
        return _from_old(before, group.last)
    if before_role is Limit.FORMER and isinstance(group.points[0], CountPoint):
        return _from_old(group, before.last)
    if before_role is Limit.FORMER and role in (Limit.BY, Limit.BEFORE, Limit.ON):
        return replace(group, former=before.last)
    changing = bool(_CHANGE.search(text, text.rfind("\n", 0, before.start) + 1, group.start))
    old_first = before_role in (Limit.FORMER, Limit.FROM, Limit.ON, Limit.BY)
    if changing and old_first and role in (Limit.BECOMES, Limit.UNTIL):
        return replace(group, former=before.opens or before.last)
    return None


def _role(text: str, group: Group) -> Limit:
    """The limit of the whole group: ``จากเดิมระหว่าง…`` is the old span, ``เป็นระหว่าง…`` the new."""
    if group.opens is None:
        return group.limit
    lead = text[max(0, group.opens.start - 12) : group.opens.start]
    if re.search(r"(?:จาก|เดิม)\s?$", lead) or group.opens.limit is Limit.FORMER:
        return Limit.FORMER
    if re.search(r"เป็น\s?$", lead) or group.opens.limit is Limit.BECOMES:
        return Limit.BECOMES
    return group.limit


def _from_old(group: Group, old: Mention) -> Group:
    """``อีก ๗ วัน`` runs from the old day (civil code, section 193/7); a date just replaces it."""
    mention = group.mentions[0]
    point = mention.point
    if isinstance(point, CountPoint) and point.anchor.kind in ("none", "unknown"):
        counted = replace(point, anchor=Anchor("point", "กำหนดเดิม", old.point))
        mention = replace(mention, point=counted)
    return replace(group, mentions=(mention, *group.mentions[1:]), former=old)


def _prolonged(text: str, group: Group) -> Group:
    """``ขยายเวลาออกไปอีก ๗ วัน นับแต่วันที่ A``: A is the old day."""
    mention = group.mentions[0]
    point = mention.point
    if not isinstance(point, CountPoint) or point.anchor.point is None:
        return group
    low = text.rfind("\n", 0, mention.start) + 1
    if "อีก" in text[mention.start : point.start] and _CHANGE.search(text, low, mention.start):
        old = Mention(point.anchor.point, Limit.FORMER, mention.start, mention.end)
        return replace(group, former=old)
    return group


def _unopened(text: str, group: Group) -> Group:
    """``ขยายเวลาจากวันที่ A ถึงวันที่ B`` is a change, no window that opens on A."""
    if group.opens and group.opens.limit is Limit.FROM and _is_change(text, group):
        return Group(group.mentions, former=group.opens)
    return group


def _is_change(text: str, group: Group) -> bool:
    """``ขยายเวลาจากวันที่ A ถึงวันที่ B`` changes a day; ``ตั้งแต่ A ถึง B`` does not."""
    opens = group.opens
    low = text.rfind("\n", 0, group.start) + 1
    return bool(
        opens and re.match(r"จาก", text[opens.start :])
        and re.search(r"(?:ขยาย|เลื่อน|ผ่อนผัน|เปลี่ยน)", text[low : opens.start])
    )  # fmt: skip
