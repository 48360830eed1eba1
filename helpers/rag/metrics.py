"""Retrieval measures from ir-measures, with intervals over queries or clusters of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.stats import Estimate

MEASURES = ("R@5", "RR@10", "nDCG@10")


@dataclass(frozen=True)
class Retrieval:
    """What a run is worth. `by_query`: measure -> query -> value. `missing`: queries without a result; they count 0."""

    by_query: Mapping[str, Mapping[str, float]]
    missing: tuple[str, ...]

    def mean(self, measure: str, clusters: Mapping[str, str] | None = None) -> Estimate:
        """The mean over queries with its interval. clusters: query -> cluster, where queries hang together."""
        from helpers import stats

        if measure not in self.by_query:
            raise ValueError(f"measured were {', '.join(self.by_query)}; got {measure!r}")
        values = self.by_query[measure]
        groups = [clusters[query] for query in values] if clusters else None
        return stats.mean_interval(list(values.values()), groups)


def retrieval_metrics(
    run: Mapping[str, Mapping[str, float] | Sequence[str]],
    qrels: Mapping[str, Mapping[str, int]],
    measures: Sequence[str] = MEASURES,
) -> Retrieval:
    """Measure a run against judgements.

    run: query -> {document: score}, or query -> documents, best first. qrels: query -> {document: relevance}, 0 or
    more; a document that is not named is not relevant. measures: names of ir-measures, such as "R@5" (recall at 5),
    "P@5", "RR@10" (reciprocal rank), "AP", "nDCG@10" (linear gain: the relevance itself; log2 discount).
    Every query of `qrels` counts; one that the run lacks counts as 0. Queries that only the run has are refused.
    Raises: ValueError for an unknown measure, empty qrels, a query with no relevant document, a negative relevance.
    """
    import ir_measures

    if not qrels:
        raise ValueError("qrels is empty: there is nothing to measure against")
    if unknown := set(run) - set(qrels):
        raise ValueError(f"the run has queries without judgements: {', '.join(sorted(unknown)[:5])}")
    for query, judged in qrels.items():
        if any(value < 0 for value in judged.values()):
            raise ValueError(f"query {query}: a relevance is negative")
        if not any(judged.values()):
            raise ValueError(f"query {query} has no relevant document: recall is not defined; leave it out and say so")
    chosen = []
    for name in measures:
        if "exp-log2" in name:
            raise ValueError("nDCG with exponential gain needs Perl in ir-measures; use the linear one")
        try:
            chosen.append(ir_measures.parse_measure(name))
        except (NameError, ValueError, SyntaxError) as error:
            raise ValueError(f"ir-measures knows no measure {name!r}: {error}") from error
    scored = {query: _scores(found) for query, found in run.items() if len(found)}
    values: dict[str, dict[str, float]] = {name: dict.fromkeys(qrels, 0.0) for name in measures}
    named = {str(measure): name for measure, name in zip(chosen, measures, strict=True)}
    if scored:
        judged = {query: dict(rows) for query, rows in qrels.items()}
        for metric in ir_measures.iter_calc(chosen, judged, scored):
            values[named[str(metric.measure)]][metric.query_id] = float(metric.value)
    return Retrieval(values, tuple(sorted(set(qrels) - set(scored))))


def _scores(found: Mapping[str, float] | Sequence[str]) -> dict[str, float]:
    """Scores as ir-measures wants them. A ranking becomes falling scores, so that ties cannot reorder it."""
    if isinstance(found, Mapping):
        return {name: float(score) for name, score in found.items()}
    if len(set(found)) != len(found):
        raise ValueError("a ranking holds a document twice; keep its best place only")
    return {name: float(len(found) - place) for place, name in enumerate(found)}
