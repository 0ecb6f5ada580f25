"""Statements that run for every entry: their SQL is made once a process, not once a row.

An entry that is kept asks a few questions and writes a dozen rows. Django builds the SQL of each anew,
which took more time than signing and storing together (measured: 0.45 ms a statement against 0.06 ms).
Values pass through the model's fields all the same, so a row written here is the row `create` would have
written. Statements go to the driver's own cursor, unless somebody watches them: a page that only shows, a
test that counts.
"""

from __future__ import annotations

from asyncio import _get_running_loop
from collections.abc import Iterable, Mapping, Sequence, Sized
from datetime import UTC, datetime
from functools import cache
from threading import local
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper


def insert(model: type[models.Model], *, or_nothing: bool = False, **values: Any) -> bool:
    """Write one row; with `or_nothing`, leave one that is there already as it is. Whether it was written."""
    database = _database()
    statement = _statement(model, database.vendor, or_nothing)
    return bool(_run(database, statement, _written(database, model, values)).rowcount == 1)


def insert_numbered(model: type[models.Model], **values: Any) -> int:
    """Write one row of a table whose rows the database numbers; the number."""
    database = _database()
    statement = f"{_statement(model, database.vendor, or_nothing=False)} RETURNING id"
    return int(_run(database, statement, _written(database, model, values)).fetchone()[0])


def insert_all(
    model: type[models.Model], rows: Iterable[Mapping[str, Any]], *, or_nothing: bool = False
) -> None:
    """Write rows of one table, many in one statement. What a row leaves out has the field's default."""
    database, left = _database(), list(rows)
    while left:
        some, left = left[:AT_ONCE], left[AT_ONCE:]
        statement = _statement(model, database.vendor, or_nothing, len(some))
        _run(database, statement, [each for row in some for each in _written(database, model, row)])


def update(model: type[models.Model], key: str, **values: Any) -> bool:
    """Change the row of this primary key; whether there is one."""
    database, names = _database(), tuple(values)
    changed = [_stored(database, field, values[field.attname]) for field in _named(model, names)]
    return bool(_run(database, _change(model, names), [*changed, key]).rowcount == 1)


def select(sql: str, *parameters: str | int) -> list[tuple[Any, ...]]:
    """The rows of a question that is asked for every entry."""
    return list(_run(_database(), sql, parameters).fetchall())


def marks(values: Sized) -> str:
    """The marks of a list of values in a question: `IN ({marks})`."""
    return ", ".join(["%s"] * len(values))


def instant(stored: datetime) -> datetime:
    """An instant as `select` gives it: SQLite does not say that it is UTC."""
    return stored if stored.tzinfo else stored.replace(tzinfo=UTC)


def execute(sql: str, *parameters: str | int | bytes) -> int:
    """A change that is made for every entry; how many rows it changed."""
    return int(_run(_database(), sql, parameters).rowcount)


def stored_instant(at: datetime) -> Any:
    """An instant as a question to the database states it."""
    return connection.ops.adapt_datetimefield_value(at)


class _Here(local):
    """The connection of this thread, once it was looked up."""

    database: BaseDatabaseWrapper | None = None


_here = _Here()


def _database() -> BaseDatabaseWrapper:
    """The connection itself, as Django's proxy looks it up at every word.

    A thread has one for good, unless it drives an event loop (a browser in the tests, asynchronous code):
    then another may be in force from one call to the next, and none is kept.
    """
    if _get_running_loop() is not None:
        return connections[DEFAULT_DB_ALIAS]
    if (database := _here.database) is None:
        database = _here.database = connections[DEFAULT_DB_ALIAS]
    return database


def _run(database: BaseDatabaseWrapper, sql: str, parameters: Sequence[Any]) -> Any:
    """The cursor of a statement that has been executed.

    Going through Django's wrappers took as long as the statement itself. They are used where somebody is to
    see every statement.
    """
    if database.execute_wrappers or database.force_debug_cursor:
        watched = database.cursor()
        watched.execute(sql, parameters)
        return watched
    if database.connection is None:
        database.ensure_connection()
    if database.needs_rollback:
        database.validate_no_broken_transaction()
    try:
        cursor = database.connection.cursor()
        cursor.execute(_marked(sql) if database.vendor == "sqlite" else sql, parameters)
    except Exception:
        with database.wrap_database_errors:  # entering and leaving it costs as much as a short statement
            raise
    return cursor


