"""What module 07 shows of a corpus: a map of it, a page cut into chunks, four boxes, scores around a threshold.

atlas = corpus.Atlas(index)                                   # index: helpers.rag.Index
picture, words = atlas.picture("When is my refund here?")     # for widgets.explore, or plots.show(picture, alt=words)
picture, words = corpus.cut_picture(page, size=80, overlap=20, mark="14 days")
"""

from __future__ import annotations

from helpers.lazily import exports

_HOME = {
    "Atlas": "atlas",
    "ASKED": "examples",
    "BASE": "examples",
    "OWN": "examples",
    "PLACED": "examples",
    "REMOVED": "examples",
    "SENTENCES": "examples",
    "cut_picture": "cutting",
    "boxes_figure": "boxes",
    "scores_figure": "scores",
    "cosine_figure": "scores",
    "places_figure": "scores",
    "unread": "cutting",
    "unread_figure": "cutting",
    "tokens": "cutting",
    "whole": "cutting",
    "whole_words": "words",
    "hits_table": "showing",
    "records_table": "showing",
    "ranking_table": "showing",
    "passage": "showing",
}
__all__ = sorted(_HOME)
__getattr__, __dir__ = exports(__name__, _HOME)
