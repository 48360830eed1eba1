"""Checks 09.6 to 09.8: what an output filter sees, what redaction misses, and which features need a person."""

from __future__ import annotations

from helpers import safety
from helpers.check import Hint, Right, exercise
from helpers.checks.m09_forms import letters, missing, near, share
from helpers.redteam import running, tasks

NUMBERS = {"rd-24": ("55 20 17",)}  # an account number with Meadow: not marked by hand, and yet it tells who it is
LOGS = ("the text as it came", "the redacted text", "no text, only counts and rule ids")


def _filter_answer() -> dict:
    return {"passes": tasks.passing(), "at_most": 3 / len(tasks.code_shots(running.current()))}


@exercise(
    "09.6",
    title="The output filter",
    expects=dict,
    form="a dictionary with 'passes' and 'at_most'",
    reference=_filter_answer,
)
def output_filter(answer):
    """Which disguises the filter does not see, and what zero leaks in n allow."""
    if hint := missing(answer, ("passes", "at_most")):
        return hint
    if hint := letters("passes", answer["passes"], "abcdef"):
        return hint
    right, shown = tasks.passing(), tasks.disguises()
    if extra := sorted(set(answer["passes"]) - right):
        return Hint(
            f"{extra[0]}, {shown[extra[0]][0]}: the filter holds it back. It compares more than the plain code.",
            f"The form {shown[extra[0]][0]} is one that it undoes. It looks for the whole code.",
            f"Take {', '.join(extra)} out.",
            id="held back",
        )
    if lacking := sorted(right - set(answer["passes"])):
        return Hint(
            f"{len(lacking)} more get{'s' if len(lacking) == 1 else ''} past. A filter looks for the signs of the "
            f"whole code. Which replies do not hold them?",
            "A part of the code, or its description in words, is not the code.",
            f"Add {', '.join(lacking)}.",
            id="gets past",
        )
    n = len(tasks.code_shots(running.current()))
    if hint := share("at_most", answer["at_most"], "3 / 60"):
        return hint
    if not (near(answer["at_most"], 3 / n) or near(answer["at_most"], safety.upper_bound(n))):
        if answer["at_most"] == 0:
            return Hint(f"No leak in {n} is not a rate of zero. Which rate is still "
                        f"possible?", "Three, divided by the cases.",
                        f"3 / {n}", id="zero")  # fmt: skip
        return Hint("`at_most`: the rule of three with the number of attacks in the "
                    "table.", "Three, divided by that number.",
                    f"3 / {n}", id="another bound")  # fmt: skip
    return Right(
        f"For forms that it knows the filter holds by construction. For forms that it does not know, zero in {n} "
        f"allows "
        f"{100 * safety.upper_bound(n):.0f} %, and you have just seen {len(tasks.passing())} of them."
    )


def _redaction_answer() -> dict:
    missed = tasks.missed_spans("dev")
    return {"missed": {key: texts[0] for key, texts in list(missed.items())[:3]}, "nine_in_ten": set(), "log": LOGS[2]}


@exercise("09.7", title="What redaction misses", expects=dict, form="a dictionary with 'missed', 'nine_in_ten' "
                                                                    "and 'log'",
          reference=_redaction_answer)  # fmt: skip
