"""What the board counts is counted by the database: the same on SQLite and PostgreSQL."""

from datetime import date, datetime, timedelta

from sqlalchemy import Engine

from tests.tracker import bundles
from tests.tracker.office import Office
from tests.tracker.test_circulation import held, office_id, send, settle
from tracker import board, db, hop_days, office_load
from tracker.circulation import To
from tracker.vocabulary import Level

TOWN = "เทศบาลตำบลชำฆ้อ"


def test_matters_recipients_and_load(engine: Engine, house: Office, now: datetime) -> None:
    letter_id = held(engine, house.district, now)
    town = To(office_id(engine, "lao.5210701"), TOWN, due_on=date(2026, 11, 20))
    send(engine, house.district, now, letter_id, town, To(None, "โรงเรียนบ้านสมมติ"))
    with db.look(engine) as session:
        shown = board.lines(session, house.district, now=now)
        assert (shown.total, shown.items[0].matter.tally.late) == (1, 1)
        assert shown.items[0].chases[0].owing == 2
        spread = board.spread(session, house.district, now=now)
        assert [(one.name, one.late) for one in spread.silent] == [
            (TOWN, 1),
            ("โรงเรียนบ้านสมมติ", 0),
        ]
        loads, _ = office_load.heaviest(session, house.district, now, today=now.date())
        assert max(load.registered for load in loads) == 1


def test_days_of_a_hop(engine: Engine, house: Office, now: datetime) -> None:
    """Three days on the way, received before midnight in Bangkok though not in UTC."""
    received = now.replace(hour=0, minute=30) - timedelta(days=2)
    signed = (received - timedelta(days=3)).date()
    own = bundles.letter("1", "รย 0023.3/ว 77", signed.isoformat(), "จังหวัดระยอง", role="cover")
    settle(engine, house.clerk, now, own, received_at=received)
    with db.look(engine) as session:
        found = hop_days.by_month(session, house.clerk, since=now.date() - timedelta(days=60))
    assert [(one.month, one.level, one.received, one.travel) for one in found] == [
        (f"{received:%Y-%m}", Level.LOCAL, 1, 3.0)
    ]
