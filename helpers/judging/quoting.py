"""Which figures of the lab belong to which judge, and which judges and measures a sentence speaks of."""

from __future__ import annotations

import re

from helpers.judging.lab import MODEL, Lab
from helpers.judging.tables import confusion

READERS, ALWAYS = "readers", "fails everything"
# measure: the words that point to it
MEASURES = {
    "TPR": r"\btpr\b|true positive|\bright\b|\bgood\b|\bcorrect (?:replies|ones|answers)\b",
    "TNR": r"\btnr\b|true negative|\bwrong\b|\bfails?\b|\breject|\bbad\b|\bcatch",
    "corrected pass rate": r"\bcorrect",
    "pass rate before the correction": r"\bpass",
    "share that the order changes": r"\border|\bswap|\bsame verdict|\bchang",
    "share that the length changes": r"\blength|\bpadd|\bfriendly|\blonger|\bchang",
    "agreement": r"\bagree",
    "share that is not scored": r"\bscored?\b|\bunscored|\blost\b|\bparse",
    "agreement of five draws": r"\bdraw|\brepeat|\bfive\b|\btemperature",
}
_NAMES = {"phrases": r"\bphrases?\b", "similarity": r"\bsimilarity\b", MODEL: r"\bbundled\b|\bmodel\b"}


def names_of(judge: str) -> str:
    """A pattern for the ways to write a judge's name (of a hosted one also the part behind the last slash)."""
    return _NAMES.get(judge) or "|".join(re.escape(name.lower()) for name in {judge, judge.rsplit("/", 1)[-1]})


def named(lab: Lab, text: str) -> list[str]:
    """The judges that a text names, in the order of `lab.names`."""
    return [judge for judge in lab.names if re.search(names_of(judge), text.lower())]


def _ends(one) -> list[float]:
    return [one.value, one.low, one.high]


def figures(lab: Lab) -> dict[str, dict[str, list[float]]]:
    """Every percentage that the lab shows: {judge: {measure: [percent, …]}}, with the ends of the intervals.

    "readers" holds what readers and rule say alone, "fails everything" the agreement of the judge that does so.
    """
    from helpers import stats

    found: dict[str, dict[str, list[float]]] = {}
    for judge in lab.names:
        plain, weighted, fixed = lab.rates(judge), lab.rates(judge, weighted=True), lab.corrected(judge)
        table, (lost, given) = lab.table(judge), lab.lost(judge)
        mine = found.setdefault(judge, {name: [] for name in MEASURES})
        for name, two in (("TPR", (plain.tpr, weighted.tpr)), ("TNR", (plain.tnr, weighted.tnr))):
            for one in two:
                mine[name] += [*_ends(one), 1 - one.value]
        mine["corrected pass rate"] += [] if isinstance(fixed, str) else _ends(fixed)
        mine["pass rate before the correction"] += [*_ends(lab.passed(judge)), *lab.pass_range(judge)]
        mine["agreement"] += _ends(stats.wilson(table.right_pass + table.wrong_fail, table.scored))
        mine["share that is not scored"] += [table.unscored / (table.scored + table.unscored), lost / given]
    both = lab.phrases_everywhere()
    found["phrases"]["TPR"] += [*_ends(both.tpr), 1 - both.tpr.value]
    for judge, one in lab.changed_by_length().items():
        found[judge]["share that the length changes"] += _ends(one)
    probed, order, free = found[lab.probed], lab.changed("swapped"), lab.free_table()
    probed["share that the order changes"] += [*_ends(order), 1 - order.value]
    probed["share that is not scored"].append(free.unscored / (free.scored + free.unscored))
    probed["agreement of five draws"] += _ends(stats.all_agree(lab.draws()))
    rows = lab.rows()
    none = confusion([row.right for row in rows], [False] * len(rows))
    found[READERS] = {"corrected pass rate": _ends(lab.labels_only())}
    found[ALWAYS] = {"agreement": _ends(stats.wilson(none.wrong_fail, none.scored))}
    return {
        judge: {name: [100 * value for value in values] for name, values in measures.items()}
        for judge, measures in found.items()
    }
