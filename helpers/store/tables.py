"""The tables of the state database. The same text runs on SQLite and PostgreSQL."""

from __future__ import annotations


class StoreWarning(UserWarning):
    """Something about the state database that the learner should read; the work goes on."""


# Ids are text that sorts by time, so no database needs its own kind of counter.
COLUMNS = {
    "calls": ("key", "payload", "created"),
    "attempts": ("id", "learner", "exercise", "status", "hint", "answer", "created"),
    "decisions": ("id", "learner", "name", "value", "run_id", "created"),
    "runs": (
        "run_id", "learner", "name", "params", "started", "seconds", "status", "checks_passed", "checks_total",
        "summary",
    ),
    "marks": ("learner", "collection", "item", "value", "created"),
}  # fmt: skip

CREATE = (
    "CREATE TABLE IF NOT EXISTS calls "
    "(key VARCHAR(64) PRIMARY KEY, payload TEXT NOT NULL, created VARCHAR(40) NOT NULL)",
    "CREATE TABLE IF NOT EXISTS attempts (id VARCHAR(64) PRIMARY KEY, learner VARCHAR(200) NOT NULL, "
    "exercise VARCHAR(200) NOT NULL, status VARCHAR(40) NOT NULL, hint TEXT, answer TEXT, "
    "created VARCHAR(40) NOT NULL)",
    "CREATE TABLE IF NOT EXISTS decisions (id VARCHAR(64) PRIMARY KEY, learner VARCHAR(200) NOT NULL, "
    "name VARCHAR(200) NOT NULL, value TEXT NOT NULL, run_id VARCHAR(200), created VARCHAR(40) NOT NULL)",
    "CREATE TABLE IF NOT EXISTS runs (run_id VARCHAR(200) PRIMARY KEY, learner VARCHAR(200) NOT NULL, "
    "name VARCHAR(200) NOT NULL, params TEXT, started VARCHAR(40) NOT NULL, seconds DOUBLE PRECISION, "
    "status VARCHAR(40), checks_passed INTEGER, checks_total INTEGER, summary TEXT)",
    "CREATE TABLE IF NOT EXISTS marks (learner VARCHAR(200) NOT NULL, collection VARCHAR(200) NOT NULL, "
    "item VARCHAR(200) NOT NULL, value TEXT NOT NULL, created VARCHAR(40) NOT NULL, "
    "PRIMARY KEY (learner, collection, item))",
)
