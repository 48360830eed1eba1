"""Judges of module 04, the replies that two readers read, and how the judges compare with the readers.

rows = judging.read_replies("test")                    # each with .right, .text, .question, .page, .weight
said = judging.verdicts("phrases", rows)               # True (pass), False (fail), None (unscored) per row
table = judging.confusion([r.right for r in rows], said)
judging.rates(rows, said).tnr                          # an Estimate: pages as clusters, weights if you ask for them
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    "ReadReply": "labels",
    "read_replies": "labels",
    "all_replies": "labels",
    "version_replies": "labels",
    "strata": "labels",
    "Stratum": "labels",
    "VARIANTS": "prompts",
    "prompt": "prompts",
    "verdict_of": "prompts",
    "lenient": "prompts",
    "JUDGES": "judges",
    "verdicts": "judges",
    "draws": "judges",
    "cosines": "judges",
    "few": "judges",
    "said": "judges",
    "refusal": "judges",
    "Confusion": "tables",
    "confusion": "tables",
    "Rates": "tables",
    "rates": "tables",
    "threshold_table": "tables",
    "confusion_figure": "pictures",
    "rates_figure": "pictures",
    "begin": "lab",
    "current": "lab",
    "Lab": "lab",
    "GRID": "lab",
    "VERSIONS": "lab",
    "PROBES": "lab",
    "MODEL": "lab",
    "EIGHT": "showing",
    "eight": "showing",
    "show_eight": "showing",
    "plain_reason": "showing",
    "show_mistakes": "showing",
    "USES": "deciding",
    "memo": "deciding",
    "needed": "deciding",
    "best": "deciding",
    "goal": "deciding",
    "figures": "quoting",
    "named": "quoting",
    "MEASURES": "quoting",
    "estimates": "ways",
    "budget": "spending",
    "labels_needed": "spending",
    "direct_width": "spending",
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
