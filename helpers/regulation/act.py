"""The law as rows: reads and validates data/regulation/ai_act.yaml. Every row has source, certainty and dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Any

from helpers import paths

NOT_LEGAL_ADVICE = "Not legal advice."
TODAY = "2026-11-24"
FOUR_DATES = ("2025-07-01", "2026-08-02", "2026-12-02", "2027-12-02")
FILE = paths.DATA / "regulation" / "ai_act.yaml"
CERTAINTIES = ("secondary", "uncertain")
SOURCES = {
    "act": "[ai-act]",
    "omnibus": "[ai-act-omnibus]",
    "notes": "[ai-act-notes]",
    "confirmed": "[ai-act-checks]",
    "guidelines": "[ai-act-50-guidelines]",
}


@dataclass(frozen=True)
class Row:
    """What every row has. valid_from, valid_until: in which text of the law it stands (None: still)."""

    id: str
    article: str
    text: str
    source: tuple[str, ...]
    certainty: str
    valid_from: date
    valid_until: date | None
    amended_by: str | None

    def stands(self, on: date) -> bool:
        """Whether the row is part of the law's text on that day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


@dataclass(frozen=True)
class Dated(Row):
    """A day from which something binds, in the text of the law in which the row stands."""

    key: str
    date: date


@dataclass(frozen=True)
class Rule(Row):
    """What decides a tier. when: field -> values; unless: any of these takes it back; unclear: it may hold."""

    tier: str
    starts: str
    when: Mapping[str, tuple[str, ...]]
    unless: tuple[Mapping[str, tuple[str, ...]], ...]
    unclear: Mapping[str, tuple[str, ...]] | None
    question: str
    filter: bool
    older: Mapping[str, Any] | None


@dataclass(frozen=True)
class Duty(Row):
    """Something to do. who: roles; after: rules that lead to it; starts: a key of the schedule, or "rule"."""

    who: tuple[str, ...]
    after: tuple[str, ...]
    starts: str
    when: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Penalty(Row):
    """A cap: an amount in EUR and a share of turnover; starts: a key of the schedule."""

    eur: float
    share: float
    starts: str
    lower_for_small: bool


@dataclass(frozen=True)
class Law:
    """The file, validated. versions: (name, first day), the newest last; small: for whom the lower cap counts.

    read: the day on which the file was put together; newest: the day of its newest source.
    """

    read: date
    newest: date
    versions: tuple[tuple[str, date], ...]
    sources: Mapping[str, str]
    vocabulary: Mapping[str, tuple[str, tuple[str, ...]]]
    schedule: tuple[Dated, ...]
    rules: tuple[Rule, ...]
    duties: tuple[Duty, ...]
    penalties: tuple[Penalty, ...]
    small: tuple[Row, ...]
    open: tuple[Row, ...]

    def name(self, on: date) -> str:
        """What the text of the law in force on that day is called."""
        return next(name for name, first in reversed(self.versions) if first <= on)


def day(value: object) -> date:
    """A day from a date or a text such as "2026-11-24". Raises ValueError for anything else, and before the Act."""
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date):
        try:
            value = date.fromisoformat(value)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            raise ValueError(f'as_of is a day such as "2026-11-24"; got {value!r}') from None
    first = date(2024, 8, 1)
    if value < first:
        raise ValueError(f"the AI Act entered into force on {first}; as_of {value} is before that")
    return value


def _conditions(row: Mapping[str, Any], name: str, known: Mapping, where: str) -> dict[str, tuple[str, ...]]:
    found = row.get(name) or {}
    for field, values in found.items():
        if field not in known:
            raise ValueError(f"{where}: {name} names the field {field!r}, which is not in the vocabulary")
        if unknown := [value for value in values if value not in known[field][1]]:
            raise ValueError(f"{where}: {field} cannot be {unknown[0]!r}; it is one of {', '.join(known[field][1])}")
    return {field: tuple(values) for field, values in found.items()}


