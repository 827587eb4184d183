"""What PostgreSQL refuses, whoever asks: the refusals of `triggers.py`, and emptying a table at one blow."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from kartlegging_tui.records.triggers import ALWAYS, REFUSALS, Refusal

_REFUSE = """
CREATE OR REPLACE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  RAISE EXCEPTION '%%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
_LOOKS = """
CREATE OR REPLACE FUNCTION public.{name}() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF {when} THEN
    RAISE EXCEPTION '%%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END $$
"""
"""A condition that looks into a table cannot stand at the trigger itself."""
_MINE = (
    "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_namespace ON pg_namespace.oid = pronamespace"
    " WHERE NOT tgisinternal AND tgparentid = 0 AND nspname = 'public' AND (proname = 'refuse' OR proname = tgname)"
)


def _refusals() -> list[Refusal]:
    return [refusal for refusal in REFUSALS if not refusal.is_for_replace]


def never(event: str) -> frozenset[str]:
    """The tables in which no row is ever updated, or deleted: nobody is given the right to."""
    return frozenset(refusal.table for refusal in _refusals() if refusal.event == event and refusal.when == ALWAYS)


def _kept() -> list[str]:
    """The tables that are never emptied: those of which no row may go, or only some."""
    return sorted({refusal.table for refusal in _refusals() if refusal.event == "DELETE"})


def statements() -> dict[str, str]:
    """Each trigger by name."""
    return dict(_statements())


def _statements() -> Iterator[tuple[str, str]]:
    for refusal in _refusals():
        looks = "SELECT" in refusal.when
        when = "" if looks or refusal.when == ALWAYS else f" WHEN ({refusal.when})"
        function = refusal.name if looks else "refuse"
        yield (
            refusal.name,
            _trigger(refusal.name, refusal.event, refusal.table, "ROW" + when, function, refusal.message),
        )
    for table in _kept():
        yield (
            f"{table}_no_truncate",
            _trigger(f"{table}_no_truncate", "TRUNCATE", table, "STATEMENT", "refuse", f"{table} is never emptied"),
        )


def _trigger(name: str, event: str, table: str, each: str, function: str, message: str) -> str:
    done = f"EXECUTE FUNCTION public.{function}('{message}')"
    return f"CREATE TRIGGER {name} BEFORE {event} ON public.{table} FOR EACH {each} {done}"


def create(connection: Connection) -> None:
    """Makes all of them."""
    connection.exec_driver_sql(_REFUSE)
    for refusal in _refusals():
        if "SELECT" in refusal.when:
            connection.exec_driver_sql(_LOOKS.format(name=refusal.name, when=refusal.when))
    for statement in statements().values():
        connection.exec_driver_sql(statement)


def drop(connection: Connection) -> None:
    """Takes all of them away for a migration."""
    for name, table in connection.execute(text(_MINE)).all():
        connection.exec_driver_sql(f"DROP TRIGGER {name} ON public.{table}")


def missing(connection: Connection) -> list[str]:
    """The names of triggers that are gone or switched off. What they say is their owner's word."""
    found = set(connection.execute(text(f"SELECT tgname FROM ({_MINE} AND tgenabled IN ('O', 'A')) AS mine")).scalars())
    return [name for name in statements() if name not in found]
