"""Module 10: the EU AI Act as dated data, feature cards, and the rules that decide. Not legal advice.

regulation.classify(regulation.card("anna"), as_of="2026-11-24")   # tier, duties now and later, the rule that decided
regulation.penalty_cap("transparency", 40_000_000, "SME")          # the most that a fine can be, in EUR
regulation.schedule("2026-11-24")                                  # from which day what binds
regulation.disclosure_faults("chat", "Hi, I am Anna.")             # what a text at first contact lacks

The rows stand in `data/regulation/`. Nothing in them is the wording of the law.
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    **dict.fromkeys(("NOT_LEGAL_ADVICE", "TODAY", "FOUR_DATES", "SOURCES"), "act"),
    **dict.fromkeys(("Law", "Row", "Rule", "Duty", "Penalty", "law", "open_points", "day"), "act"),
    **dict.fromkeys(("Start", "applies_from", "schedule", "starting"), "dates"),
    **dict.fromkeys(("Card", "Field", "NOT_SAID", "changed", "vocabulary"), "describing"),
    **dict.fromkeys(("Feature", "card", "feature", "features", "lesson_features"), "catalogue"),
    **dict.fromkeys(("TIERS", "CANNOT_SAY", "Classification", "Due", "classify"), "classifying"),
    **dict.fromkeys(("INFRINGEMENTS", "SIZES", "Cap", "penalty_cap"), "fines"),
    **dict.fromkeys(("show_feature", "show_features", "show_rule", "show_rules", "show_schedule"), "showing"),
    **dict.fromkeys(("show_four_dates", "show_open", "show_duties", "show_rule_list", "show_grown"), "showing"),
    "timeline_figure": "pictures",
    **dict.fromkeys(("KINDS", "disclosure_faults", "show_disclosures", "DISCLOSURES"), "disclosing"),
    **dict.fromkeys(
        ("Asked", "DateAsked", "asked_model", "asked_dates", "model_figure", "show_dates_asked", "in_words"), "asking"
    ),
    **dict.fromkeys(("Claim", "ERRORS", "claims", "show_claims"), "sourcing"),
    **dict.fromkeys(("Evidence", "evidence", "show_traceability", "show_duties_served", "DUTIES_SERVED"), "tracing"),
    **dict.fromkeys(("Checklist", "checklists", "show_checklists", "matches"), "listing"),
    **dict.fromkeys(("Score", "score", "slips", "show_scores", "asked_tier"), "scoring"),
    **dict.fromkeys(("brief", "keep_brief", "write_brief"), "page"),
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
