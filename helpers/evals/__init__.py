"""Evals: cases, graders, a runner, results with intervals, a paired comparison and a release gate.

Names load on first use, so that `from helpers.evals import Case` stays cheap.
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    "match": ("normalise", "mentions", "alternatives", "found"),
    "cases": ("Case", "SEVERITIES", "severity_rank", "load_cases", "save_cases", "case_from"),
    "graders": ("Grade", "exact", "contains", "regex", "json_schema", "similarity", "grader"),
    "llm_judge": ("judge",),
    "calls": ("batched",),
    "runner": ("run",),
    "results": ("Results", "Output", "load_results"),
    "summary": ("Summary",),
    "compare": ("Comparison",),
    "gate": ("GateResult", "GateLine", "RULES"),
    "export": ("to_otel",),
    "inspect_log": ("to_inspect",),
}
_WHERE = {name: module for module, names in _HOME.items() for name in names}
__all__ = sorted(_WHERE)
__getattr__, __dir__ = exports(__name__, _WHERE)