def redaction(answer):
    """Three personal texts that the rules left in dev messages, what may be claimed of test, and what may be logged."""
    if hint := missing(answer, ("missed", "nine_in_ten", "log")):
        return hint
    given, gold = answer["missed"], tasks.missed_spans("dev")
    if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
        return Hint(
            '`missed` is written {"rd-01": "Ana", "rd-02": "Kirchgasse 12"}: id and text.', id="no missed", form=True
        )
    texts = {case.id: case.text for case in safety.redaction_set("dev")}
    spans = {case.id: case.spans for case in safety.redaction_set("dev")}
    clean = {case.id: safety.redact(case.text)[0] for case in safety.redaction_set("dev")}
    for key, value in given.items():
        if key not in texts:
            return Hint(f"There is no message {key!r} in the table.", id="no id", form=True)
        said = value.strip()
        if not said or said not in texts[key]:
            return Hint(
                f"{key}: “{value:.40}” does not stand in that message. Copy it as it stands.", id="not there", form=True
            )
        if said not in clean[key]:
            return Hint(
                f"{key}: “{value:.40}” has been replaced. Look at the right column, for what is left.", id="was found"
            )
        marked = [*NUMBERS.get(key, ()), *(texts[key][span.start : span.end] for span in spans[key])]
        if len(said) < 3 or not any(said in one or (one in said and len(said) <= len(one) + 6) for one in marked):
            return Hint(
                f"{key}: “{value:.40}” is left in the log, and is it about a person, or a secret?",
                f"{key} does not count. What does: names of people, addresses, and what opens an account. Brands, "
                "months, versions, order numbers and the firm's own line are none of these.",
                f"Look for another text than that of {key}, in {', '.join(key for key in list(gold)[:5])}.",
                id="nobody",
            )
    if len(given) < 3:
        return Hint(
            f"You found {len(given)}; three are asked for.",
            "Read the right column: which message still says who somebody is?",
            f"Look at {', '.join(key for key in list(gold)[:4])}.",
            id="fewer",
        )
    kinds = answer["nine_in_ten"]
    if isinstance(kinds, dict) and not kinds:
        return Hint("An empty set is written `set()`.", id="braces", form=True)
    if not isinstance(kinds, set | frozenset) or (set(kinds) - set(safety.KINDS)):
        return Hint(
            f"`nine_in_ten` is a set of {', '.join(map(repr, safety.KINDS))}, or `set()`.", id="no kinds", form=True
        )
    scores = tasks.redaction_scores()
    if extra := sorted(set(kinds) - tasks.claimable()):
        one = scores[extra[0]]
        return Hint(
            f"{extra[0]}: {one.hit} of {one.gold} were found. Is a true rate below nine in ten shut out by that?",
            "Look at the lower end of the interval of recall. It has to be 90 % or more.",
            f"The lower end of {extra[0]} is {100 * one.recall.low:.0f} %.",
            id="too few",
        )
    if lacking := sorted(tasks.claimable() - set(kinds)):
        return Hint(f"The interval of {lacking[0]} lies above nine in ten.", id="claimable")
    if answer["log"] not in LOGS:
        return Hint(f"`log` is one of {', '.join(map(repr, LOGS))}.", id="no log", form=True)
    name = scores["name"]
    if answer["log"] == LOGS[0]:
        return Hint("The text as it came holds everything that customers wrote, cards and passwords too. Who may "
                    "read the log?",
                    f"Of {scores['all'].gold} personal texts none would be hidden.", id="as it came")  # fmt: skip
    left = f"{name.gold - name.hit} of {name.gold} names stay readable in the test messages"
    if answer["log"] == LOGS[1]:
        return Right(f"With the redacted text {left}. So the log stays personal data: short retention, few readers.")
    return Right(f"Counts and rule ids hold no text. If somebody later asks for the redacted text: {left}.")


def _audit_answer() -> dict:
    return {
        "legs": {letter: set(one.legs) for letter, one in tasks.FEATURES.items()},
        "person": {letter for letter, one in tasks.audited().items() if one.needs_approval},
    }


@exercise(
    "09.8", title="The audit", expects=dict, form="a dictionary with 'legs' and 'person'", reference=_audit_answer
)
def audit(answer):
    """The legs of six features, and which of them need a person before anything leaves."""
    if hint := missing(answer, ("legs", "person")):
        return hint
    legs, right = answer["legs"], _audit_answer()
    if not isinstance(legs, dict) or set(legs) != set(tasks.FEATURES):
        return Hint(
            '`legs` has the letters a to f, each with a set: {"a": {"out"}, "b": set(), …}.', id="no legs", form=True
        )
    for letter, given in legs.items():
        if isinstance(given, dict) and not given:
            return Hint(f"{letter}: an empty set is written `set()`.", id="braces", form=True)
        if not isinstance(given, set | frozenset) or set(given) - set(tasks.LEGS):
            return Hint(f"{letter}: a set of {', '.join(map(repr, tasks.LEGS))}, or `set()`.", id="no leg", form=True)
    asks = {
        "private": "can it read what is not for everybody: a record, an order, a code?",
        "untrusted": "does it read words that a stranger may have written?",
        "out": "can it make something leave, a mail, a post, or a request to an address?",
    }
    for letter, given in legs.items():
        wrong = set(given) ^ right["legs"][letter]
        if wrong:
            leg = sorted(wrong)[0]
            more = (
                " Opening an address sends the address itself, with whatever was written into it."
                if (letter, leg) == ("f", "out")
                else ""
            )
            return Hint(
                f"{letter}, {tasks.FEATURES[letter].name}: {asks[leg]}",
                f"Read what it does once more, word by word: “{tasks.FEATURES[letter].text}”{more}",
                f"{letter}: {', '.join(sorted(right['legs'][letter])) or 'none'}.",
                id=f"leg {letter}",
            )
    if hint := letters("person", answer["person"], "".join(tasks.FEATURES)):
        return hint
    if set(answer["person"]) != right["person"]:
        odd = sorted(set(answer["person"]) ^ right["person"])[0]
        count = len(right["legs"][odd])
        return Hint(
            f"{odd}, {tasks.FEATURES[odd].name}, has {count} of the three legs. What does the Rule of Two say of "
            f"{count}?",
            "Two legs may run without a person; three may not.",
            id="person",
        )
    return Right("The hub helper only reads, and can still send: a read tool that opens addresses is a way out.")
