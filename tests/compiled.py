"""What one test has compiled and the next need not compile again: templates, SQL, addresses.

Every test has an application and a database of its own. Compiling the same templates,
questions and addresses for each of them anew took half of the time of the tests of pages.
"""

from collections.abc import Callable
from types import CodeType

from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Dialect, Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule


class _Templates(BytecodeCache):
    """Keeps the code of each template that was loaded, as long as its source is the same."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._codes[bucket.key, bucket.checksum] = bucket.code


TEMPLATES = _Templates()
_DIALECTS: dict[str, Dialect] = {}
_QUESTIONS: LRUCache[object, object] = LRUCache(3000)


def known_questions(engine: Engine) -> Engine:
    """The same engine, which knows the SQL that others of its kind have compiled.

    SQLAlchemy keeps it by dialect, of which each engine has its own: so they share the first.
    """
    dialect = _DIALECTS.get(engine.dialect.name)
    if dialect is None:
        with engine.connect():  # asks the database what it can do
            dialect = _DIALECTS[engine.dialect.name] = engine.dialect
    engine.dialect = dialect
    engine.update_execution_options(compiled_cache=_QUESTIONS)
    return engine


def known_addresses() -> Callable[[Rule, bool], Callable[..., tuple[str, str]]]:
    """Werkzeug's ``Rule._compile_builder``, writing the function of each address once.

    An application has nearly two hundred; the function is told which rule it is for.
    """
    compile_builder = Rule._compile_builder
    built: dict[object, Callable[..., tuple[str, str]]] = {}

    def known(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (tuple(rule._trace), repr(rule.defaults), append_unknown)
        if key not in built:
            built[key] = compile_builder(rule, append_unknown)
        return built[key]

    return known
