"""Voluntary checklists beside the law: the NIST AI RMF with its profile for generative AI, and two OWASP lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from helpers import paths


@dataclass(frozen=True)
class Checklist:
    """A published list: its name, source, certainty, and a question of ours for each entry."""

    id: str
    name: str
    source: str
    certainty: str
    items: Mapping[str, str]


@dataclass(frozen=True)
class Match:
    """A finding of this workbook, the OWASP entries that name it, and the NIST risk it belongs to (our judgement)."""

    id: str
    text: str
    owasp: tuple[str, ...] = field(repr=False)
    nist: str = field(repr=False)


@cache
def _read() -> tuple[tuple[Checklist, ...], tuple[Match, ...]]:
    import yaml

    data = yaml.safe_load((paths.DATA / "regulation" / "checklists.yaml").read_text(encoding="utf-8"))
    lists = tuple(Checklist(id=name, **row) for name, row in data["lists"].items())
    named = {item for found in lists for item in found.items}
    codes = {item.split()[0] for item in named}
    matches = tuple(Match(row["id"], row["text"], tuple(row["owasp"]), row["nist"]) for row in data["findings"])
    for match in matches:
        if match.nist not in named or not set(match.owasp) <= codes:
            raise ValueError(f"finding {match.id} names an entry that is in no list")
    return lists, matches


def checklists() -> tuple[Checklist, ...]:
    """The four lists, in the order of the file."""
    return _read()[0]


def matches() -> tuple[Match, ...]:
    """Findings of this workbook with the entries they belong to."""
    return _read()[1]


def show_checklists(*names: str) -> Any:
    """Lists side by side, one entry a row with our question; `names` are ids of lists (default: all four).

    Raises: ValueError for an unknown id.
    """
    from helpers import cards

    known = {found.id: found for found in checklists()}
    if unknown := [name for name in names if name not in known]:
        raise ValueError(f"no list is called {unknown[0]!r}; there are {', '.join(known)}")
    chosen = [known[name] for name in names] or list(known.values())
    rows = []
    for place in range(max(len(found.items) for found in chosen)):
        entries = [list(found.items.items())[place : place + 1] for found in chosen]
        rows.append([f"{entry[0][0]}: {entry[0][1]}" if entry else "" for entry in entries])
    sources = "; ".join(f"{found.name}: {found.certainty}" for found in chosen)
    return cards.table([found.name for found in chosen], rows, f"Voluntary lists side by side ({sources})")
