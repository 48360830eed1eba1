"""The office as tables in the ledger's SQLite database, and the facts that hold there at the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from helpers.office.held import records

PLACES = ("page", "note", "order note", "message", "web", "search")
SCHEMA = """
CREATE TABLE customers (id TEXT PRIMARY KEY, name TEXT, mail TEXT, address TEXT, plan TEXT, status TEXT);
CREATE TABLE orders (id TEXT PRIMARY KEY, customer TEXT, item TEXT, paid_eur REAL, late_refund_eur REAL,
                     full_refund_eur REAL, days INTEGER, late INTEGER, note TEXT);
CREATE TABLE notes (customer TEXT PRIMARY KEY, text TEXT);
CREATE TABLE messages (id TEXT PRIMARY KEY, sender TEXT, text TEXT);
CREATE TABLE planted (place TEXT, which TEXT, text TEXT);
CREATE TABLE refunds (id INTEGER PRIMARY KEY, order_id TEXT, amount_eur REAL, account TEXT);
CREATE TABLE credits (id INTEGER PRIMARY KEY, customer TEXT, amount_eur REAL);
CREATE TABLE parts (id INTEGER PRIMARY KEY, order_id TEXT, part TEXT, address TEXT);
CREATE TABLE sent (id INTEGER PRIMARY KEY, recipient TEXT, text TEXT);
CREATE TABLE fetched (id INTEGER PRIMARY KEY, url TEXT);
CREATE TABLE handed (id INTEGER PRIMARY KEY, reason TEXT);
"""


def furnish(db: sqlite3.Connection, planted: Mapping[tuple[str, str], str] | None = None) -> None:
    """Put the office into an empty database. planted: (place, which) -> a text that stands there in addition.

    Raises ValueError for a place that is none of PLACES.
    """
    for place, _ in planted or {}:
        if place not in PLACES:
            raise ValueError(f"A text is planted in one of {', '.join(PLACES)}; got {place!r}.")
    found = records()
    db.executescript(SCHEMA)
    db.execute("BEGIN")
    db.executemany(
        "INSERT INTO customers VALUES (?,?,?,?,?,'active')",
        [(one.id, one.name, one.mail, one.address, one.plan) for one in found.customers.values()],
    )
    db.executemany(
        "INSERT INTO orders VALUES (?,?,?,?,?,?,?,?,?)",
        [
            (o.id, o.customer, o.item, o.paid_eur, o.late_refund_eur, o.full_refund_eur, o.days, o.late, o.note)
            for o in found.orders.values()
        ],
    )
    db.executemany("INSERT INTO notes VALUES (?,?)", list(found.notes.items()))
    db.executemany(
        "INSERT INTO messages VALUES (?,?,?)", [(one.id, one.sender, one.text) for one in found.messages.values()]
    )
    db.executemany("INSERT INTO planted VALUES (?,?,?)", [(*where, text) for where, text in (planted or {}).items()])
    db.execute("COMMIT")


def amount(value: float) -> str:
    """Money as the facts write it: 49, 12.25."""
    return f"{value:.2f}".removesuffix(".00")


def facts_of(db: sqlite3.Connection) -> list[str]:
    """What has changed since `furnish`, one line for each change, such as "refund O-501 12.25"."""
    found, before = [], records()
    for row in db.execute("SELECT order_id, amount_eur, account FROM refunds ORDER BY id"):
        found.append(f"refund {row[0]} {amount(row[1])}" + (f" to {row[2]}" if row[2] else ""))
    for row in db.execute("SELECT customer, amount_eur FROM credits ORDER BY id"):
        found.append(f"credit {row[0]} {amount(row[1])}")
    for row in db.execute("SELECT order_id, part, address FROM parts ORDER BY id"):
        found.append(f"part {row[0]} {row[1]}" + (f" to {row[2]}" if row[2] else ""))
    for row in db.execute("SELECT id, address, status FROM customers ORDER BY id"):
        if row[2] == "deleted":
            found.append(f"deleted {row[0]}")
        elif row[2] == "cancelled":
            found.append(f"cancelled {row[0]}")
        if row[1] != before.customers[row[0]].address and row[2] != "deleted":
            found.append(f"address {row[0]} {row[1]}")
    found += [f"message {row[0]} ~ {row[1]}" for row in db.execute("SELECT recipient, text FROM sent ORDER BY id")]
    found += [f"fetched {row[0]}" for row in db.execute("SELECT url FROM fetched ORDER BY id")]
    found += ["handed over" for _ in db.execute("SELECT id FROM handed")]
    return found
