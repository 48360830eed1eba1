"""Counts from openly published evals of frontier models: how they behave, with no key and no call.

    for row in published.xstest(): ...      # replies by human label, GPT-4's label and the label of a string match
    for row in published.llmbar(): ...      # pairs a judge got right in either order of the two answers
    for row in published.tau_bench(): ...   # tasks that an agent tried four times
    for row in published.routed(): ...      # questions that a cheap and a dear model got right, by subject

The figures are from 2023 and 2024: show the source (`XSTEST`, `LLMBAR`, `TAU_BENCH`, `ROUTELLM`) and its year beside
each. Nothing of the texts is here.
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    **dict.fromkeys(("XSTEST", "LLMBAR", "PROMPTS", "LABELS", "NO_VERDICT", "GRADERS", "DOUBTFUL"), "judged"),
    **dict.fromkeys(("SUBSETS", "XSTestRow", "LLMBarRow", "Counts", "read_xstest", "read_llmbar"), "judged"),
    **dict.fromkeys(("systems", "judges", "xstest", "llmbar", "holds_back"), "judged"),
    **dict.fromkeys(("ROUTELLM", "BENCHMARKS", "RoutedRow", "read_routed", "routed"), "routed_pairs"),
    **dict.fromkeys(("TAU_BENCH", "TASKS", "TRIALS", "TauTask", "read_tau_bench", "tau_bench"), "repeats"),
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
