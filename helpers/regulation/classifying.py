"""Which tier a feature falls into on a given day, by which rule, and what has to be done by when.

Three answers are possible for every rule: it holds, it does not, or the card does not say enough. A card that leaves
open whether a higher tier holds is "uncertain" and comes with the question to ask; it is never silently minimal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from helpers.regulation.act import TODAY, Duty, Rule, day, law
from helpers.regulation.dates import applies_from
from helpers.regulation.describing import NOT_SAID, NOT_YET, Card, as_card, vocabulary

TIERS = ("prohibited", "high", "limited", "minimal")
UNCERTAIN, OUTSIDE = "uncertain", "out of scope"
CANNOT_SAY = "cannot say yet"
# Art. 6(3): what takes a system of Annex III out of "high", as long as it profiles nobody.
FILTER = (
    "narrow procedural step",
    "improves finished human work",
    "finds deviations for a person to review",
    "prepares a human decision",
)
PROVIDER, DEPLOYER, MODEL = "provider", "deployer", "model provider"


@dataclass(frozen=True)
class Due:
    """A duty of this card with the day from which it applies."""

    id: str
    article: str
    who: str
    text: str
    applies_from: date
    certainty: str
    source: tuple[str, ...]


@dataclass(frozen=True)
class Classification:
    """What the rules say of a card on a day.

    tier: the highest that holds, "uncertain" when an open question could raise it, or "out of scope". tiers: all that
    hold. at_least: the highest that is sure. because: one sentence for each rule that decided, the gravest first.
    duties: those of this role that apply on the day; upcoming: those that come later; others: duties of somebody else
    (the supplier, the company that uses it). questions: what the card has to say first. projected: the day is after
    the day on which the law was read, so later changes are not known.
    """

    tier: str
    tiers: tuple[str, ...]
    at_least: str
    articles: tuple[str, ...]
    duties: tuple[Due, ...]
    upcoming: tuple[Due, ...]
    others: tuple[Due, ...]
    because: tuple[str, ...]
    rules: tuple[str, ...]
    role: str
    questions: tuple[str, ...]
    notes: tuple[str, ...]
    certainty: str
    as_of: date
    law: str
    projected: bool


def _holds(conditions: Mapping[str, Iterable[str]], card: Card) -> bool | None:
    """True, False, or None when the card does not say enough."""
    unknown = False
    for field, values in conditions.items():
        if card[field] == NOT_SAID:
            unknown = True
        elif card[field] not in values:
            return False
    return None if unknown else True


def _filtered(card: Card) -> bool | None:
    """Whether Art. 6(3) takes an Annex III system out of "high": one of four tasks, and nobody is profiled."""
    task, profiling = card["task"], card["profiling"]
    if profiling == "yes" or (task != NOT_SAID and task not in FILTER):
        return False
    return None if NOT_SAID in (task, profiling) else True


def _judge(rule: Rule, card: Card) -> tuple[str, tuple[str, ...]]:
    """("hit" | "no" | "filtered" | "open", the questions that would settle it)."""
    held = _holds(rule.when, card)
    for one in rule.unless:
        back = _holds(one, card)
        if back is True:
            held = False
        elif back is None and held is not False:
            held = None
    asked = {field for part in (rule.when, *rule.unless) for field in part if card[field] == NOT_SAID}
    taken_back = any(_holds(one, card) is True for one in rule.unless)
    if held is False and rule.unclear and _holds(rule.unclear, card) is not False and not taken_back:
        return "open", (rule.question,)
    if held is False:
        return "no", ()
    if rule.filter:
        filtered = _filtered(card)
        if filtered is True:
            return "filtered", ()
        if filtered is None:
            held = None
            asked |= {field for field in ("task", "profiling") if card[field] == NOT_SAID}
    if held:
        return "hit", ()
    return "open", tuple(vocabulary()[field].asks for field in card if field in asked)


def _role(card: Card) -> str:
    if NOT_SAID in (card["made"], card["used_by"]):
        return UNCERTAIN
    makes, runs = card["made"] != "bought", card["used_by"] != "our business customers"
    return "provider and deployer" if makes and runs else PROVIDER if makes else DEPLOYER if runs else "neither"


def _said(rule: Rule, card: Card) -> str:
    fields = ", ".join(f"{field.replace('_', ' ')}: {card[field]}" for field in rule.when)
    return f"{rule.article}: {rule.text} The card says {fields}."


def _starts(rule: Rule, card: Card, on: date) -> date:
    """The day from which a rule binds this card; an older system may have another day."""
    key, placed = rule.starts, card["placed_on"]
    if rule.older and isinstance(placed, date) and placed < rule.older["before"]:
        key = rule.older["starts"]
    return applies_from(key, on)


def _reasons(duty: Duty, hits: list[Rule], filtered: list[Rule]) -> list[Rule] | None:
    """The rules that lead to a duty; an empty list for what everybody owes; None when it does not arise."""
    if "always" in duty.after:
        return []
    found = []
    for name in duty.after:
        if name == "filtered":
            found += filtered
        elif name == "annex-iii":
            found += [rule for rule in hits if rule.id.startswith("annex-iii")]
        elif name == "high":
            found += [rule for rule in hits if rule.tier == "high" and rule.id != "annex-i-machinery"]
        else:
            found += [rule for rule in hits if name in (rule.id, rule.tier)]
    return found or None


def _dues(card: Card, hits: list[Rule], filtered: list[Rule], role: str, on: date) -> dict[str, list[Due]]:
    stopped = any(rule.tier == "prohibited" and _starts(rule, card, on) <= on for rule in hits)
    if stopped:  # nothing that is prohibited is made lawful by the duties of another tier
        hits, filtered = [rule for rule in hits if rule.tier == "prohibited"], []
    found: dict[str, list[Due]] = {"duties": [], "upcoming": [], "others": []}
    for duty in law().duties:
        reasons = _reasons(duty, hits, filtered) if duty.stands(on) else None
        if reasons is None or _holds(duty.when, card) is False:
            continue
        by_rule = duty.starts == "rule"
        first = min(_starts(rule, card, on) for rule in reasons) if by_rule else applies_from(duty.starts, on)
        roles = (*duty.who, MODEL) if role == UNCERTAIN else (*role.split(" and "), MODEL)
        ours = [who for who in duty.who if who in roles]
        due = Due(
            duty.id, duty.article, " and ".join(ours or duty.who), duty.text, first, duty.certainty, duty.source
        )  # fmt: skip
        found["others" if not ours else "duties" if first <= on else "upcoming"].append(due)
    for rows in found.values():
        rows.sort(key=lambda due: due.applies_from)
    return found


def classify(card: Card | Mapping[str, Any], as_of: str | date = TODAY) -> Classification:
    """Tier, role and duties of a feature card under the text of the law that is in force on `as_of`.

    The tier is what that text says of the card; `duties` apply on that day and `upcoming` later, by the dates scheduled
    *then*: on 2025-07-01 a high-risk card waits for 2026-08-02, on 2026-11-24 for 2027-12-02. Not legal advice.
    Raises: ValueError for a field or value that is unknown or missing, and for a day before 1 August 2024.
    """
    card, on = as_card(card), day(as_of)
    common = {"as_of": on, "law": law().name(on), "projected": on > law().read}
    if card["market"] == "elsewhere":
        why = "Art. 2(1): neither offered nor used in the EU. Other laws may hold."
        empty: dict[str, Any] = dict.fromkeys(("duties", "upcoming", "others", "rules", "questions", "notes"), ())
        said: dict[str, Any] = {"because": (why,), "role": _role(card), "certainty": "secondary"}
        return Classification(OUTSIDE, (OUTSIDE,), OUTSIDE, ("Art. 2(1)",), **said, **empty, **common)
    judged = [(rule, *_judge(rule, card)) for rule in law().rules if rule.stands(on)]
    hits = [rule for rule, verdict, _ in judged if verdict == "hit"]
    filtered = [rule for rule, verdict, _ in judged if verdict == "filtered"]
    rank = {tier: place for place, tier in enumerate((*TIERS, "none"))}
    at_least = min((rule.tier for rule in hits if rule.tier != "none"), key=rank.__getitem__, default="minimal")
    doubts = [
        (rule, asks) for rule, verdict, asks in judged if verdict == "open" and rank[rule.tier] < rank[at_least]
    ]  # fmt: skip
    questions = [ask for _, asks in doubts for ask in asks]
    if card["market"] == NOT_SAID:
        questions.append(vocabulary()["market"].asks)
    tier = UNCERTAIN if questions else at_least
    role = _role(card)
    if role == UNCERTAIN:
        questions += [vocabulary()[name].asks for name in ("made", "used_by") if card[name] == NOT_SAID]
    ours = (*role.split(" and "), MODEL)
    owed = {name for duty in law().duties for name in duty.after if {*duty.who} & {*ours}}
    hits.sort(key=lambda rule: (rank[rule.tier], rule.tier == "limited" and rule.id not in owed))
    because = [_said(rule, card) for rule in hits]
    because += [
        f"{rule.article} would make it high-risk, but Art. 6(3) takes it out: {card['task']}, and nobody is profiled."
        for rule in filtered
    ]
    because += [f"{rule.article} cannot be settled: {rule.text}" for rule, _ in doubts]
    if not because:
        because = ["No rule holds: no prohibition, nothing of Annex I or III, nothing of Art. 50."]
    notes = []
    for rule in hits:
        first = _starts(rule, card, on)
        if rule.tier == "high" and card["placed_on"] not in (NOT_YET, NOT_SAID) and card["placed_on"] < first:
            notes.append(f"On the market before {first}: bound once its design changes significantly (Art. 111(2)).")
    deciding = [rule for rule in hits if rule.tier == at_least] + filtered
    unsure = tier == UNCERTAIN or any(rule.certainty == UNCERTAIN for rule in deciding)
    return Classification(
        tier=tier,
        tiers=tuple(dict.fromkeys(rule.tier for rule in hits if rule.tier != "none")) or ("minimal",),
        at_least=at_least,
        articles=tuple(dict.fromkeys(rule.article for rule in [*hits, *filtered])),
        because=tuple(because),
        rules=tuple(rule.id for rule in [*hits, *filtered]),
        role=role,
        questions=tuple(dict.fromkeys(questions)),
        notes=tuple(dict.fromkeys(notes)),
        certainty=UNCERTAIN if unsure else "secondary",
        **{name: tuple(rows) for name, rows in _dues(card, hits, filtered, role, on).items()},
        **common,
    )