@cache
def _marked(sql: str) -> str:
    """SQLite marks a value by a question mark."""
    return sql.replace("%s", "?")


def _written(database: BaseDatabaseWrapper, model: type[models.Model], row: Mapping[str, Any]) -> list[Any]:
    """The row's values, column by column: what is plain as it is, the rest as its field stores it."""
    said = []
    for name, default, plain, field in _columns(model):
        value = row.get(name, default)
        if type(value) not in plain:
            value = _stored(database, field, field.get_default() if value is ASKED else value)
        said.append(value)
    return said


def _stored(database: BaseDatabaseWrapper, field: models.Field[Any, Any], value: Any) -> Any:
    sort = type(value)
    if sort in _plain(field):
        return value
    if sort is datetime:
        if value.tzinfo is UTC and database.vendor == "sqlite" and database.timezone is UTC:
            return value.replace(tzinfo=None).isoformat(" ")  # as Django writes it, in a tenth of the time
        return database.ops.adapt_datetimefield_value(value)
    if (sort is dict or sort is list) and isinstance(field, models.JSONField):
        return database.ops.adapt_json_value(value, field.encoder)
    return field.get_db_prep_save(value, database)


AT_ONCE = 64  # rows in one statement
ASKED = object()  # a default that is asked for each row anew
NOTHING: frozenset[type[Any]] = frozenset()
# What both databases take as it is.
PLAIN: frozenset[type[Any]] = frozenset({str, int, float, bool, bytes, type(None)})


@cache
def _fields(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    """The fields that are written; a number that the database gives is not."""
    fields = model._meta.concrete_fields  # noqa: SLF001 - Django's own way to a model's fields
    return tuple(field for field in fields if not isinstance(field, models.AutoField))


@cache
def _columns(
    model: type[models.Model],
) -> tuple[tuple[str, Any, frozenset[type], models.Field[Any, Any]], ...]:
    """The fields that are written: what a row calls each, what is stored where a row leaves it out, if that
    is always the same, and what is stored as it is.
    """
    return tuple((each.attname, _default(each), _plain(each), each) for each in _fields(model))


def _plain(field: models.Field[Any, Any]) -> frozenset[type]:
    return NOTHING if isinstance(field, models.JSONField) else PLAIN


def _default(field: models.Field[Any, Any]) -> Any:
    if callable(field.default) or isinstance(field, models.JSONField):
        return ASKED
    value = field.get_default()
    return value if type(value) in PLAIN else ASKED


@cache
def _statement(model: type[models.Model], vendor: str, or_nothing: bool, rows: int = 1) -> str:
    assert vendor in ("sqlite", "postgresql")
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)  # noqa: SLF001
    columns = ", ".join(quote(str(field.column)) for field in _fields(model))
    marks = ", ".join([f"({', '.join(['%s'] * len(_fields(model)))})"] * rows)
    ending = " ON CONFLICT DO NOTHING" if or_nothing else ""
    return f"INSERT INTO {table} ({columns}) VALUES {marks}{ending}"  # noqa: S608 - names of our own tables


@cache
def _named(model: type[models.Model], names: tuple[str, ...]) -> tuple[models.Field[Any, Any], ...]:
    fields = {field.attname: field for field in _fields(model)}
    return tuple(fields[name] for name in names)


@cache
def _change(model: type[models.Model], names: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    meta = model._meta  # noqa: SLF001
    changes = ", ".join(f"{quote(str(field.column))} = %s" for field in _named(model, names))
    assert meta.pk is not None
    return f"UPDATE {quote(meta.db_table)} SET {changes} WHERE {quote(str(meta.pk.column))} = %s"  # noqa: S608
