"""Days computed by the database itself, said so that SQLite and PostgreSQL both understand."""

import datetime as dt
from typing import Any

from sqlalchemy import Date
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class bangkok_day(FunctionElement[dt.date]):  # noqa: N801  (it reads as an SQL function)
    """The calendar day of a moment in Bangkok."""

    type = Date()
    inherit_cache = True


@compiles(bangkok_day)
def _day(element: Any, compiler: Any, **kw: Any) -> str:
    moment = compiler.process(element.clauses, **kw)
    return f"CAST(({moment}) AT TIME ZONE 'Asia/Bangkok' AS date)"


@compiles(bangkok_day, "sqlite")
def _day_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    # Kept in UTC; Thailand has been seven hours ahead, without summer time, since 1920.
    return f"date({compiler.process(element.clauses, **kw)}, '+7 hours')"
