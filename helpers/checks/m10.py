"""Checks of lab 10: tiers (10.1, 10.2), roles (10.3). The others stand in the modules beside this one."""

from __future__ import annotations

from helpers import regulation
from helpers.check import Hint, Right, exercise
from helpers.checks import m10_dates, m10_deciding, m10_reading  # noqa: F401  (they register their exercises)
from helpers.checks.m10_forms import untouched

TIERS = (*regulation.TIERS, regulation.CANNOT_SAY)
FIRST = tuple(found.id for found in regulation.features(workshop=True))
TWINS = ("rota", "cv-table", "cv-rank", "angry", "hub-camera", "lock")
ROLES = ("provider", "deployer", "provider and deployer")
ASKED_ROLES = ("anna", "deepfake-ad", "health", "code")
ENOUGH = 10


def form_of(answer: dict, ids: tuple[str, ...], words: tuple[str, ...], what: str) -> Hint | None:
    """A hint of form: an id that is missing or unknown, or a word that is none of those asked for."""
    if unknown := [id for id in answer if id not in ids]:
        return Hint(f"{unknown[0]!r} is none of the names asked for: {', '.join(ids)}.", id="unknown name", form=True)
    if missing := [id for id in ids if id not in answer]:
        return Hint(f"The answer lacks {', '.join(missing)}.", id="incomplete", form=True)
    if odd := [id for id in ids if answer[id] not in words]:
        text = f"{odd[0]}: {what} is one of {', '.join(map(repr, words))}; you wrote {answer[odd[0]]!r}."
        return Hint(text, id="no word", form=True)
    return None


def _reference_tiers(ids: tuple[str, ...]) -> dict[str, str]:
    return {id: regulation.asked_tier(id) for id in ids}


def _name(id: str) -> str:
    return regulation.feature(id).name


def _stopped(answer: dict[str, str]) -> Hint | None:
    """A prohibited feature that was put elsewhere; a disputed rule may be left to counsel."""
    missed = [id for id in regulation.score(answer).wrong if regulation.asked_tier(id) == "prohibited"]
    if not missed:
        return None
    first = regulation.feature(missed[0])
    return Hint(
        f"{len(missed)} of the features that you do not call prohibited "
        f"{'is' if len(missed) == 1 else 'are'} prohibited. A notice or a list of duties does not make it lawful: "
        "it has to stop.",
        f"Read again: {', '.join(map(_name, missed))}. Which of the prohibitions speaks of that?",
        f"{first.name}: {first.reasons}",
        id="prohibited called otherwise",
    )


def _unforgivable(ids: tuple[str, ...]) -> Hint:
    first = regulation.feature(ids[0])
    few = "A feature that you call minimal is" if len(ids) == 1 else f"{len(ids)} features that you call minimal are"
    return Hint(
        f"{few} prohibited. That is the one mistake that nothing makes up for: go through the prohibitions for "
        "each feature that you call minimal.",
        f"Read again: {', '.join(map(_name, ids))}. Which of the prohibitions speaks of that?",
        f"{first.name}: {first.reasons}",
        id="prohibited called minimal",
    )


def _which_way(found: regulation.Score) -> str:
    if len(found.low) > len(found.high):
        return "Most of your wrong answers are too lenient."
    if len(found.high) > len(found.low):
        return "Most of your wrong answers are too strict: some things near a rule are left out by it."
    return "Some are too lenient, some too strict."


@exercise(
    "10.1",
    title="Twelve tiers",
    expects=dict,
    form="a dictionary with a tier for each of the twelve names",
    reference=lambda: _reference_tiers(FIRST),
)
def twelve(answer):
    """At least ten of twelve as the rules decide, and no prohibited feature called anything else."""
    if hint := form_of(answer, FIRST, TIERS, "a tier") or untouched("10.1", answer):
        return hint
    found = regulation.score(answer)
    if found.unforgivable:
        return _unforgivable(found.unforgivable)
    if hint := _stopped(answer):
        return hint
    if len(found.right) < ENOUGH:
        first = regulation.feature(found.wrong[0])
        return Hint(
            f"{len(found.right)} of {len(FIRST)} agree with the rules; {ENOUGH} are asked for. {_which_way(found)}",
            f"Not as the rules decide: {', '.join(map(_name, found.wrong))}. Look each one up in the list of rules, "
            "also for what a rule leaves out.",
            f"{first.name}: {first.reasons}",
            id="too few",
        )
    rest = f" Not so: {', '.join(map(_name, found.wrong))}; the next table says why." if found.wrong else ""
    disputed = " Theft risk is disputed: “cannot say yet” and “prohibited” both count as right."
    return Right(
        f"{len(found.right)} of {len(FIRST)} agree with the rules, and everything prohibited is stopped."
        f"{rest}{disputed}"
    )


