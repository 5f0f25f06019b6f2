"""The smart-city directive answered by municipalities and followed by the province."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from sqlalchemy import Engine

from tests.tracker import bundles
from tests.tracker.bundles import drop, reading
from tests.tracker.office import Office
from tests.tracker.test_form_rules import SAID, answered
from tracker import audit, db, directive_forms, form_catalogue, intake, offices, smart_city
from tracker.actor import Actor
from tracker.directive_forms import AnswerView
from tracker.errors import BadValue, NotAllowed, NotFound, Stale
from tracker.vocabulary import AnswerState

KEY = "smart-city"


@pytest.fixture(autouse=True)
def brought(engine: Engine, now: datetime) -> None:
    with db.begin(engine) as session:
        assert smart_city.bring(session, now, offices.DATA) == 1
        assert smart_city.bring(session, now, offices.DATA) == 0


def send(engine: Engine, actor: Actor, now: datetime, **more: str) -> AnswerView:
    with db.begin(engine) as session:
        before = directive_forms.own_answer(session, actor, now, key=KEY)
        return directive_forms.submit(
            session, actor, now, key=KEY, texts=answered(**more), version=before.row.version
        )


def board(engine: Engine, actor: Actor, now: datetime) -> smart_city.Board:
    with db.look(engine) as session:
        return smart_city.board(session, actor, now, key=KEY)


def test_a_municipality_answers_and_the_province_sees(
    engine: Engine, house: Office, now: datetime
) -> None:
    with db.begin(engine) as session:
        directive_forms.save(
            session, house.clerk, now, key=KEY, version=0,
            texts={"plan.overall": "มากมาย", "unknown": "x"},
        )  # fmt: skip
    with db.look(engine) as session:
        draft = directive_forms.own_answer(session, house.clerk, now, key=KEY)
        assert dict(draft.texts) == {"plan.overall": "มากมาย"}
        assert "มากมาย" in draft.understood.problems["plan.overall"]
    seen = board(engine, house.province, now)
    assert seen.counts == {
        "asked": 68,
        "sent": 0,
        "met": 0,
        "returned": 0,
        "draft": 1,
        "silent": 67,
    }
    send(engine, house.clerk, now)
    send(engine, house.stranger, now, energy__score="60")
    seen = board(engine, house.province, now)
    assert (seen.counts["sent"], seen.counts["met"], seen.counts["silent"]) == (2, 1, 66)
    rows = {row.office_id: row for row in seen.rows}
    low = rows[house.stranger.office_id].judgement
    assert low is not None
    assert [one.rule.key for one in low.outcomes if one.met is False] == ["each"]
    assert board(engine, house.district, now).counts["sent"] == 1
    with db.look(engine) as session:
        assert audit.verify(session) == []


def test_what_is_missing_or_wrong_is_not_sent_and_not_lost(
    engine: Engine, house: Office, now: datetime
) -> None:
    for more, told in (({"plan__area": ""}, "พื้นที่ที่เสนอ"), ({"plan__overall": "180"}, "180")):
        with pytest.raises(BadValue, match=told):
            send(engine, house.clerk, now, **more)
    assert board(engine, house.province, now).counts["sent"] == 0


def test_two_clerks_at_one_form(engine: Engine, house: Office, now: datetime) -> None:
    with db.begin(engine) as session:
        directive_forms.save(
            session, house.clerk, now, key=KEY, texts={"plan.area": "ก"}, version=0
        )
    with pytest.raises(Stale), db.begin(engine) as session:
        directive_forms.save(
            session, house.colleague, now, key=KEY, texts={"plan.area": "ข"}, version=0
        )
    with db.look(engine) as session:
        kept = directive_forms.own_answer(session, house.colleague, now, key=KEY)
        assert kept.texts == {"plan.area": "ก"}


def test_giving_back_and_sending_again(engine: Engine, house: Office, now: datetime) -> None:
    sent = send(engine, house.clerk, now)
    assert sent.row.id is not None

    def give_back(actor: Actor, reason: str, version: int = sent.row.version) -> None:
        with db.begin(engine) as session:
            directive_forms.give_back(
                session, actor, now, answer_id=sent.row.id or 0, reason=reason, version=version
            )

    for actor, refusal in ((house.stranger, NotFound), (house.clerk, NotAllowed)):
        with pytest.raises(refusal):
            give_back(actor, "ขอให้แก้")
    with pytest.raises(BadValue, match="เหตุผล"):
        give_back(house.province, " ")
    give_back(house.province, "แนบแผนด้วย")
    with pytest.raises(Stale):
        give_back(house.province, "อีกครั้ง")
    with pytest.raises(BadValue, match="ตีกลับไปแล้ว"):
        give_back(house.province, "อีกครั้ง", sent.row.version + 1)
    with db.look(engine) as session:
        own = directive_forms.own_answer(session, house.clerk, now, key=KEY)
        assert (own.row.state, own.row.returned_reason) == (AnswerState.RETURNED, "แนบแผนด้วย")
        seen = directive_forms.answer(session, house.province, sent.row.id)
        assert seen.texts["plan.area"] == "ทั้งตำบล"
    send(engine, house.clerk, now + timedelta(hours=1), plan__area="เฉพาะตลาด")
    with db.look(engine) as session:
        seen = directive_forms.answer(session, house.province, sent.row.id)
        assert (seen.row.state, seen.texts["plan.area"]) == (AnswerState.SUBMITTED, "เฉพาะตลาด")
        sendings = [one.texts for one in seen.events if one.act == "submit"]
        assert [one["plan.area"] for one in sendings if one] == ["ทั้งตำบล", "เฉพาะตลาด"]


def test_a_draft_after_sending_is_nobody_elses_business(
    engine: Engine, house: Office, now: datetime
) -> None:
    sent = send(engine, house.clerk, now)
    with db.begin(engine) as session:
        texts = answered(plan__area="ร่างใหม่")
        directive_forms.save(
            session, house.clerk, now, key=KEY, texts=texts, version=sent.row.version
        )
    with db.look(engine) as session:
        seen = directive_forms.answer(session, house.province, sent.row.id or 0)
        assert seen.texts["plan.area"] == "ทั้งตำบล"
        with pytest.raises(NotFound):
            directive_forms.answer(session, house.stranger, sent.row.id or 0)


def test_steps_and_progress_by_phase(engine: Engine, house: Office) -> None:
    then = datetime.fromisoformat("2019-03-01T09:00:00+07:00")
    sent = send(engine, house.clerk, then)
    later = datetime.fromisoformat("2021-06-01T09:00:00+07:00")

    def note(step: str, day: date, version: int) -> None:
        with db.begin(engine) as session:
            directive_forms.note_step(
                session, house.province, later, answer_id=sent.row.id or 0, step=step, day=day,
                note="", version=version,
            )  # fmt: skip

    with pytest.raises(BadValue, match="อนาคต"):
        note("approved", date(2021, 6, 2), sent.row.version)
    with pytest.raises(NotFound):
        note("nothing", date(2021, 5, 1), sent.row.version)
    note("approved", date(2020, 11, 30), sent.row.version)
    found = board(engine, house.province, later)
    reached = {
        one.phase.key: {step.key: count for step, count in one.reached} for one in found.phases
    }
    assert reached["first"] == {
        "planned": 1, "submitted": 1, "screened": 0, "approved": 0, "promoted": 0}  # fmt: skip
    assert reached["second"]["approved"] == reached["second"]["screened"] == 1
    assert reached["third"]["promoted"] == 0
    assert [one.phase.target for one in found.phases] == [10, 15, 30]


def test_a_new_number_holds_from_its_day_on(engine: Engine, house: Office, now: datetime) -> None:
    send(engine, house.clerk, now)

    def set_(actor: Actor, **more: Any) -> None:
        given = {"name": "overall-percent", "value": 90.0, "source": "มติใหม่"} | more
        with db.begin(engine) as session:
            form_catalogue.set_parameter(
                session, actor, now, key=KEY, **{"valid_from": date(2026, 11, 24), **given}
            )

    with pytest.raises(NotAllowed):
        set_(house.province)
    with pytest.raises(BadValue, match="ที่มา"):
        set_(house.admin, source=" ")
    set_(house.admin)
    with pytest.raises(BadValue, match="แล้ว"):
        set_(house.admin)
    tomorrow = now + timedelta(days=1)
    rows = {row.office_id: row for row in board(engine, house.province, tomorrow).rows}
    kept = rows[house.clerk.office_id].judgement
    assert kept is not None and kept.met is True
    again = send(engine, house.clerk, tomorrow)
    assert again.judgement.met is False


def test_who_is_asked(engine: Engine, house: Office, now: datetime) -> None:
    with pytest.raises(NotAllowed), db.begin(engine) as session:
        directive_forms.save(session, house.province, now, key=KEY, texts={}, version=0)
    with db.look(engine) as session:
        (mine,) = form_catalogue.forms(session, house.clerk)
        assert mine.asks_us
        assert not form_catalogue.form(session, house.province, KEY).asks_us
        with pytest.raises(NotFound):
            form_catalogue.form(session, house.clerk, "nothing")


def test_an_office_asks_with_a_form_of_its_own(
    engine: Engine, house: Office, now: datetime
) -> None:
    own = {**SAID, "key": "water", "title": "แบบสำรวจแหล่งน้ำ"}
    with pytest.raises(NotAllowed), db.begin(engine) as session:
        form_catalogue.add(session, house.clerk, now, said=own)
    with pytest.raises(NotAllowed, match="หน่วยงานอื่น"), db.begin(engine) as session:
        form_catalogue.add(session, house.district, now, said={**SAID, "version": 2})
    with db.begin(engine) as session:
        form_catalogue.add(session, house.district, now, said=own)
    with pytest.raises(BadValue, match="version"), db.begin(engine) as session:
        form_catalogue.add(session, house.district, now, said=own)
    with db.look(engine) as session:
        keys = {one.form.key for one in form_catalogue.forms(session, house.clerk)}
        assert keys == {KEY, "water"}
        assert len(form_catalogue.forms(session, house.stranger)) == 1


def test_the_letter_leads_to_its_form(engine: Engine, house: Office, now: datetime) -> None:
    asks = bundles.letter("1", "มท 0810.4/ว 3598", "2018-11-07", "กรมส่งเสริมการปกครองท้องถิ่น",
                          to=("ผู้ว่าราชการจังหวัดระยอง",), role="cover")  # fmt: skip
    arrival = drop(engine, house.clerk, now, reading(asks))
    with db.begin(engine) as session:
        known = intake.settle(session, house.clerk, now, arrival_id=arrival).letter_id
    with db.look(engine) as session:
        (found,) = form_catalogue.for_letter(session, house.clerk, known)
        assert found.form.key == KEY


def test_the_board_as_a_workbook(engine: Engine, house: Office, now: datetime) -> None:
    send(engine, house.clerk, now, energy__score="60")
    with db.look(engine) as session:
        made = smart_city.sheet(session, house.province, now, key=KEY)
    sheet = openpyxl.load_workbook(BytesIO(made)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 2 + 1 + 68
    (sent,) = [row for row in rows if "ส่งแล้ว" in row]
    assert "ไม่ผ่าน" in sent and any("พลังงาน 60" in str(cell) for cell in sent)
