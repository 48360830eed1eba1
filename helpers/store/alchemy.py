"""The state database on any server that SQLAlchemy reaches; a cohort shares one PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence

from helpers.store.tables import CREATE


def safe_url(url: str) -> str:
    """The URL without user name, password and options, to show in messages."""
    scheme, _, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}://{authority.rpartition('@')[2]}{slash}{path.partition('?')[0]}"


class AlchemyBackend:
    """`rows(sql, params)` reads and `write(sql, many)` writes in one transaction. Connections come from a pool."""

    def __init__(self, url: str):
        self.url = safe_url(url)
        try:
            from sqlalchemy import create_engine

            options = {"connect_args": {"timeout": 30}} if url.startswith("sqlite") else {"pool_pre_ping": True}
            self._engine = create_engine(url, hide_parameters=True, **options)
        except ModuleNotFoundError as error:
            raise RuntimeError(
                f"WORKBOOK_DB is {self.url}, and the database driver {error.name!r} is not installed. "
                "For PostgreSQL: pip install 'psycopg[binary]'."
            ) from None
        except Exception as error:
            if "sqlalchemy" not in type(error).__module__:
                raise
            raise RuntimeError(
                f"WORKBOOK_DB is {self.url}, which is not an address that SQLAlchemy knows. "
                "Use for example postgresql://user:password@host/database."
            ) from None
        self._ready = False

    def rows(self, sql: str, params: dict) -> list[tuple]:
        return self._run(sql, params, read=True)

    def write(self, sql: str, many: Sequence[dict]) -> None:
        self._run(sql, list(many), read=False)

    def close(self) -> None:
        self._engine.dispose()

    def _run(self, sql: str, params, *, read: bool):
        from sqlalchemy import text
        from sqlalchemy.exc import SQLAlchemyError

        try:
            if not self._ready:
                self._create()
            with self._engine.begin() as connection:
                result = connection.execute(text(sql), params)
                return [tuple(row) for row in result] if read else None
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or type(error).__name__).strip().splitlines()[0]
        raise RuntimeError(
            f"Cannot use the workbook's database at {self.url} ({reason}). Check that WORKBOOK_DB is right and that "
            "the server runs, or unset WORKBOOK_DB to keep your work in my/workbook.sqlite."
        )

    def _create(self) -> None:
        from sqlalchemy import text
        from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

        for attempt in (1, 2):
            try:
                with self._engine.begin() as connection:
                    for statement in CREATE:
                        connection.execute(text(statement))
                break
            except (IntegrityError, ProgrammingError, OperationalError):
                if attempt == 2:  # two learners who start at once may both try to create a table: once is no fault
                    raise
        self._ready = True
