"""A directive from the ministry to the last local government of Rayong, and the answers back."""

import itertools
import threading
from datetime import date, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, select

from tests.tracker.bundles import cite, department, drop, link, ministry, reading
from tests.tracker.bundles import letter as paper
from tests.tracker.conftest import BANGKOK
from tests.tracker.office import Office as House
from tests.tracker.test_circulation import settle
from tracker import (
    addressees,
    audit,
    chain_links,
    chains,
    circulation,
    db,
    errands,
    finishing,
    intake,
    matrix,
    matters,
    offices,
    taking,
)
from tracker.actor import Actor
from tracker.circulation import To
from tracker.matrix import Matrix
from tracker.models import Delivery, Entry, Letter, LetterHolding, LetterRecipient, Office
from tracker.models.office import subtree_ids
from tracker.vocabulary import (
    AccountRole,
    Action,
    Capacity,
    DeliveryState,
    LetterKind,
    LetterRole,
    Level,
    Via,
)

S = DeliveryState
START = datetime(2026, 11, 23, 9, 30, tzinfo=BANGKOK)
#: A week before New Year's holidays: the last day of the districts' own date.
DUE = date(2026, 12, 18)


class Story:
    """What the offices do, each in its own name."""

    def __init__(self, session: Session, house: House) -> None:
        self.session, self.house, self.now = session, house, START
        self.numbers = itertools.count(1)

    def at(self, office: Office | int, role: AccountRole = AccountRole.CLERK) -> Actor:
        """A clerk of that office; all use one account, which the trail does not mind."""
        office_id = office if isinstance(office, int) else office.id
        assert office_id is not None
        seen = frozenset({office_id})
        if role is AccountRole.STAFF:
            seen = subtree_ids(self.session, office_id)
        return Actor(self.house.clerk.account_id, "ผู้เล่าเรื่อง", role, office_id, seen)

    def issue(
        self, actor: Actor, subject: str, carries: int | None, via: Via, to: list[str]
    ) -> int:
        """A letter of the office, number and day given, its addressees written down."""
        name = offices.name_on(self.session, actor.office_id, self.now.date())
        number = next(self.numbers)
        letter = Letter(
            ref_no=f"รย {1000 + actor.office_id}/{number}", date=self.now.date(), subject=subject,
            identity=f"รย{1000 + actor.office_id}/{number}|2569", issuer=name,
            issuer_office_id=actor.office_id, kind=LetterKind.EXTERNAL, action=Action.REPORT,
            created_at=self.now,
        )  # fmt: skip
        self.session.add(letter)
        self.session.flush()
        assert letter.id is not None
        self.session.add(
            LetterHolding(
                letter_id=letter.id,
                office_id=actor.office_id,
                arrival_id=None,
                role=LetterRole.COVER,
                held_since=self.now,
            )  # fmt: skip
        )
        for place, value in enumerate(to):
            office = offices.find_by_name(self.session, value)
            written = LetterRecipient(letter_id=letter.id, position=place, value=value,
                                      office_id=office.id if office else None)  # fmt: skip
            self.session.add(written)
        self.session.flush()
        addressees.keep(self.session, letter.id, actor.office_id, letter.date, {})
        if carries is not None:
            chain_links.link(self.session, source=letter.id, target=carries, via=via)
            chains.gather(self.session, self.now, {letter.id, carries})
        return letter.id

    def relay(self, actor: Actor, letter_id: int, below: list[Office], due: date) -> int:
        """Pass a letter on under an own covering letter."""
        names = [offices.name_on(self.session, x.id or 0, self.now.date()) for x in below]
        made = self.issue(actor, "แจ้งสำรวจแหล่งน้ำ", letter_id, Via.ENCLOSURE, names)
        to = [To(x.id, name, due_on=due) for x, name in zip(below, names, strict=True)]
        circulation.send(self.session, actor, self.now, letter_id=made, to=to)
        circulation.passed_on(
            self.session, actor, self.now, letter_id=letter_id, successor_letter_id=made
        )
        return made

    def take(self, actor: Actor, letter_id: int) -> Entry:
        """Register in one step what was sent."""
        delivery = self.delivery(letter_id, actor.office_id)
        assert delivery.id is not None
        return taking.take(self.session, actor, self.now, delivery_id=delivery.id)

    def delivery(self, letter_id: int, office_id: int) -> Delivery:
        return self.session.exec(
            select(Delivery).where(Delivery.letter_id == letter_id, Delivery.office_id == office_id)
        ).one()

    def answer(self, actor: Actor, letter_id: int, above: int) -> int:
        """Answer by a letter to the one who asked, which goes out through the system."""
        name = offices.name_on(self.session, above, self.now.date())
        made = self.issue(actor, "รายงานผลการสำรวจแหล่งน้ำ", letter_id, Via.REFERENCE, [name])
        circulation.send(self.session, actor, self.now, letter_id=made, to=[To(above, name)])
        circulation.answered(
            self.session, actor, self.now, letter_id=letter_id, answer_letter_id=made
        )
        return made

    def matrix(self, actor: Actor, letter_id: int, **asked: object) -> Matrix:
        return matrix.matrix(
            self.session, actor, now=self.now, letter_id=letter_id, **asked  # type: ignore[arg-type]
        )  # fmt: skip


