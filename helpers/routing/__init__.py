"""Three jobs of Meadow, done by rules, by classic machine learning and by a language model, on the same cases.

lab = routing.begin(train_labels=288)        # what the exercises of lab 01 and their checks refer to
lab.routed("rules").rate()                   # share of test messages that reach the right team, with its interval
lab.difference("rules", "LLM choice")        # paired, customers as clusters
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    "APPROACHES": "data",
    "LLM": "data",
    "Lab": "data",
    "Routed": "routed",
    "begin": "data",
    "current": "data",
    "Rules": "rules",
    "shipped_rules": "rules",
    "is_emergency": "rules",
    "holds": "rules",
    "fit": "classic",
    "learning_curve": "classic",
    "Point": "classic",
    "vectors": "classic",
    "out_of_fold": "classic",
    "small_sets": "small",
    "prompt": "llm_router",
    "read_team": "llm_router",
    "examples": "llm_router",
    "Assumptions": "costs",
    "assumptions": "costs",
    "Bill": "costs",
    "bill": "costs",
    "break_even": "costs",
    "price_of": "costs",
    "Timing": "timing",
    "measure": "timing",
    "RefundCase": "refunds",
    "TOPICS": "refunds",
    "answer_by_rule": "refunds",
    "grade_answer": "refunds",
    "HAND_OVER": "refunds",
    "refund_cases": "refunds",
    "ApologyCase": "apology",
    "PROPERTIES": "properties",
    "SLOTS": "apology",
    "apology_cases": "apology",
    "faults": "properties",
    "filled": "apology",
    "shipped_template": "apology",
    "DRAFTS": "drafts",
    "on_questions": "deskwork",
    "use": "deskwork",
    "NOBODY": "deskwork",
    "emergencies": "deciding",
    "show_ways": "showing",
    "show_minutes": "showing",
    "sentences": "saying",
    "after_tries": "page",
    "Claim": "saying",
    "claims": "saying",
    "OPTIONS": "deciding",
    "bill_difference": "deciding",
    "show_messages": "showing",
    "show_confusions": "showing",
    "show_answers": "showing",
    "show_letters": "showing",
    "show_properties": "showing",
    "show_bills": "showing",
    "show_times": "showing",
    "show_jobs": "showing",
    "rules_of": "showing",
    "curve_figure": "showing",
    "memo": "page",
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