def _base(row: Mapping[str, Any], place: str, default: Mapping[str, Any]) -> dict[str, Any]:
    got = {**default, **row}
    name = str(got.get("id") or got.get("key") or got.get("size") or "")
    if not name:
        raise ValueError(f"a row of {place} has no id: {row}")
    if got["certainty"] not in CERTAINTIES:
        raise ValueError(f"{place} {name}: certainty is one of {', '.join(CERTAINTIES)}; got {got['certainty']!r}")
    for day_of in ("valid_from", "valid_until"):
        if got.get(day_of) is not None and not isinstance(got[day_of], date):
            raise ValueError(f"{place} {name}: {day_of} is a day, got {got[day_of]!r}")
    return {
        "id": name,
        "article": got.get("article", ""),
        "text": got.get("text", ""),
        "source": tuple(got["source"]),
        "certainty": got["certainty"],
        "valid_from": got["valid_from"],
        "valid_until": got.get("valid_until"),
        "amended_by": got.get("amended_by"),
    }


def read(data: Mapping[str, Any]) -> Law:
    """The law from the content of the file. Raises ValueError that names the row and what is wrong with it."""
    if missing := {
        "read",
        "newest",
        "defaults",
        "sources",
        "versions",
        "vocabulary",
        "schedule",
        "rules",
        "duties",
    } - set(data):
        raise ValueError(f"the file of the law lacks {', '.join(sorted(missing))}")
    default = data["defaults"]
    words = {name: (entry["asks"], tuple(entry["values"])) for name, entry in data["vocabulary"].items()}

    def rows(place: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        return [(_base(row, place, default), row) for row in data.get(place, ())]

    keys = {row["key"] for row in data["schedule"]}
    rules, duties = [], []
    for base, row in rows("rules"):
        where = f"rule {base['id']}"
        if row["tier"] not in ("prohibited", "high", "limited", "none") or row["starts"] not in keys:
            raise ValueError(f"{where}: unknown tier {row['tier']!r} or start {row['starts']!r}")
        unclear = _conditions(row, "unclear", words, where) or None
        if not row.get("when"):
            raise ValueError(f"{where} has no `when`: it would hold for every card")
        rules.append(
            Rule(
                **base,
                tier=row["tier"],
                starts=row["starts"],
                when=_conditions(row, "when", words, where),
                unless=tuple(_conditions({"unless": one}, "unless", words, where) for one in row.get("unless", ())),
                unclear=unclear,
                question=row.get("question", ""),
                filter=bool(row.get("filter")),
                older=row.get("older"),
            )
        )
    names = {rule.id for rule in rules} | {"always", "prohibited", "high", "filtered", "annex-iii"}
    for base, row in rows("duties"):
        if unknown := set(row["after"]) - names:
            raise ValueError(f"duty {base['id']} comes after {', '.join(sorted(unknown))}, which no rule is called")
        if row["starts"] != "rule" and row["starts"] not in keys:
            raise ValueError(f"duty {base['id']}: unknown start {row['starts']!r}")
        conditions = _conditions(row, "when", words, f"duty {base['id']}")
        duties.append(
            Duty(**base, who=tuple(row["who"]), after=tuple(row["after"]), starts=row["starts"], when=conditions)
        )
    found = Law(
        read=data["read"],
        newest=data["newest"],
        versions=tuple((row["name"], row["from"]) for row in data["versions"]),
        sources=data["sources"],
        vocabulary=words,
        schedule=tuple(Dated(**base, key=row["key"], date=row["date"]) for base, row in rows("schedule")),
        rules=tuple(rules),
        duties=tuple(duties),
        penalties=tuple(
            Penalty(**base, **{name: row[name] for name in ("eur", "share", "starts", "lower_for_small")})
            for base, row in rows("penalties")
        ),
        small=tuple(Row(**base) for base, _ in rows("small")),
        open=tuple(Row(**base) for base, _ in rows("open")),
    )
    for part in fields(found):
        for row in (
            getattr(found, part.name)
            if part.name not in ("read", "newest", "versions", "sources", "vocabulary")
            else ()
        ):
            if unknown := set(row.source) - set(found.sources):
                raise ValueError(f"{part.name} {row.id}: unknown source {', '.join(sorted(unknown))}")
    return found


@cache
def law() -> Law:
    """The law as the workbook knows it: sources up to `.newest`, put together on `.read`."""
    import yaml

    return read(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def open_points() -> tuple[Row, ...]:
    """What is uncertain or pending, to be shown with every result."""
    return law().open
