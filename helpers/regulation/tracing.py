"""Which evidence of this workbook serves which duty of the Act, from the learner's own decisions if there are any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

YOURS, NOT_YET = "yours", "not yet"


@dataclass(frozen=True)
class Served:
    """A duty, what it wants in a sentence, and per module what the lab there gives as evidence for it."""

    article: str
    wants: str
    modules: dict[str, str]


# The pairing is our own judgement. Where two modules serve a duty, both are right answers.
DUTIES_SERVED = (
    Served(
        "Art. 9",
        "risks known, tested against thresholds that were set before",
        {
            "03": "the release gate, written before the run",
            "09": "the safety line, the red-team suite and the safety case",
        },
    ),
    Served(
        "Art. 10",
        "data examined for origin, gaps and errors of labels",
        {"02": "the audit of the data and their labels", "04": "agreement of the labels that judge the product"},
    ),
    Served(
        "Art. 12",
        "events recorded, so that one can see later what happened",
        {"11": "the ledger of the agent: who did what, and what was undone"},
    ),
    Served(
        "Art. 14",
        "people can understand, overrule and stop it",
        {"06": "what the product does when it is unsure", "11": "approvals, stop button and the autonomy matrix"},
    ),
    Served(
        "Art. 15",
        "accuracy declared with its error, robust, secure against attack",
        {
            "03": "the pass rate with its interval",
            "04": "the judge, corrected for its errors",
            "09": "attack success by category with intervals",
        },
    ),
    Served("Art. 26", "used as instructed, watched, stopped when it endangers", {"11": "who approves, who stops it"}),
    Served("Art. 50", "said at the first contact that it is an AI", {"10": "the three texts of this lab"}),
)


@dataclass(frozen=True)
class Evidence:
    """One line of the traceability table. kind: "yours" (a decision of the learner) or "not yet"."""

    article: str
    wants: str
    module: str
    what: str
    kind: str
    shown: str


def _decided() -> dict[str, list[dict[str, Any]]]:
    """The learner's decisions by module number; empty while there are none or the store does not answer."""
    from helpers import keeping

    rows = keeping.with_store(lambda store: store.decisions()) or []
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(str(row["name"]).split(".")[0], []).append(row)
    for name, value in keeping.state.decisions.items():
        listed = found.setdefault(name.split(".")[0], [])
        if all(row["name"] != name for row in listed):
            listed.append({"name": name, "value": value, "run_id": value.get("run_id")})
    return found


def _in_short(row: dict[str, Any], longest: int = 0) -> str:
    value = row["value"]
    choice = value.get("choice")
    text = choice if isinstance(choice, str) else ", ".join(map(str, choice)) if isinstance(choice, list) else "decided"
    why = " ".join(str(value.get("why", "")).split())
    why = why if not longest or len(why) <= longest else why[: longest - 1] + "…"
    run = f" (run {row['run_id']})" if row.get("run_id") else ""
    return f"{row['name']}: {text}{run}. {why}"


def _texts(texts: Any) -> str:
    """What exercise 10.6 accepted, as evidence; empty when the texts are open or lack something."""
    from helpers import own

    return "10.6: three texts that have every property it looks for." if own.own("10.6", texts) else ""


def evidence(texts: Any = ..., *, longest: int = 0) -> tuple[Evidence, ...]:
    """Every duty with every module that serves it: the learner's own decision, or which lab would give one.

    texts: the answer of 10.6, which is the evidence for Art. 50; longest: letters of a reason (0: whole).
    """
    own, rows = _decided(), []
    for duty in DUTIES_SERVED:
        for module, what in duty.modules.items():
            if duty.article == "Art. 50":
                found, missing = _texts(texts), "not yet: section 6 of this lab"
            else:
                found, missing = (
                    " ".join(_in_short(row, longest) for row in own.get(module, [])),
                    f"not yet: do lab {module}",
                )
            kind = YOURS if found else NOT_YET
            rows.append(Evidence(duty.article, duty.wants, module, what, kind, found or missing))
    return tuple(rows)


def show_duties_served() -> Any:
    """The duties and what they want, without the modules that serve them."""
    from helpers import cards

    rows = [(duty.article, duty.wants) for duty in DUTIES_SERVED]
    return cards.table(["duty", "what it wants"], rows, "Seven duties")


def show_traceability(texts: Any = ...) -> Any:
    """The traceability table: duty, evidence, and what the learner has of it. texts: the answer of 10.6."""
    from helpers import cards

    found = evidence(texts, longest=160)
    rows = [(row.article, row.wants, row.module, row.what, row.shown) for row in found]
    yours = sum(row.kind == YOURS for row in found)
    head = ["duty", "what it wants", "lab", "evidence", "yours"]
    return cards.table(head, rows, f"From duty to evidence: {yours} of {len(rows)} lines rest on something of yours")
