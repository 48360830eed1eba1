"""Intervals, comparisons and tests for evals. Each name loads its own small module on first use.

from helpers import stats
print(stats.wilson(17, 20))   # 85 % (64 to 95 %), n = 20
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOME = {
    "Estimate": "estimate",
    "wilson": "proportion",
    "clopper_pearson": "proportion",
    "rule_of_three": "proportion",
    "two_proportions": "proportion",
    "wald": "proportion",
    "mean_interval": "mean",
    "design_effect": "mean",
    "bootstrap": "mean",
    "paired_difference": "paired",
    "unpaired_difference": "paired",
    "newcombe_paired": "paired",
    "mcnemar": "paired",
    "sample_size": "power",
    "power_of": "power",
    "detectable_difference": "power",
    "any_false_alarm": "multiple",
    "holm": "multiple",
    "benjamini_hochberg": "multiple",
    "pass_at_k": "repeats",
    "pass_hat_k": "repeats",
    "flip_rate": "repeats",
    "observed_flip_rate": "repeats",
    "majority_vote": "repeats",
    "all_agree": "repeats",
    "judge_rates": "agreement",
    "kappa": "agreement",
    "gwet_ac1": "agreement",
    "krippendorff_alpha": "agreement",
    "corrected_rate": "judge",
    "corrected_share": "judge",
    "weighted_share": "weighted",
    "ppi": "judge",
    "ppi_lambda": "judge",
    "stratified_rate": "stratified",
    "sample_ratio_mismatch": "ab",
    "cuped": "ab",
    "peeking_error": "sequential",
    "group_sequential": "sequential",
    "msprt": "sequential",
    "confidence_sequence": "sequential",
    "psi": "drift",
    "brier": "calibration",
    "ece": "calibration",
    "ece_if_perfect": "calibration",
    "aurc": "calibration",
    "risk_coverage": "calibration",
    "threshold_with_guarantee": "calibration",
    "percentile_interval": "latency",
    "values_needed": "latency",
    "chance_unseen": "latency",
    "fan_out": "latency",
}

__all__ = list(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"helpers.stats has no {name!r}; it has {', '.join(sorted(_HOME))}")
    found = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