def came_down(engine: Engine, house: House) -> int:
    """The department's circular to every province, with the ministry's letter, as a file."""
    everyone = {"value": "ผู้ว่าราชการจังหวัด ทุกจังหวัด", "raw": None, "scope": "all",
                "except": [], "confidence": 0.9, "page": 1, "box": None, "doubt": None}  # fmt: skip
    circular = department(role="cover", recipients=[everyone], action="report", stamps=())
    read = reading(circular, ministry(), links=(link("2", "3"),))
    arrival = drop(engine, house.province, START, read)
    with db.begin(engine) as session:
        return intake.settle(session, house.province, START, arrival_id=arrival).letter_id


def test_what_a_file_proves_is_known_of_every_office(engine: Engine, house: House) -> None:
    circular = came_down(engine, house)
    with db.look(engine) as session:
        above = session.exec(select(Letter).where(Letter.ref_no == "มท 0211.2/4410")).one()
        (dla,) = session.exec(select(Delivery).where(Delivery.letter_id == above.id)).all()
        assert (dla.state, dla.successor_letter_id) == (S.PASSED_ON, circular)
        states = session.exec(
            select(Delivery.state, Delivery.office_id).where(Delivery.letter_id == circular)
        ).all()
        assert len(states) == 76
        assert [one for one, office in states if office == house.province.office_id] == [S.RECEIVED]
        assert {one for one, office in states if office != house.province.office_id} == {S.EXPECTED}
        seen = circulation.deliveries(session, house.province, letter_id=circular, now=START)
        assert len(seen) == 1, "what other provinces do is not Rayong's to see"


def test_from_the_ministry_to_the_last_and_back(engine: Engine, house: House) -> None:
    circular = came_down(engine, house)
    with db.begin(engine) as session:
        story = Story(session, house)
        province = story.at(house.province.office_id, AccountRole.STAFF)
        own = offices.below(session, province.office_id)
        districts = [x for x in own if x.level is Level.DISTRICT]
        letter = story.relay(province, circular, own, date(2026, 12, 25))
        below = go_down(story, districts, letter)
        # The province writes to its large municipalities itself.
        direct = [(x, province.office_id, letter) for x in own if x.level is Level.LOCAL]
        assert len(direct) + len(below) == 68
        seen = matrix_of_province(story, province, circular)
        assert (seen.tally.total, seen.tally.done) == (77, 0)
        assert {x.key for x in seen.areas} >= {x.key for x in districts}

        silent = come_back(story, direct + below)
        story.now = START + timedelta(days=30)
        late = matrix_of_province(story, province, circular, state="late", per_page=500)
        locals_late = [x for x in late.rows.items if x.office_id not in {d.id for d in districts}]
        assert {x.office_id for x in locals_late} == {town.id for town, *_ in silent}
        assert all(x.days > 20 for x in locals_late)

        chase(story, silent)
        for town, asker, asked in silent:
            story.answer(story.at(town), asked, asker)
        for district in districts:
            story.answer(story.at(district), letter, province.office_id)
        story.answer(province, circular, house_of(session, "dla"))
        whole = matrix_of_province(story, province, circular)
        assert whole.tally.owing == 0, [(x.name, x.state) for x in whole.rows.items if x.owing]
        shown = matters.overview(session, province, now=story.now).items
        mine = [x for x in shown if x.directive_id]
        assert len(mine) == 1, "answers are no matters of their own"
        assert mine[0].tally.owing == 0
    with db.look(engine) as session:
        assert audit.verify(session) == []


def house_of(session: Session, key: str) -> int:
    found = offices.office(session, key)
    assert found is not None
    assert found.id is not None
    return found.id


def matrix_of_province(story: Story, province: Actor, circular: int, **asked: object) -> Matrix:
    (directive,) = chains.directives_of(story.session, province, circular)
    return matrix.matrix(
        story.session, province, now=story.now, directive_id=directive, **asked  # type: ignore[arg-type]
    )  # fmt: skip


Asked = tuple[Office, int, int]


