"""Days computed by the database itself, said so that SQLite and PostgreSQL both understand."""

import datetime as dt
from typing import Any

from sqlalchemy import Date, Integer, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class bangkok_day(FunctionElement[dt.date]):  # noqa: N801  (it reads as an SQL function)
    """The calendar day of a moment in Bangkok."""

    type = Date()
    inherit_cache = True


class days_between(FunctionElement[int]):  # noqa: N801
    """Calendar days from the second day to the first."""

    type = Integer()
    inherit_cache = True


class month_of(FunctionElement[str]):  # noqa: N801
    """``2026-11`` of a day."""

    type = String()
    inherit_cache = True


@compiles(bangkok_day)
def _day(element: Any, compiler: Any, **kw: Any) -> str:
    moment = compiler.process(element.clauses, **kw)
    return f"CAST(({moment}) AT TIME ZONE 'Asia/Bangkok' AS date)"


@compiles(bangkok_day, "sqlite")
def _day_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    # Kept in UTC; Thailand has been seven hours ahead, without summer time, since 1920.
    return f"date({compiler.process(element.clauses, **kw)}, '+7 hours')"


@compiles(days_between)
def _days(element: Any, compiler: Any, **kw: Any) -> str:
    later, earlier = (compiler.process(one, **kw) for one in element.clauses)
    return f"(({later}) - ({earlier}))"


@compiles(days_between, "sqlite")
def _days_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    later, earlier = (compiler.process(one, **kw) for one in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(month_of)
def _month(element: Any, compiler: Any, **kw: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **kw)}, 'YYYY-MM')"


@compiles(month_of, "sqlite")
def _month_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return f"strftime('%Y-%m', {compiler.process(element.clauses, **kw)})"
