"""The world of Meadow, an invented e-bike company: its facts, help-centre pages, questions, replies and labels.

Every loader validates what it reads and raises `ValueError` with the file and line of the first fault. What the files
hold, how they were made and what they are not good for is in `data/README.md`.
"""

from __future__ import annotations

import datetime
import functools
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from helpers import paths

TODAY = datetime.date(2026, 11, 15)  # the date on which the questions are asked
KINDS = ("single", "multi", "ambiguous", "misspelt", "off_topic", "not_answerable", "dangerous")
EXPECTATIONS = ("answer", "say_not_known", "ask_back", "decline", "warn")
SEVERITIES = ("annoying", "costly", "unforgivable")
SPLITS = ("dev", "test")
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


@dataclass(frozen=True)
class Question:
    """A customer's question and what a right reply has to do. `must` and `must_not` are items for `evals.mentions`."""

    id: str
    text: str
    kind: str
    expect: str
    documents: tuple[str, ...]
    shown: tuple[str, ...]
    facts: tuple[str, ...]
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    severity: str
    cluster: str
    split: str
    reference: str


@dataclass(frozen=True)
class Version:
    """One version of the assistant: its prompt, its settings, and what it sees of the pages (none, page, passages)."""

    name: str
    title: str
    date: datetime.date
    changed: str
    system: str
    context: str
    max_tokens: int


@dataclass(frozen=True)
class LabelledReply:
    """A recorded reply of the assistant with its reference label. `by` is `rule` or `readers`."""

    key: str
    question: str
    version: str
    repeat: int
    temperature: float
    text: str
    right: bool
    reason: str
    by: str
    first: bool | None
    second: bool | None
    prompt_tokens: int
    completion_tokens: int
    latency_s: float
    finish: str


class Row(NamedTuple):
    """A line of a JSONL file and where it stands, for messages."""

    where: str
    data: dict[str, Any]


def read_jsonl(path) -> list[Row]:
    """Read a JSONL file. Raises ValueError with file and line where a line is not a JSON object."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        where = f"{path.name}, line {number}"
        try:
            data = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(f"{where}: not JSON ({error.msg} at column {error.colno}).") from error
        if not isinstance(data, dict):
            raise ValueError(f"{where}: a JSON object was expected, got {type(data).__name__}.")
        rows.append(Row(where, data))
    return rows


def _need(where: str, good: bool, text: str) -> None:
    if not good:
        raise ValueError(f"{where}: {text}")


def _date(where: str, value: Any) -> datetime.date | None:
    if value is None or isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"{where}: a date like 2026-09-01 was expected, got {value!r}.") from error


def _build(kind: type, where: str, data: dict[str, Any]) -> Any:
    names = set(kind.__dataclass_fields__)
    _need(where, not (missing := names - set(data)), f"missing {sorted(missing)}.")
    _need(where, not (extra := set(data) - names), f"unknown {sorted(extra)}.")
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    return kind(**values)


@functools.cache
def _facts_file() -> dict[str, Any]:
    return yaml.safe_load((paths.WORLD / "facts.yaml").read_text(encoding="utf-8"))


def facts(as_of: datetime.date | str = TODAY) -> dict[str, Fact]:
    """What is true on a date, by fact id. Raises ValueError before the first version."""
    day, content = _date("as_of", as_of), _facts_file()
    starts = content["company"]["versions"]
    _need("as_of", day >= min(starts.values()), f"nothing is known before {min(starts.values())}, got {day}.")
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
        _need(where, len(parts) == 3 and parts[0] == "", "front matter between two lines of --- was expected.")
        data = yaml.safe_load(parts[1])
        data |= {name: _date(where, data.get(name)) for name in ("valid_from", "valid_to", "reviewed")}
        document = _build(Document, where, data | {"text": parts[2].strip()})
        _need(where, path.stem == document.key, f"the file name does not match {document.key}.")
        _need(
            where, document.split in SPLITS and document.defect in DEFECTS, "split or defect is not one of the known."
        )
        _need(where, set(document.facts) <= set(_facts_file()["facts"]), "names a fact that facts.yaml does not have.")
        found.append(document)
    return tuple(found)


def documents(as_of: datetime.date | str = TODAY) -> list[Document]:
    """The pages that are published on a date. Planted defects are among them, as on a real site."""
    day = _date("as_of", as_of)
    return [
        page for page in all_documents() if page.valid_from <= day and (page.valid_to is None or day <= page.valid_to)
    ]


def document(name: str, as_of: datetime.date | str = TODAY) -> Document:
    """The page with this id that is published on a date. Raises ValueError when there is none."""
    for page in documents(as_of):
        if page.id == name:
            return page
    raise ValueError(f"No page {name!r} is published on {as_of}. Published: {sorted(p.id for p in documents(as_of))}.")


@functools.cache
def _questions() -> tuple[Question, ...]:
    found: dict[str, Question] = {}
    for path in sorted((paths.WORLD / "questions").glob("*.jsonl")):
        for where, data in read_jsonl(path):
            question = _build(Question, where, data)
            _need(where, question.id not in found, f"the id {question.id} is used twice.")
            _need(where, question.kind in KINDS, f"kind {question.kind!r} is not one of {KINDS}.")
            _need(where, question.expect in EXPECTATIONS, f"expect {question.expect!r} is not one of {EXPECTATIONS}.")
            _need(where, question.severity in SEVERITIES, f"severity {question.severity!r} is not one of {SEVERITIES}.")
            _need(where, bool(question.shown), "shown must name at least one page.")
            for name in {*question.documents, *question.shown}:
                page = document(name)
                _need(where, page.split == question.split, f"page {name} is in {page.split}, the question is not.")
            found[question.id] = question
    return tuple(found.values())


def questions(split: str | None = None, kind: str | None = None) -> list[Question]:
    """The customers' questions, in a fixed order. `split` is dev or test; the split is by page, never by question."""
    _need("split", split in (None, *SPLITS), f"one of {SPLITS} was expected, got {split!r}.")
    _need("kind", kind in (None, *KINDS), f"one of {KINDS} was expected, got {kind!r}.")
    return [q for q in _questions() if split in (None, q.split) and kind in (None, q.kind)]


