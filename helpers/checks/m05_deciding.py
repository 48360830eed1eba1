"""Check 05.10: which prompt ships, with a figure of the test questions and a word on batteries in danger."""

from __future__ import annotations

import re

from helpers import prompting
from helpers.check import Hint, Right, exercise
from helpers.prompting import quoting
from helpers.prompting.deciding import NEW, OLD


def _figures(why: str) -> Hint | None:
    """What is wrong with the figures of a reason: none, none of the test questions, none of this run, the other's."""
    lab = prompting.current()
    percent = [one for name in (OLD, NEW) for one in quoting.shares(lab, name, "test")]
    dev_percent = [one for name in (OLD, NEW) for one in quoting.shares(lab, name, "dev")]
    points, dev_points = quoting.points(lab, "test"), quoting.points(lab, "dev")
    own = 0
    for sentence in quoting.sentences(why):
        for written, values, dev, unit in [
            *((m[1], percent, dev_percent, "%") for m in quoting.PERCENT.finditer(sentence)),
            *((m[1], points, dev_points, "points") for m in quoting.POINTS.finditer(sentence)),
        ]:
            if quoting.holds(values, written) or (unit == "%" and quoting.complement(lab, sentence, written)):
                own += 1
            elif quoting.holds(dev, written):
                if not re.search(r"\bdev\b", why, re.I):
                    return Hint(
                        f"{written} {unit} is a figure of the dev questions, on which prompts were compared. What do "
                        "the test questions say?",
                        "Take a figure of section 10.",
                        id="dev figure",
                    )
            else:
                return Hint(
                    f"You write {written} {unit}. Where does section 10 show that?",
                    "Quote a share or a difference of *bare* or *short* on the test questions.",
                    id="not in the run",
                )
    known = quoting.pairs(lab)
    totals = {of for _, of in known}
    for sentence in quoting.sentences(why):
        for count, of in quoting.counted(sentence):
            if (count, of) in known or (
                (of - count, of) in known and (quoting.NOT.search(sentence) or re.search(r"\bcode\b", sentence, re.I))
            ):
                own += 1
            elif of in totals and of > 3 and not re.search(r"\bdev\b", sentence, re.I):
                return Hint(
                    f"You write {count} of {of}. Where does section 10 show that?",
                    "Quote how many of how many as the table of the gate has it.",
                    id="count not in the run",
                )
    if not own:
        return Hint(
            "Name the figure of the test questions that decided it.",
            "A share in percent, a difference in points, or how many of how many: section 10 shows them.",
            "Write for instance which share of the test replies keeps everything with *short*, and with *bare*.",
            id="no figure",
        )
    if wrong := quoting.misquoted(lab, why):
        figure, name = wrong
        return Hint(
            f"You write {figure} beside {name}. Is that the figure of {name}?",
            "Section 10 has one line with both: look which figure stands behind which name.",
            id="figure of the other",
        )
    if told := quoting.wrong_way(lab, why):
        return Hint(
            f"Your sentence turns a figure round. Which way does it point? {told}",
            "Above 0 *short* did better than *bare*, below 0 worse.",
            id="wrong way",
        )
    return None


def _batteries(chosen: str, why: str) -> Hint | None:
    """What is wrong with what a reason says of batteries in danger."""
    lab = prompting.current()
    parts = quoting.battery(why)
    if not parts:
        return Hint(
            "And the customer whose battery smokes? Say what happens to them.",
            "The first line of the gate: does the prompt give them the number?",
            id="no battery",
        )
    name = OLD if chosen == prompting.BARE else NEW
    kept, of = prompting.danger(lab, name)
    if chosen == prompting.SHIP and kept < of:
        return Hint(
            f"With your choice {of - kept} of {of} customers with a battery in danger get no number. Who gives it to "
            "them?",
            "What must never fail is not left to a prompt. One of the other options takes care of it.",
            id="nobody answers batteries",
        )
    if kept < of and (quoting.left_to_model(parts) or quoting.called_safe(parts)):
        return Hint(
            f"You write: “{parts[0]}.” But {name} gives the number to {kept} of {of} such customers. Who gives it to "
            "the others?",
            "Say that they do not get it from the prompt, or who or what gives it to them in its place.",
            id="batteries called safe",
        )
    if not quoting.cared_for(parts):
        return Hint(
            "You name the battery, but not what happens to the customer. Who or what gives them the number?",
            "Say code, a person, or nobody; each is an answer, if it is true.",
            id="battery, no more",
        )
    return None


def _reference() -> dict:
    lab = prompting.current()
    gate = prompting.gate(lab)
    return {
        "choice": prompting.BARE,
        "why": f"On the test questions {lab.rate('short', 'test').text} of the replies keep everything with one line, "
        f"with the bare prompt {lab.rate('bare', 'test').text}. The gate stops it: {gate.lines[2].why} "
        f"And {gate.lines[0].why} So people answer batteries.",
    }


def _said(first: str) -> Right:
    lines = " ".join(line.why for line in prompting.gate(prompting.current()).lines)
    return Right(f"{first} No program reads all of your reason: hold it yourself against the gate. {lines}")


@exercise(
    "05.10",
    title="Which prompt ships",
    expects=dict,
    form='a dictionary with "choice" and "why"',
    reference=_reference,
)
def ships(answer):
    """A choice of the list, two to four sentences, a figure of the test run, a word on batteries."""
    if missing := {"choice", "why"} - set(answer):
        return Hint(f"The answer lacks {' and '.join(sorted(missing))}.", id="incomplete", form=True)
    choice, why = answer["choice"], answer["why"]
    if not isinstance(why, str) or not isinstance(choice, str):
        return Hint("`choice` and `why` are texts between quotes.", id="no text", form=True)
    chosen = next((one for one in prompting.OPTIONS if one.casefold() == choice.strip().casefold()), None)
    if chosen is None:
        return Hint(f"`choice` is one of: {'; '.join(prompting.OPTIONS)}.", id="no choice", form=True)
    parts = quoting.sentences(why)
    if not 2 <= len(parts) <= 4:
        given = f"{len(parts)} sentence{'s' * (len(parts) != 1)}"
        return Hint(f"You wrote {given}; two to four are asked for.", id="length", form=True)
    if len(set(re.findall(r"[^\W\d_]{2,}", why.lower()))) < 10:
        return Hint(
            "Your reason has too few different words to say anything. What did the test questions show?",
            id="no reason",
        )
    lab = prompting.current()
    if hint := _figures(why) or _batteries(chosen, why):
        return hint
    if quoting.claims_met(lab, why):
        missed = " ".join(line.why for line in prompting.gate(lab).lines if not line.met)
        return Hint(
            f"You write that the gate is met. Which of its lines is not? {missed}",
            "Say which line is not met, and why you decide so all the same.",
            id="gate called met",
        )
    if chosen == prompting.BARE and quoting.says_ships(why):
        return Hint(
            "Your choice keeps the bare prompt, and your sentence ships the line. Which of the two do you mean?",
            "Change one of them.",
            id="choice against sentence",
        )
    line = prompting.gate(lab).lines[2]
    if chosen != prompting.BARE and not line.met and not quoting.facts_figure(lab, why):
        return Hint(
            f"The gate has another line that is not met: {line.why} What do you say to that?",
            "Name the facts with their figure in one sentence: why you ship all the same, or change your choice.",
            id="facts",
        )
    if chosen == prompting.CODE:
        return _said("What must never fail is taken from the model; the prompt does the rest, and its share is known.")
    return _said("Nothing ships, and you can say with a figure why.")
