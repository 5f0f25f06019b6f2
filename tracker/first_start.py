"""What must be there before the first page: folder, tables, offices, sample accounts and chain."""

from dataclasses import dataclass
from datetime import datetime

from tracker import accounts, db, offices, samples, smart_city
from tracker.config import Settings


@dataclass(frozen=True, slots=True)
class Invitation:
    """The sign-in of a sample account. The password is kept nowhere else in clear."""

    role: str
    username: str
    password: str


def prepare(settings: Settings, now: datetime) -> list[Invitation]:
    """Make what is missing, change nothing that is there.

    The invitations are those made just now: none on a later start.
    """
    # Originals and the key that signs sessions lie there: closed to others on the machine.
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = db.engine(settings.database)
    db.upgrade(engine)
    with db.begin(engine) as session:
        offices.seed(session, settings.data)
        smart_city.bring(session, now, settings.data)
        if not settings.samples:
            return []
        made = [Invitation(*row) for row in accounts.create_samples(session, now=now)]
    samples.load(engine, settings.data, now=now)
    return made
