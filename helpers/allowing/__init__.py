"""Lab 11: what an agent may do alone, when it asks, and what its questions must show.

lab = allowing.begin(seed=11)
allowing.show_policies(lab.plain(), "Four policies")        # the shipped ones on the dev tasks
lab.run(lab.read(text)).figure("attack_success")            # a policy of one's own
lab.look(text)                                              # the test tasks, once
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    **dict.fromkeys(("model_cases", "run_model"), "modelled"),
    **dict.fromkeys(("Lab", "begin", "current", "reference_text", "starter_text", "SHIPPED", "EVERYTHING"), "lab"),
    **dict.fromkeys(("Action", "Sheet", "sheet", "show_actions"), "actions"),
    **dict.fromkeys(("render", "show_facts"), "confirming"),
    **dict.fromkeys(("Shift", "catch", "shift", "holds"), "shifts"),
    **dict.fromkeys(
        ("show_policies", "show_kinds", "pareto_figure", "show_trace", "show_shifts", "shift_figure"), "showing"
    ),
    **dict.fromkeys(("show_tau", "show_keys", "show_broken", "show_model", "model_text", "percent"), "showing"),
    **dict.fromkeys(("leak_run", "leak_answer", "letters", "beaten", "left_over", "tau_answer"), "questions"),
    **dict.fromkeys(("tired_answer", "PASSED", "CLOSE", "TAU", "CLAIMS", "FIELD_WORDS"), "questions"),
    **dict.fromkeys(("show_trial", "warnings_text", "show_matrix", "in_words", "figures", "policy_page"), "page"),
    **dict.fromkeys(("show_reference", "show_planted", "looks_text"), "page"),
    "levels_of": "samples",
    "with_reference": "shifts",
    **dict.fromkeys(("options", "reference_why"), "reasons"),
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
