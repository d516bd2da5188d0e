"""Statements compiled once per dialect and run on the driver itself, for paths where time counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Executable, Table, bindparam, exc, insert
from sqlalchemy.sql.elements import ClauseElement


class Prepared:
    """Values go to the driver as they are (bytes, str, int, bool, None); rows come back as such tuples."""

    def __init__(self, statement: Executable) -> None:
        assert isinstance(statement, ClauseElement)  # noqa: S101  every Executable that compiles is one
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    @classmethod
    def insert(cls, table: Table, *leaving_out: str) -> Prepared:
        """An INSERT of all columns of `table` but those that the database fills in."""
        names = [column.name for column in table.columns if column.name not in leaving_out]
        return cls(insert(table).values({name: bindparam(name) for name in names}))

    def run(self, connection: Connection, **values: Any) -> Any:
        """The driver's cursor: `fetchone()`, `fetchall()`, `rowcount`. Raises SQLAlchemy's IntegrityError."""
        dialect = connection.dialect
        compiled = self._compiled.get(dialect.name) or self._compile(connection)
        driver: Any = connection.connection.driver_connection
        try:
            return driver.execute(compiled.sql, compiled.parameters(values))
        except dialect.loaded_dbapi.IntegrityError as problem:
            raise exc.IntegrityError(compiled.sql, None, problem) from problem

    def _compile(self, connection: Connection) -> _Compiled:
        compiled = self._statement.compile(dialect=connection.dialect)
        fixed = {name: value for name, value in compiled.params.items() if value is not None}
        order = tuple(getattr(compiled, "positiontup", None) or ())
        self._compiled[connection.dialect.name] = _Compiled(str(compiled), order, fixed)
        return self._compiled[connection.dialect.name]


@dataclass(frozen=True)
class _Compiled:
    sql: str
    order: tuple[str, ...]  # empty where the driver takes names
    fixed: dict[str, Any]  # values that the statement itself holds

    def parameters(self, given: dict[str, Any]) -> Any:
        values = self.fixed | given if self.fixed else given
        return [values[name] for name in self.order] if self.order else values
