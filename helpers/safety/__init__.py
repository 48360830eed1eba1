"""Safety for real use: redaction, guards against injection, canaries, a red-team suite, and the line that is drawn.

    clean, found = safety.redact("I am Ana Lopez, ana@mail.example")      # "I am [NAME_1], [EMAIL_1]"
    safety.InjectionGuard().check("Ignore all previous instructions")     # Verdict(flagged=True, …)
    safety.leaks(reply, [canary])                                         # in which form a canary got out

All of it runs in time proportional to the length of the text, offsets count characters of the text that was given, and
no error, repr or finding holds a value that was found.
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    **dict.fromkeys(("KINDS", "Finding", "Vault", "Redacted", "redact", "redact_with_map"), "redaction"),
    **dict.fromkeys(("Span", "RedactionCase", "SpanScore", "redaction_set", "span_scores"), "span_marks"),
    **dict.fromkeys(("RULES", "Rule", "Reason", "Verdict", "InjectionGuard"), "injection"),
    **dict.fromkeys(("EmbeddingGuard",), "learned"),
    **dict.fromkeys(("Spotlit", "spotlight", "WAYS"), "spotlights"),
    **dict.fromkeys(("LEAK_FORMS", "HELD_BACK", "Leak", "Filtered", "canary", "leaks", "filter_output"), "output"),
    **dict.fromkeys(("CATEGORIES", "CHANNELS", "Success", "RedTeamCase", "Outcome"), "suite"),
    **dict.fromkeys(("red_team", "succeeded", "refused"), "suite"),
    **dict.fromkeys(("NEVER", "Line", "severity", "against_line", "upper_bound", "three_over", "cases_needed"), "line"),
    **dict.fromkeys(("Feature", "Audit", "trifecta"), "audit"),
    **dict.fromkeys(("xstest_counts", "expected_cost", "cheapest", "break_even", "break_even_interval"), "money"),
    **dict.fromkeys(("GuardCost", "guard_cost"), "money"),
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
