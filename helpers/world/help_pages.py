"""Facts and help-centre pages of Meadow, as they were on a date."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass
from typing import Any

import yaml

from helpers import paths
from helpers.world.reading import SPLITS, TODAY, build, need, to_date

DEFECTS = (None, "stale", "conflict", "ownerless")


@dataclass(frozen=True)
class Fact:
    """One thing that is true at Meadow from `valid_from` on."""

    id: str
    topic: str
    version: str
    valid_from: datetime.date
    text: str


@dataclass(frozen=True)
class Document:
    """One published page of the help centre. `text` is Markdown; `valid_to` is None while the page is published."""

    id: str
    version: str
    title: str
    topic: str
    owner: str | None
    valid_from: datetime.date
    valid_to: datetime.date | None
    reviewed: datetime.date | None
    split: str
    facts: tuple[str, ...]
    defect: str | None
    text: str

    @property
    def key(self) -> str:
        """Page and version, for instance `refund-window.v2`."""
        return f"{self.id}.{self.version}"


@functools.cache
def _facts_file() -> dict[str, Any]:
    return yaml.safe_load((paths.WORLD / "facts.yaml").read_text(encoding="utf-8"))


def facts(as_of: datetime.date | str = TODAY) -> dict[str, Fact]:
    """What is true on a date, by fact id. Raises ValueError before the first version."""
    day, content = to_date("as_of", as_of), _facts_file()
    starts = content["company"]["versions"]
    need("as_of", day >= min(starts.values()), f"nothing is known before {min(starts.values())}, got {day}.")
    found = {}
    for name, entry in content["facts"].items():
        version = "v2" if "v2" in entry and day >= starts["v2"] else "v1"
        found[name] = Fact(name, entry["topic"], version, starts[version], entry[version])
    return found


@functools.cache
def all_documents() -> tuple[Document, ...]:
    """Every version of every page, sorted by key."""
    found = []
    for path in sorted((paths.WORLD / "documents").glob("*.md")):
        where = f"documents/{path.name}"
        parts = path.read_text(encoding="utf-8").split("---\n", 2)
        need(where, len(parts) == 3 and parts[0] == "", "front matter between two lines of --- was expected.")
        data = yaml.safe_load(parts[1])
        data |= {name: to_date(where, data.get(name)) for name in ("valid_from", "valid_to", "reviewed")}
        document = build(Document, where, data | {"text": parts[2].strip()})
        need(where, path.stem == document.key, f"the file name does not match {document.key}.")
        need(where, document.split in SPLITS and document.defect in DEFECTS, "split or defect is not one of the known.")
        need(where, set(document.facts) <= set(_facts_file()["facts"]), "names a fact that facts.yaml does not have.")
        found.append(document)
    return tuple(found)


def documents(as_of: datetime.date | str = TODAY) -> list[Document]:
    """The pages that are published on a date. Planted defects are among them, as on a real site."""
    day = to_date("as_of", as_of)
    return [
        page for page in all_documents() if page.valid_from <= day and (page.valid_to is None or day <= page.valid_to)
    ]


def document(name: str, as_of: datetime.date | str = TODAY) -> Document:
    """The page with this id that is published on a date. Raises ValueError when there is none."""
    for page in documents(as_of):
        if page.id == name:
            return page
    raise ValueError(f"No page {name!r} is published on {as_of}. Published: {sorted(p.id for p in documents(as_of))}.")
