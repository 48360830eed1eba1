"""Messages with marked spans of personal data, and how well a redactor finds them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from helpers import paths, stats
from helpers.safety.redaction import KINDS

HOW = ("overlap", "exact")
_HALF = 0.5


class Span(NamedTuple):
    """A marked stretch: kind and offsets. The value stays in the text."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, repr=False)
class RedactionCase:
    """A message and the spans in it that are personal or secret, marked by hand."""

    id: str
    text: str
    spans: tuple[Span, ...]
    language: str
    split: str
    note: str = ""

    def __repr__(self) -> str:
        return f"RedactionCase({self.id!r}, {len(self.spans)} spans)"


class SpanScore(NamedTuple):
    """Found and marked spans of one kind. precision and recall are Estimates, or None with nothing to count."""

    kind: str
    hit: int
    gold: int
    found_right: int
    found: int
    precision: stats.Estimate | None
    recall: stats.Estimate | None
    f1: float | None


def _case(where: str, row: Any) -> RedactionCase:
    if not isinstance(row, Mapping):
        raise ValueError(f"{where}: a line is one JSON object.")
    for name in ("id", "text", "language", "split"):
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise ValueError(f"{where}: {name} is a text that is not empty.")
    if row["split"] not in ("dev", "test"):
        raise ValueError(f"{where}: split is dev or test.")
    spans, last = [], 0
    for given in row.get("spans", []):
        if not isinstance(given, Mapping) or set(given) != {"kind", "start", "end"} or given["kind"] not in KINDS:
            raise ValueError(f"{where}: a span has kind ({', '.join(KINDS)}), start and end.")
        start, end = given["start"], given["end"]
        if not all(isinstance(n, int) for n in (start, end)) or not last <= start < end <= len(row["text"]):
            raise ValueError(f"{where}: spans stand in order, do not overlap, and lie within the text.")
        stretch = row["text"][start:end]
        if stretch != stretch.strip():
            raise ValueError(f"{where}: the span from {start} to {end} begins or ends with a space.")
        spans.append(Span(given["kind"], start, end))
        last = end
    return RedactionCase(row["id"], row["text"], tuple(spans), row["language"], row["split"], row.get("note") or "")


def redaction_set(split: str | None = None, path: str | Path | None = None) -> tuple[RedactionCase, ...]:
    """The messages of `data/redaction/messages.jsonl` with spans marked by hand; all persons in them are invented.

    Raises: ValueError with file and line for the first fault; the message is not quoted.
    """
    if split not in (None, "dev", "test"):
        raise ValueError(f"split is dev or test, got {split!r:.40}.")
    path = Path(path) if path is not None else paths.DATA / "redaction" / "messages.jsonl"
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError:
                raise ValueError(f"{path.name} line {number}: not a JSON object.") from None
            cases.append(_case(f"{path.name} line {number}", row))
    if len({case.id for case in cases}) < len(cases):
        raise ValueError(f"{path.name}: an id stands twice.")
    return tuple(case for case in cases if split in (None, case.split))


def _covered(span: Any, others: Sequence[Any]) -> float:
    inside = sum(max(0, min(span.end, other.end) - max(span.start, other.start)) for other in others)
    return inside / (span.end - span.start)


def _met(span: Any, others: Sequence[Any], how: str) -> bool:
    if how == "exact":
        return any((span.start, span.end) == (other.start, other.end) for other in others)
    return _covered(span, others) >= _HALF


def _score(kind: str, hit: int, gold: int, right: int, found: int) -> SpanScore:
    precision = stats.wilson(right, found) if found else None
    recall = stats.wilson(hit, gold) if gold else None
    f1 = None
    if precision is not None and recall is not None:
        both = precision.value + recall.value
        f1 = 2 * precision.value * recall.value / both if both else 0.0
    return SpanScore(kind, hit, gold, right, found, precision, recall, f1)


def span_scores(
    cases: Iterable[RedactionCase], found: Mapping[str, Sequence[Any]], how: str = "overlap"
) -> dict[str, SpanScore]:
    """Precision, recall and F1 for each kind, and for "all" (any kind against any kind).

    found: findings (or spans) by case id; a case that is not in it counts as nothing found. how: "overlap" counts a
    marked span as hit, and a finding as right, when at least half of its characters are covered by the other side;
    "exact" asks for the same two ends. Intervals are Wilson's and take spans as independent of each other.
    """
    if how not in HOW:
        raise ValueError(f"how is one of {', '.join(HOW)}, got {how!r:.40}.")
    cases = list(cases)
    if unknown := set(found) - {case.id for case in cases}:
        raise ValueError(f"found names {len(unknown)} cases that are not among those to score.")
    scores = {}
    for kind in (*KINDS, "all"):
        hit = gold = right = many = 0
        for case in cases:
            marked = [span for span in case.spans if kind in ("all", span.kind)]
            said = [finding for finding in found.get(case.id, ()) if kind in ("all", finding.kind)]
            gold, many = gold + len(marked), many + len(said)
            hit += sum(_met(span, said, how) for span in marked)
            right += sum(_met(finding, marked, how) for finding in said)
        scores[kind] = _score(kind, hit, gold, right, many)
    return scores