@functools.cache
def versions() -> dict[str, Version]:
    """The versions of the assistant, by name, from `assistant.yaml`."""
    content = yaml.safe_load((paths.WORLD / "assistant.yaml").read_text(encoding="utf-8"))
    return {
        name: _build(Version, f"assistant.yaml, {name}", {"name": name} | entry)
        for name, entry in content["versions"].items()
    }


def paragraphs(question: Question) -> list[str]:
    """The paragraphs of the pages shown for a question, in order, as plain text without headings and marks."""
    found = []
    for page in map(document, question.shown):
        for block in page.text.split("\n\n"):
            lines = [line for line in block.splitlines() if not line.startswith("#") and not set(line) <= set("|-: ")]
            text = "\n".join(line.replace("**", "").strip() for line in lines).strip()
            if text:
                found.append(text)
    return found


@functools.cache
def _passages() -> dict[str, list[int]]:
    """For each question the places of its three nearest paragraphs, chosen once with the bundled embedder."""
    return json.loads((paths.WORLD / "passages.json").read_text(encoding="utf-8"))


def messages(question: Question, version: str) -> list[dict[str, str]]:
    """The messages that a version of the assistant sends to the model for a question."""
    _need("version", version in versions(), f"one of {sorted(versions())} was expected, got {version!r}.")
    chosen = versions()[version]
    user = question.text
    if chosen.context != "none":
        if chosen.context == "page":
            shown = "\n\n".join(f"# {page.title}\n{page.text}" for page in map(document, question.shown))
        else:
            inside = paragraphs(question)
            shown = "\n\n".join(inside[place] for place in _passages()[question.id])
        user = f"Help page:\n{shown}\n\nCustomer's question: {question.text}"
    return [{"role": "system", "content": chosen.system}, {"role": "user", "content": user}]


@functools.cache
def _replies() -> tuple[LabelledReply, ...]:
    from helpers import recordings

    known = {question.id for question in _questions()}
    found = []
    for where, label in read_jsonl(paths.WORLD / "labels.jsonl"):
        recorded = recordings.get(label["key"])
        _need(where, recorded is not None, f"no recorded reply has the key {label['key']}.")
        _need(where, label["question"] in known, f"no question {label['question']}.")
        taken = ("text", "prompt_tokens", "completion_tokens", "latency_s", "finish")
        found.append(_build(LabelledReply, where, label | {name: recorded[name] for name in taken}))
    return tuple(found)


def replies(
    version: str | None = None, *, split: str | None = None, temperature: float | None = None, repeat: int | None = None
) -> list[LabelledReply]:
    """Recorded replies of the bundled model with their reference labels, filtered.

    Args:
        version: a name of `versions()`. split: dev or test. temperature: 0 or 0.7. repeat: 0, 1, 2.
    """
    _need(
        "version",
        version is None or version in versions(),
        f"one of {sorted(versions())} was expected, got {version!r}.",
    )
    _need("split", split in (None, *SPLITS), f"one of {SPLITS} was expected, got {split!r}.")
    inside = {question.id for question in questions(split)}
    return [
        reply
        for reply in _replies()
        if reply.question in inside
        and version in (None, reply.version)
        and temperature in (None, reply.temperature)
        and repeat in (None, reply.repeat)
    ]


def cases(chosen: Iterable[Question]) -> list:
    """Turn questions into `evals.Case` objects: tags are kind and topic of the page, cluster is the page."""
    from helpers.evals import Case

    return [
        Case(
            id=question.id,
            input=question.text,
            expected=question.reference,
            must=question.must,
            must_not=question.must_not,
            tags=(question.kind, question.expect, document(question.cluster).topic),
            cluster=question.cluster,
            severity=question.severity,
        )
        for question in chosen
    ]
