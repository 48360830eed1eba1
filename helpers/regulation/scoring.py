"""How a classification by hand compares with the rules; a prohibited feature called minimal is counted apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helpers.regulation.catalogue import feature, features
from helpers.regulation.classifying import CANNOT_SAY, TIERS, classify


@dataclass(frozen=True)
class Score:
    """right and wrong are ids; unforgivable: prohibited called minimal; low, high: too lenient, too strict."""

    right: tuple[str, ...]
    wrong: tuple[str, ...]
    unforgivable: tuple[str, ...]
    low: tuple[str, ...]
    high: tuple[str, ...]


def asked_tier(id: str) -> str:
    """The tier of a feature as a learner writes it: "uncertain" is "cannot say yet"."""
    found = classify(feature(id)).tier
    return CANNOT_SAY if found == "uncertain" else found


def score(answers: Mapping[str, str]) -> Score:
    """Compare tiers by feature id with the rules. Raises ValueError for an unknown id or tier."""
    rank = {tier: place for place, tier in enumerate(TIERS)}
    lists: dict[str, list[str]] = {name: [] for name in ("right", "wrong", "unforgivable", "low", "high")}
    for id, said in answers.items():
        if said not in (*TIERS, CANNOT_SAY):
            raise ValueError(f"{id}: a tier is one of {', '.join((*TIERS, CANNOT_SAY))}; got {said!r}")
        true = asked_tier(id)
        if said == CANNOT_SAY and classify(feature(id)).certainty == "uncertain":
            true = CANNOT_SAY  # the rule itself is disputed: whoever asks counsel first is right as well
        lists["right" if said == true else "wrong"].append(id)
        if said != true and said in rank and true in rank:
            lists["low" if rank[said] > rank[true] else "high"].append(id)
        if (true, said) == ("prohibited", "minimal"):
            lists["unforgivable"].append(id)
    return Score(**{name: tuple(ids) for name, ids in lists.items()})


def slips(tiers: object) -> int | str:
    """How many prohibited features the learner's own tiers call minimal; "10.1 open" while there are none to count."""
    if not isinstance(tiers, Mapping) or not all(isinstance(said, str) for said in tiers.values()):
        return "10.1 open"
    if not {found.id for found in features(workshop=True)} <= set(tiers) or set(tiers.values()) == {"limited"}:
        return "10.1 open"  # incomplete, or the form of the page as it came
    try:
        return len(score(tiers).unforgivable)
    except ValueError:  # an unknown name or word: not an answer yet
        return "10.1 open"


def show_scores(answers: Mapping[str, str]) -> Any:
    """Each feature with the tier of the answer, that of the rules, and the reason written by hand."""
    from helpers import cards

    rows = []
    for id, said in answers.items():
        found, true = feature(id), asked_tier(id)
        rows.append((found.name, said, true, found.reasons if said != true else "agrees"))
    counted = score(answers)
    return cards.table(
        ["feature", "you", "the rules", "why"],
        rows,
        f"{len(counted.right)} of {len(answers)} right, {len(counted.unforgivable)} prohibited called minimal",
    )
