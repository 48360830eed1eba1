"""What module 02 does with conversations that somebody read: cards, counts, agreement, fixes, an audit, eval cases.

study = coding.begin(to_read=12)      # what the lab and its checks refer to
study.first_faults()                  # shares with intervals that count pages
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    "card": "cards",
    "ENOUGH": "study",
    "FIRST_FAULTS": "study",
    "Study": "study",
    "begin": "study",
    "current": "study",
    "by_kind": "study",
    "may_look": "study",
    "Agreement": "agreement",
    "agreements": "agreement",
    "agreement_table": "agreement",
    "compare": "agreement",
    "disputed": "agreement",
    "paradoxes": "agreement",
    "change_table": "audit",
    "changes": "audit",
    "find": "audit",
    "page_table": "audit",
    "shown_in": "audit",
    "FIXES": "fixes",
    "Gain": "fixes",
    "fix_table": "fixes",
    "gains": "fixes",
    "order_of_fixes": "fixes",
    "together": "fixes",
    "case": "cases",
    "candidates": "cases",
    "candidate_table": "cases",
    "keep": "cases",
    "kept": "cases",
    "tried": "cases",
    "claims": "claims",
    "first_and_any": "pictures",
    "guess_beside": "pictures",
    "words_in_common": "notes",
    "words_of_message": "notes",
    "compare_with_readers": "notes",
    "followups": "trial",
    "one_page": "page",
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
