"""What module 07 does with a search in front of a model: designs, what they find, what the model makes of it, and costs.

design = retrieving.Design(chunk_words=80, k=3)
found = retrieving.found(design, retrieving.asked())       # per question: hits, recall, whether the answer is in them
said = retrieving.answers(design)                          # the same with the recorded reply, graded and checked
retrieving.ground(said[0].reply.text, said[0].texts)       # claims of a reply, and which of them a passage supports
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    "Design": "designs",
    "SIZES": "designs",
    "TOPS": "designs",
    "MODES": "designs",
    "PAGES": "designs",
    "index": "designs",
    "chunks": "designs",
    "search": "designs",
    "vectors": "vectors",
    "Found": "finding",
    "found": "finding",
    "answerable": "finding",
    "metrics": "finding",
    "Answer": "asking",
    "answers": "asking",
    "asked": "asking",
    "changed": "asking",
    "hunted": "asking",
    "messages": "asking",
    "passed": "asking",
    "share": "asking",
    "recorded": "asking",
    "timed": "asking",
    "ask_alone": "asking",
    "TODAY": "asking",
    "BEFORE": "asking",
    "quadrants": "asking",
    "Claim": "grounding",
    "Grounding": "grounding",
    "ground": "grounding",
    "STATES": "grounding",
    "poisoned_page": "pages",
    "ATTACK": "pages",
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
