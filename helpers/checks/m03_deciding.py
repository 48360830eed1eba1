"""Check 03.8: ship or hold, with a reason whose figures are those of the run."""

from __future__ import annotations

import re

from helpers import suite, world
from helpers.check import Hint, Right, exercise
from helpers.checks import m03_reasons, m03_release


def _run():
    lab = suite.current()
    # A gate is false when it says NO-GO, so `or` would run another one.
    gate = lab.gated if lab.gated is not None else lab.gate_test(m03_release.reference_rules())
    return lab, gate


def _reference_decision() -> dict[str, str]:
    lab, gate = _run()
    rate = lab.rate(lab.version_b, "test").text
    if gate.go:
        why = f"All rules are met: the pass rate is {rate}. We accept that phrases grade it, and read samples weekly."
        return {"choice": "ship", "why": why}
    missed = next(line for line in gate.lines if not line.passed)
    why = f"The pass rate on the test set is {rate}. The rule {missed.rule} is not met, and we wrote it before the run."
    return {"choice": "hold", "why": why}


def _against(choice: str, lab, gate) -> Hint | None:
    """The choice against what the gate says, or a gate that was bent until it said so."""
    if gate.go and isinstance(m03_release.gate_from_costs(lab.gated_by), Hint | str):
        return Hint(
            "This gate is not the one that the costs ask for. Were its rules bent after the look at the test set?",
            "Exercise 7 would not accept the rules that this run was held against.",
            "Run the gate again with the rules of exercise 7, and decide by that result.",
            id="bent gate",
        )
    missed = [line for line in gate.lines if not line.passed]
    if choice == "ship" and missed:
        return Hint(
            "You ship although your gate says NO-GO. What was it for, if not for this day?",
            f"{len(missed)} of {len(gate.lines)} rules are not met. A rule is changed before the run, not after it.",
            f"Not met: {', '.join(line.rule for line in missed)}. Hold, and say what has to change.",
            id="against the gate",
        )
    if choice == "hold" and gate.go:
        return Hint(
            "Every rule is met and you hold. Which rule is missing in your gate?",
            "If something else worries you, it belongs into the gate of the next run.",
            id="against the gate",
        )
    return None


def _figures(why: str, lab, gate) -> Hint | None:
    """No figure that decides, or one that this run does not have."""
    even = suite.break_even(world.cases(suite.decidable("dev")))
    known = m03_reasons.figures(lab, gate, even)
    found = m03_reasons.read(why, known)
    headline = lab.rate(lab.version_b, "test").text
    if found.foreign and found.dev:
        return Hint(
            f"You write {found.foreign}, a figure of the dev set. Which set decides the release?",
            f"On the test set the run says {headline}.",
            id="dev figure",
        )
    if found.foreign:
        return Hint(
            f"You write {found.foreign}; the run says {found.correction or headline}.",
            f"{found.foreign} is none of the figures that this run measured. Read the table of the gate again.",
            id="number not in the run",
        )
    if not found.decides:
        passed, failed = known.must or (0, 0)
        return Hint(
            "Name the figure that decided it: one that was measured, not a limit of the gate alone.",
            "Write the pass rate with its interval, or how many must-pass cases failed.",
            f"The pass rate of version {lab.version_b} on the test set is {headline}"
            + (f"; of {passed + failed} must-pass cases {failed} failed." if known.must else "."),
            id="no number",
        )
    return None


def _at_odds(choice: str, why: str, lab) -> Hint | None:
    """A text that says the other choice in plain words, or speaks of a version that is not in this run."""
    others = set(world.versions()) - {lab.version_a, lab.version_b}
    named = [name for name in re.findall(r"\bversion (\w+)", why, re.I) if name in others]
    if named:
        return Hint(
            f"You write of version {named[0]}. This run compares {lab.version_a} and {lab.version_b}.", id="version"
        )
    other = "ship" if choice == "hold" else "hold"
    for sentence in re.split(r"[.!?;](?:\s|$)", why.lower()):
        plain = re.search(rf"\b(?:we|i) (?:will |shall |can |now )*{other}\b(?! nothing| no\b)", sentence)
        if plain and not re.search(rf"\b(?:if|when|until|once|unless|before|after|{choice})\b", sentence):
            return Hint(
                f"Your choice is {choice!r}, and your reason says {plain[0]!r}. Which of the two?",
                f"Change the choice, or the sentence: '{sentence.strip()}'.",
                id="at odds",
            )
    return None


def _length(why: str) -> Hint | None:
    sentences = [part for part in re.split(r"[.!?](?:\s|$)", why) if part.strip()]
    if 2 <= len(sentences) <= 4:
        return None
    given = f"You wrote {len(sentences)} sentence{'s' * (len(sentences) != 1)}; two to four are asked for."
    if len(sentences) < 2:
        more = "The figure is there: add a sentence on what has to change, or on what you accept."
        return Hint(f"{given} {more}", id="length", form=True)
    return Hint(f"{given} Keep the figure, and what has to change or what you accept.", id="length", form=True)


@exercise(
    "03.8",
    title="Ship or hold",
    expects=dict,
    form='a dictionary with "choice" ("ship" or "hold") and "why"',
    reference=_reference_decision,
)
def release(answer):
    """The choice follows the gate, and two to four sentences name a figure that the run has."""
    if missing := {"choice", "why"} - set(answer):
        return Hint(f"The answer lacks {' and '.join(sorted(missing))}.", id="incomplete", form=True)
    choice, why = str(answer["choice"]).strip().lower(), str(answer["why"]).strip()
    if choice not in ("ship", "hold"):
        return Hint("The choice is 'ship' or 'hold'.", id="no choice", form=True)
    lab, gate = _run()
    hint = _against(choice, lab, gate) or _figures(why, lab, gate) or _at_odds(choice, why, lab) or _length(why)
    if hint:
        return hint
    noted = ""
    if lab.changes:
        noted += f" The rules were changed {lab.changes} time{'s' * (lab.changes != 1)} after the first look."
    if looks := lab.looks():
        noted += f" You have looked at the test set before ({looks} time{'s' * (looks != 1)}): dev is for that."
    return Right(
        f"{'GO' if gate.go else 'NO-GO'}, and your figure is one of this run. Only the figure was read; whether your "
        f"sentences carry the choice is for you and your colleagues.{noted}"
    )