def go_down(story: Story, districts: list[Office], letter: int) -> list[Asked]:
    """Every district registers and passes on; who was asked, by whom, with which letter."""
    below: list[Asked] = []
    for number, district in enumerate(districts):
        story.now = START + timedelta(hours=number + 1)
        clerk = story.at(district)
        story.take(clerk, letter)
        towns = offices.below(story.session, district.id or 0)
        made = story.relay(clerk, letter, towns, DUE)
        assert story.delivery(letter, clerk.office_id).state is S.PASSED_ON
        below += [(town, clerk.office_id, made) for town in towns]
    return below


def come_back(story: Story, below: list[Asked]) -> list[Asked]:
    """Most answer in time, two have nothing, one is given more time, three stay silent."""
    silent = below[-3:]
    for number, (town, asker, asked) in enumerate(below):
        story.now = START + timedelta(days=1 + number % 9, hours=number % 7)
        clerk, above = story.at(town), story.at(asker)
        entry = story.take(clerk, asked)
        assert entry.number == 1
        if (town, asker, asked) in silent:
            continue
        if number in (3, 30):
            circulation.answered(
                story.session, clerk, story.now, letter_id=asked, note="ไม่มีแหล่งน้ำ", no_data=True
            )
            continue
        if number == 10:
            view = story.delivery(asked, clerk.office_id)
            circulation.move(
                story.session, above, story.now, delivery_id=view.id or 0, to_state=S.EXTENDED,
                note="น้ำท่วมสำนักงาน", due_on=date(2027, 1, 8),
            )  # fmt: skip
        circulation.assign_noted(story.session, clerk, story.now, letter_id=asked, note="กองช่าง")
        made = story.answer(clerk, asked, asker)
        story.take(above, made)
    return silent


def chase(story: Story, silent: list[Asked]) -> None:
    for town, asker, asked in silent:
        owing = circulation.silent(story.session, story.at(asker), letter_id=asked, now=story.now)
        assert town.id in {x.office_id for x in owing}
        number = circulation.note_reminded(
            story.session, story.at(asker), story.now, delivery_ids=[x.id for x in owing]
        )
        assert number == len(owing)


def test_an_answer_on_paper_closes_what_waits(engine: Engine, house: House, now: datetime) -> None:
    """The municipality is not in the system: its answer comes by post and is scanned."""
    with db.begin(engine) as session:
        story = Story(session, house)
        district = story.at(house.district.office_id)
        asked = story.issue(district, "ขอให้สำรวจแหล่งน้ำ", None, Via.ENCLOSURE, [])
        to = [To(house.clerk.office_id, "เทศบาลตำบลชำฆ้อ")]
        circulation.send(session, district, START, letter_id=asked, to=to)
        ref_no = session.get_one(Letter, asked).ref_no
    assert ref_no is not None
    answer = paper("1", "รย 73101/9", "2026-11-23", "เทศบาลตำบลชำฆ้อ", "รายงานผลการสำรวจแหล่งน้ำ",
                   to=("นายอำเภอเขาชะเมา",), role="cover",
                   cites=(cite(ref_no, "2026-11-23", "reference"),))  # fmt: skip
    answer_id = settle(engine, house.district, now, answer)
    with db.look(engine) as session:
        (view,) = circulation.deliveries(session, house.district, letter_id=asked, now=now)
        assert (view.state, view.answer_letter_id) == (S.ANSWERED, answer_id)


def test_ten_thousand_recipients(engine: Engine, house: House, now: datetime) -> None:
    number, stop = 10_000, threading.Event()
    with db.begin(engine) as session:
        story = Story(session, house)
        actor = story.at(house.province.office_id)
        letter_id = story.issue(actor, "แจ้งทุกแห่ง", None, Via.ENCLOSURE, [])
        to = [To(None, f"หน่วยงานที่ {n}", Capacity.TO) for n in range(number)]
        circulation.send(session, actor, START, letter_id=letter_id, to=to + to[:500])
    with db.look(engine) as session:
        sent = story_matrix(session, actor, letter_id).tally.total
        assert sent + errands.unsent(session, letter_id) == number
    finishing.send_on(engine, START, stop)
    with db.look(engine) as session:
        assert not errands.unsent(session, letter_id)
        seen = story_matrix(session, actor, letter_id)
        assert (seen.tally.total, seen.tally.owing) == (number, number)
        assert len(seen.rows.items) == matrix.PER_PAGE
        assert seen.rows.pages == -(-number // matrix.PER_PAGE)
    with db.begin(engine) as session:
        again = circulation.send(session, actor, START, letter_id=letter_id, to=to)
        assert again.id is not None
    finishing.send_on(engine, START, stop)
    with db.look(engine) as session:
        assert story_matrix(session, actor, letter_id).tally.total == number


def story_matrix(session: Session, actor: Actor, letter_id: int) -> Matrix:
    return matrix.matrix(session, actor, now=START, letter_id=letter_id)
