"""`INSERT … ON CONFLICT` of many rows at a time, nearly as fast as the driver itself can.

The statement is compiled once and the driver is given plain tuples: SQLAlchemy's own way through a batch looks at each
value of each row several times, which costs more than the rows do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Date, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from crawler.schema import Base

Row = Mapping[str, Any]


def upsert(session: Session, table: type[Base], keys: tuple[str, ...], rows: Sequence[Row], *,
           update_rest: bool) -> None:
    """Insert rows, each with a value for every column; of one that is there already the other columns are updated, or
    it is left as it is."""
    if not rows:
        return
    link = session.connection()
    statement, prepare = _compile(link.dialect, table, keys, update_rest)
    link.exec_driver_sql(statement, [prepare(row) for row in rows])


@cache
def _compile(dialect: Dialect, table: type[Base], keys: tuple[str, ...],
             update_rest: bool) -> tuple[str, Callable[[Row], Any]]:
    """(statement, what makes a row the driver's parameters)."""
    columns = cast(Table, table.__table__).columns
    statement: Any = (postgresql if dialect.name == "postgresql" else sqlite).insert(cast(Table, table.__table__))
    if update_rest:
        rest = {c.name: statement.excluded[c.name] for c in columns if c.name not in keys}
        statement = statement.on_conflict_do_update(index_elements=keys, set_=rest)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    compiled = statement.compile(dialect=dialect, column_keys=[c.name for c in columns])
    names = compiled.positiontup or [c.name for c in columns]
    change = [(place, how) for place, name in enumerate(names) if (how := _processor(columns[name].type, dialect))]
    pick = itemgetter(*names)

    def values(row: Row) -> tuple[Any, ...]:
        changed = list(pick(row))
        for place, how in change:
            changed[place] = how(changed[place])
        return tuple(changed)

    if compiled.positiontup:
        return str(compiled), values
    return str(compiled), lambda row: dict(zip(names, values(row), strict=True))


def _processor(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes a value of this type one of the driver's, if it is none already."""
    how = kind.dialect_impl(dialect).bind_processor(dialect)
    return lru_cache(64)(how) if how is not None and isinstance(kind, Date) else how  # a night's rows have one day