@exercise(
    "10.2",
    title="Six more, with twins",
    expects=dict,
    form="a dictionary with a tier for each of the six names",
    reference=lambda: _reference_tiers(TWINS),
)
def twins(answer):
    """At least five of six, both tools for applications among them; what the card does not say is not guessed."""
    if hint := form_of(answer, TWINS, TIERS, "a tier") or untouched("10.2", answer):
        return hint
    found = regulation.score(answer)
    if answer["lock"] != regulation.CANNOT_SAY:
        return Hint(
            "One of the six cannot be settled from what is written. Where does the rule depend on a fact that nobody "
            "has looked up?",
            f"{_name('lock')}: which fact does Art. 6(1) ask for besides the safety function, and does the card say "
            f"it?",
            f"{_name('lock')}: {regulation.feature('lock').reasons}",
            id="guessed",
        )
    if pair := [id for id in ("cv-table", "cv-rank") if id not in found.right]:
        return Hint(
            "The two tools for applications: "
            f"{'one is' if len(pair) == 1 else 'both are'} not where the rules put them. What does each say of "
            "a person?",
            "Art. 6(3) takes modest tasks out of Annex III, and never where people are profiled. Which of the two "
            "rates somebody?",
            f"{_name(pair[0])}: {regulation.feature(pair[0]).reasons}",
            id="tools for applications",
        )
    if len(found.right) < len(TWINS) - 1:
        first = regulation.feature(found.wrong[0])
        return Hint(
            f"{len(found.right)} of {len(TWINS)} agree with the rules; five are asked for. {_which_way(found)}",
            f"Not as the rules decide: {', '.join(map(_name, found.wrong))}. Each has a near twin among the features "
            f"of "
            "this lab: what is different?",
            f"{first.name}: {first.reasons}",
            id="too few",
        )
    missed = f" Not so: {', '.join(map(_name, found.wrong))}; the next table says why." if found.wrong else ""
    return Right(
        f"{len(found.right)} of {len(TWINS)}.{missed} The two tools for applications differ in one thing: is a person "
        "rated? Art. 6(3) helps the table and never the ranking."
    )


@exercise(
    "10.3",
    title="Which role",
    expects=dict,
    form="a dictionary with a role for each of the four names",
    reference=lambda: {id: regulation.classify(regulation.feature(id)).role for id in ASKED_ROLES},
)
def roles(answer):
    """Provider, deployer or both, by whose name is on it and who runs it."""
    same = {"deployer and provider": ROLES[2], "both": ROLES[2]}
    answer = {id: same.get(said, said) if isinstance(said, str) else said for id, said in answer.items()}
    if hint := form_of(answer, ASKED_ROLES, ROLES, "a role") or untouched("10.3", answer):
        return hint
    true = {id: regulation.classify(regulation.feature(id)).role for id in ASKED_ROLES}
    wrong = [id for id in ASKED_ROLES if answer[id] != true[id]]
    if not wrong:
        return Right(
            "Calling the model of another company does not make that company the provider of Meadow's chat: the "
            "system, "
            "the prompt and the name are Meadow's, so Art. 50(1) and (2) are Meadow's duties."
        )
    if answer["anna"] == "deployer":
        return Hint(
            f"{_name('anna')}: the model comes by an API. Who makes the system around it, and whose name is on it?",
            "A provider develops a system (or has it developed) and puts it into service under its own name. That "
            "holds for "
            "the system, whoever made the model.",
            "Meadow makes the chat and runs it: provider and deployer.",
            id="only an API",
        )
    questions = {
        "anna": "Meadow also runs the chat for its own customers. What is somebody who uses a system under its "
        "authority?",
        "deepfake-ad": "Whose tool is it, and who only uses it?",
        "health": "Who makes and sells the model, and who runs it on its members?",
        "code": "Was the assistant made or bought?",
    }
    return Hint(
        f"{len(wrong)} of {len(ASKED_ROLES)} differ. Ask twice for each: who makes it under its own name, and who "
        f"uses it?",
        f"{_name(wrong[0])}: {questions[wrong[0]]}",
        f"{_name(wrong[0])}: {true[wrong[0]]}.",
        id="role",
    )
