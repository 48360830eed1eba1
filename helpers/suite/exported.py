"""Count in an exported run: lines of one kind, for cases of some severities, with a label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from helpers import answers
from helpers.evals.cases import SEVERITIES

SEVERITY, LABEL = "workbook.case.severity", "gen_ai.evaluation.score.label"


def share_of(lines: Iterable[Mapping[str, Any]], *, event: Any, severities: Any, label: Any) -> Any:
    """Share of the lines with this event name and one of these severities that have the label.

    lines: rows of `Results.to_otel`, as dictionaries. Says what it counted. Returns `...` while one of the three is
    open or there is no such line, so that a notebook that is not filled in runs to its end.
    """
    for name, value in (("event", event), ("severities", severities), ("label", label)):
        if answers.unfinished(value) is not None:
            print(f"`{name}` is open.")
            return ...
    severities = [severities] if isinstance(severities, str) else list(severities)
    unknown = [value for value in severities if value not in SEVERITIES]
    if unknown:
        print(f"There is no severity {unknown[0]!r}; the severities are {', '.join(SEVERITIES)}.")
        return ...
    lines = list(lines)
    of_kind = [line["attributes"] for line in lines if line["event_name"] == event]
    chosen = [found for found in of_kind if found.get(SEVERITY) in severities]
    hits = [found for found in chosen if found.get(LABEL) == label]
    print(f"{len(of_kind)} of {len(lines)} lines have the event name {event!r}.")
    print(f"{len(chosen)} of them are {' or '.join(severities)}, and {len(hits)} of these have the label {label!r}.")
    return len(hits) / len(chosen) if chosen else ...
