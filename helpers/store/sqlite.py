"""The state database in one SQLite file, on the standard library. Many processes may use the file at once."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from helpers.store.tables import COLUMNS, CREATE, StoreWarning

BUSY_SECONDS = 30.0
_of_the_parent: list[sqlite3.Connection] = []
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class SqliteBackend:
    """`rows(sql, params)` reads and `write(sql, many)` writes, each under a lock; threads and forks are safe."""

    def __init__(self, path: str):
        self.path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._opened: tuple[int, int | None] | None = None  # process id and inode when the connection was made

    def rows(self, sql: str, params: dict) -> list[tuple]:
        return self._run(lambda connection: connection.execute(sql, params).fetchall())

    def write(self, sql: str, many: Sequence[dict]) -> None:
        def work(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            try:
                connection.executemany(sql, many)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

        self._run(work)

    def close(self) -> None:
        with self._lock:
            connection, self._connection = self._connection, None
            # After a fork the parent's connection must not be closed by the child: it would drop the parent's locks.
            if connection is not None and self._opened and self._opened[0] == os.getpid():
                connection.close()
            elif connection is not None:
                _of_the_parent.append(connection)

    def _run(self, work: Callable[[sqlite3.Connection], object]):
        with self._lock:
            for attempt in (1, 2, 3):
                try:
                    return work(self._open())
                except sqlite3.DatabaseError as error:
                    if (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _DAMAGED and attempt < 3:
                        self._set_aside(str(error))
                        continue
                    raise self._explain(error) from error
        raise AssertionError("not reached")

    def _inode(self) -> int | None:
        try:
            return os.stat(self.path).st_ino
        except OSError:
            return None

    def _open(self) -> sqlite3.Connection:
        in_memory = self.path in ("", ":memory:")
        if self._connection is not None and (in_memory or self._opened == (os.getpid(), self._inode())):
            return self._connection
        self.close()
        connection = sqlite3.connect(
            self.path or ":memory:", timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        self._opened = (os.getpid(), self._inode())
        try:
            # A damaged byte must not make every other row unreadable; the checksum in the payload finds it.
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            _patiently(connection, "PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            for statement in CREATE:
                _patiently(connection, statement)
        except BaseException:
            connection.close()
            raise
        self._connection, self._opened = connection, (os.getpid(), self._inode())
        return connection

    def _explain(self, error: sqlite3.Error) -> RuntimeError:
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            return RuntimeError(f"The workbook's database {self.path} refused a row: {error}.")
        text = str(error)
        if "full" in text or "disk I/O" in text:
            todo = "The disk is probably full. Free some space and run the cell again"
        elif "locked" in text:
            todo = "Another program holds it. Close that program and run the cell again"
        else:
            todo = "Check that you may write to its folder, or set WORKBOOK_MY to a folder that you may write to"
        return RuntimeError(
            f"Cannot use the workbook's database {self.path} ({text}). {todo}. What was saved before is unharmed."
        )

    def _set_aside(self, why: str) -> None:
        """Rename a damaged file and start a fresh one with every row that could still be read."""
        seen = self._opened[1] if self._opened else self._inode()
        self.close()
        if seen != self._inode():
            return  # another process has replaced the file already
        stamp = time.strftime("%Y%m%d-%H%M%S")
        aside = Path(f"{self.path}.damaged-{stamp}")
        number = 1
        while aside.exists():
            number += 1
            aside = Path(f"{self.path}.damaged-{stamp}-{number}")
        try:
            os.replace(self.path, aside)
        except OSError as error:
            raise RuntimeError(
                f"The workbook's database {self.path} is damaged ({why}) and cannot be renamed ({error.strerror}). "
                "Shut down the other kernels that use it and run the cell again."
            ) from error
        for suffix in ("-wal", "-shm"):
            if os.path.exists(self.path + suffix):
                os.replace(self.path + suffix, f"{aside}{suffix}")
        saved = self._rescue(aside)
        found = ", ".join(f"{count} {table}" for table, count in saved.items() if count) or "nothing"
        warnings.warn(
            f"The workbook's database was damaged ({why}). It is kept as {aside.name}, and a fresh one was made. "
            f"Read back from the damaged file: {found}.",
            StoreWarning,
            stacklevel=2,
        )

    def _rescue(self, damaged: Path) -> dict[str, int]:
        fresh, saved = self._open(), {}
        old = sqlite3.connect(damaged, timeout=1.0)
        try:
            for table, columns in COLUMNS.items():
                names, marks = ", ".join(columns), ", ".join("?" * len(columns))
                rows = _readable(old, f"SELECT {names} FROM {table}")
                fresh.execute("BEGIN IMMEDIATE")
                fresh.executemany(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", rows)
                fresh.execute("COMMIT")
                saved[table] = len(rows)
        finally:
            old.close()
        return saved


def _readable(connection: sqlite3.Connection, sql: str) -> list[tuple]:
    """Rows up to the first one that cannot be read; a row with a missing column value or broken text is left out."""
    rows = []
    try:
        for row in connection.execute(sql):
            if row[0] is not None:
                rows.append(row)
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        pass
    return rows


def _patiently(connection: sqlite3.Connection, sql: str) -> None:
    """Run a statement for which SQLite itself does not wait when another process opens the same new file."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute(sql)
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.01)
