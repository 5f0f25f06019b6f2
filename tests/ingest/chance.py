"""Bundles by chance: a directive on its way down, with faults whose truth is known.

Every office that passes a letter on cites it twice (enclosure and body); the
letter itself may be printed with a digit changed, a letter in its number, a
day or a year that cannot be read, without a date, under a stamp of another
decade, and the pages may lie in any order.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ingest.reading import Kind
from ingest.training.letterpress import BundleSpec, LetterSpec, StampSpec

Plain = dict[str, Any]

_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_MONTHS = (
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม"
).split()
_SHORT = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()
_PLACES = "จำลองธาร สมมุติชัย ทดลองศรี ตัวอย่างงาม จำลองไพร สมมุติบุรี ทดลองสุข ตัวอย่างทอง".split()
_NAMES = "สมหวัง จำลองดี|มานพ ทดสอบชัย|วิชัย สมมุติกุล|สุดา ตัวอย่างศรี|อรุณ ทดลองแสง|ปรีดี จำลองสุข"
_MATTERS = (
    "การสำรวจเส้นทางจักรยาน", "การจัดการขยะในครัวเรือน", "การดูแลผู้สูงอายุในชุมชน",
    "การซ่อมแซมฝายน้ำล้น", "การจัดเก็บข้อมูลต้นไม้ใหญ่", "การป้องกันอัคคีภัยในตลาดสด",
    "การพัฒนาสนามเด็กเล่น", "การอบรมอาสาสมัครกู้ชีพ",
)  # fmt: skip
_FAULTS = ("", "", "", "digit", "letter", "day", "year", "nodate")
_PROVINCES = Path(__file__).resolve().parents[2] / "data" / "provinces.csv"


@dataclass(frozen=True)
class Step:
    """One letter of the chain and what is true of it."""

    spec: LetterSpec
    ref_no: str
    printed: str
    day: date
    issuer: str
    fault: str = ""
    stamp: Plain | None = None


def thai(text: object) -> str:
    return str(text).translate(_THAI)


def long_date(day: date) -> str:
    return thai(f"{day.day} {_MONTHS[day.month - 1]} {day.year + 543}")


def chain(seed: int) -> tuple[BundleSpec, Plain]:
    """A bundle and its truth in the words of the corpus."""
    rng = random.Random(seed)
    steps = _steps(rng)
    for index in range(1, len(steps)):
        steps[index] = _cite(rng, steps[index], steps[index - 1])
    steps = [_stamped(rng, _spoilt(rng, step, bool(i))) for i, step in enumerate(reversed(steps))]
    order = list(range(len(steps)))
    if rng.random() < 0.3:
        rng.shuffle(order)
    pages: list[LetterSpec | None] = []
    for index in order:
        pages += [steps[index].spec, *([None] if rng.random() < 0.15 else [])]
    letters = [_truth(steps, index) for index in order]
    links = [
        {"from": str(order.index(i) + 1), "to": str(order.index(i + 1) + 1), "via": "enclosure"}
        for i in range(len(steps) - 1)
    ]
    return BundleSpec(tuple(pages)), {"letters": letters, "links": links}


def _steps(rng: random.Random) -> list[Step]:
    """From the top down: department, province, district; sometimes without one of them."""
    with _PROVINCES.open(encoding="utf8") as file:
        province = rng.choice([row for row in csv.DictReader(file) if row["letter_code"] != "กท"])
    name, letters = province["name"], province["letter_code"]
    matter, place = rng.choice(_MATTERS), rng.sample(_PLACES, 3)
    day = date(rng.randrange(2017, 2026), rng.randrange(1, 12), rng.randrange(1, 29))
    department = "กรมส่งเสริมการปกครองท้องถิ่น"
    plans = [
        ("external", f"มท 08{rng.randrange(10, 21)}.{rng.randrange(1, 8)}/ว ", department,
         (department, "ถนนนครราชสีมา เขตดุสิต กทม. ๑๐๓๐๐"), "ผู้ว่าราชการจังหวัด ทุกจังหวัด",
         ("อธิบดี" + department,)),
        (rng.choice(("external", "stamped")), f"{letters} 0023.{rng.randrange(1, 6)}/ว ",
         f"จังหวัด{name}", (f"ศาลากลางจังหวัด{name}", f"{letters} ๔๐๐๐๐"), "",
         (f"ผู้ว่าราชการจังหวัด{name}",)),
        ("external", f"{letters} 0023.{rng.randrange(6, 19)}/ว ", f"อำเภอ{place[0]}",
         (f"ที่ว่าการอำเภอ{place[0]}", f"จังหวัด{name} ๔๐๑๑๐"),
         f"นายกเทศมนตรีตำบล{place[1]} และนายกองค์การบริหารส่วนตำบล{place[2]}",
         (f"ท้องถิ่นอำเภอ{place[0]}",)),
    ]  # fmt: skip
    plans = plans[rng.choice((0, 0, 0, 1)) :]
    persons = rng.sample(_NAMES.split("|"), 3)
    steps = []
    for person, (kind, prefix, issuer, head, recipients, position) in zip(
        persons, plans, strict=False
    ):
        day += timedelta(days=rng.randrange(3, 15))
        while day.weekday() > 4:
            day += timedelta(days=1)
        if kind == "stamped":
            issuer = f"สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัด{name}"
            head, recipients = (
                (issuer,),
                f"สำนักงานเทศบาลนคร{place[0]} และสำนักงานเทศบาลเมือง{place[1]}",
            )
        ref_no = prefix + str(rng.randrange(101, 9800))
        spec = LetterSpec(
            kind=Kind(kind), ref_no=thai(ref_no), head=head, date=long_date(day), subject=matter,
            recipients=recipients or "นายอำเภอ ทุกอำเภอ", signatory=f"นาย{person}",
            position=position, body=(_body(matter),), owner=("โทร. ๐ ๒๐๐๐ ๐๐๐๐",),
        )  # fmt: skip
        steps.append(Step(spec, ref_no, ref_no, day, issuer))
    return steps


def _body(matter: str, cited: str = "") -> str:
    source = f"ได้รับ{cited} " if cited else ""
    return f"ด้วย{source}มีการปรับปรุงแนวทาง{matter} จึงขอแจ้งให้ทราบและดำเนินการในส่วนที่เกี่ยวข้อง"


def _cite(rng: random.Random, step: Step, above: Step) -> Step:
    office = above.issuer
    cited = f"หนังสือ{office} ที่ {thai(above.ref_no)} ลงวันที่ {long_date(above.day)}"
    spec = replace(step.spec, body=(_body(step.spec.subject, cited), "จึงแจ้งมาเพื่อดำเนินการ"))
    if spec.kind is Kind.EXTERNAL:
        spec = replace(spec, enclosures=((f"สำเนา{cited}", thai("จำนวน 1 ชุด")),))
    else:
        spec = replace(spec, body=(f"{spec.body[0]} รายละเอียดตามสำเนา{cited} ที่ส่งมาพร้อมนี้",))
    return replace(step, spec=spec)


def _spoilt(rng: random.Random, step: Step, cited: bool) -> Step:
    """One fault in a letter that another one cites."""
    fault = rng.choice(_FAULTS) if cited else ""
    spec, printed = step.spec, step.ref_no
    if fault == "nodate" and spec.kind is not Kind.STAMPED:
        fault = "day"
    if fault in ("digit", "letter"):
        place = rng.randrange(printed.rindex(" ") + 1, len(printed))
        others = "กธภล" if fault == "letter" else "0123456789".replace(printed[place], "")
        printed = printed[:place] + rng.choice(others.strip("0")) + printed[place + 1 :]
        spec = replace(spec, ref_no=thai(printed))
    elif fault == "day":
        spec = replace(spec, date=f"{rng.choice('พกล')} {spec.date.split(' ', 1)[1]}")
    elif fault == "year":
        spec = replace(spec, date=spec.date[:-1])
    elif fault == "nodate":
        spec = replace(spec, date="")
    return replace(step, spec=spec, printed=printed, fault=fault)


def _stamped(rng: random.Random, step: Step) -> Step:
    if rng.random() < 0.4:
        return step
    day, number = step.day + timedelta(days=rng.randrange(0, 9)), rng.randrange(100, 19000)
    wrong = rng.random() < 0.2
    year = day.year + 543 - (8 if wrong else 0)
    hour, minute = rng.randrange(9, 16), rng.randrange(10, 59)
    office = f"สำนักงาน{rng.choice(_PLACES)}"
    stamp = StampSpec(
        office, thai(number), thai(f"{day.day} {_SHORT[day.month - 1]} {year}"),
        thai(f"{hour:02}.{minute} น."),
    )  # fmt: skip
    told = {"office": office, "number": str(number), "date": None if wrong else day.isoformat()}
    told |= {"time": f"{hour:02}:{minute}", **({"doubt": True} if wrong else {})}
    return replace(step, spec=replace(step.spec, stamps=(stamp,)), stamp=told)


def _truth(steps: list[Step], index: int) -> Plain:
    """What the reading must conclude; the citation of the letter above wins over a fault."""
    step, spec = steps[index], steps[index].spec
    cited = steps[index + 1] if index + 1 < len(steps) else None
    number: Plain = {"value": step.ref_no}
    if step.fault in ("digit", "letter"):
        number |= {"also_ok": [step.printed] if step.fault == "digit" else [], "doubt": True}
    day: Plain = {"value": step.day.isoformat()}
    if step.fault in ("day", "year", "nodate"):
        day["doubt"] = True
    reference = cited and {
        "ref_no": cited.ref_no,
        "date": cited.day.isoformat(),
        "how": "enclosure",
    }
    stamped = spec.kind is Kind.STAMPED
    return {
        "kind": str(spec.kind), "role": "enclosure" if index else "cover", "is_circular": True,
        "ref_no": number, "date": day, "subject": None if stamped else {"value": spec.subject},
        "recipients": _recipients(spec), "references": [reference] if reference else [],
        "enclosures": [{"value": text, "count": "1 ชุด"} for text, _ in spec.enclosures],
        "signatory": None if stamped else {"name": spec.signatory, "position": spec.position[0]},
        "stamps": [step.stamp] if step.stamp else [], "phones": ["020000000"],
    }  # fmt: skip


def _recipients(spec: LetterSpec) -> list[Plain]:
    parts = spec.recipients.replace("และ", "|").replace(" |", "|").split("|")
    return [
        {"value": part, "scope": "all" if "ทุก" in part else "one", "except": []} for part in parts
    ]
