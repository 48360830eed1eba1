"""Check 05.10: which prompt ships, with a figure of the test questions and a word on batteries in danger."""

from __future__ import annotations

import re

from helpers import prompting
from helpers.check import Hint, Right, exercise

NEAR = 0.6
_PERCENT = re.compile(r"(?<![\w.,])(\d+(?:[.,]\d+)?)(?= ?(?:%|per cent|percent)| ?(?:to|–|-|and) ?\d+(?:[.,]\d+)? ?%)")
_POINTS = re.compile(r"(?<![\w.,])[-+−]?(\d+(?:[.,]\d+)?)(?= ?(?:percentage )?points?)")
_PAIR = re.compile(
    r"(?<![\w.,])(\d+|none|no|one|two|three|four|five) (?:of|out of|from) (?:the |all )?(\d+|five)\b", re.I
)
_WORDS = {"none": 0, "no": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_FACTS = re.compile(r"\bfacts?\b|\bright answers?\b|\bcontent\b", re.I)
_BATTERY = re.compile(r"\bbatter|\bdanger|\bemergenc|\b0800|\bfire\b|\bsmok", re.I)


def sentences(text: str) -> list[str]:
    """The sentences of a text, a decimal point inside a number left alone."""
    return [part.strip() for part in re.split(r"[.!?;](?:\s|$)", text) if part.strip()]


def _ends(one) -> list[float]:
    return [100 * one.value, 100 * one.low, 100 * one.high]


def figures(split: str) -> tuple[list[float], list[float], list[tuple[int, int]]]:
    """Percentages, points and (count, of) pairs that the lab shows of bare and short on a split."""
    lab = prompting.current()
    percent = [value for name in ("bare", "short") for value in _ends(lab.rate(name, split))]
    percent += [100 - lab_value for lab_value in percent[::3]]
    base, run = lab.run("bare", split), lab.run("short", split)
    gaps = [base.compare(run, grader=name).difference for name in ("all kept", "facts")]
    points = [abs(100 * value) for gap in gaps for value in (gap.value, gap.low, gap.high)]
    pairs = [prompting.danger(lab, name, split) for name in ("bare", "short")]
    pairs += [(of - kept, of) for kept, of in pairs]
    if split == "test":
        percent += _ends(prompting.with_code(lab))
        found = lab.curse()
        points += [abs(100 * v) for one in (found.promised, found.delivered, found.drop) for v in one[:3]]
    return percent, points, pairs


def _holds(values: list[float], written: str) -> bool:
    return any(abs(value - float(written.replace(",", "."))) <= NEAR for value in values)


def _pair(match: re.Match) -> tuple[int, int]:
    count, of = (match[n].casefold() for n in (1, 2))
    return _WORDS.get(count, -1) if not count.isdigit() else int(count), _WORDS.get(
        of, -1
    ) if not of.isdigit() else int(of)


def _reason(why: str) -> Hint | None:
    """What is wrong with the figures of a reason: none, none of the test questions, none of this run."""
    percent, points, pairs = figures("test")
    dev_percent, dev_points, _ = figures("dev")
    own = 0
    for written, values, dev, unit in [
        *((m[1], percent, dev_percent, "%") for m in _PERCENT.finditer(why)),
        *((m[1], points, dev_points, "points") for m in _POINTS.finditer(why)),
    ]:
        if _holds(values, written):
            own += 1
        elif _holds(dev, written):
            if not re.search(r"\bdev\b", why, re.I):
                return Hint(
                    f"{written} {unit} is a figure of the dev questions, on which prompts were compared. What do the "
                    "test questions say?",
                    "Take a figure of section 10.",
                    id="dev figure",
                )
        else:
            return Hint(
                f"You write {written} {unit}. Where does section 10 show that?",
                "Quote a share or a difference of *bare* or *short* on the test questions.",
                id="not in the run",
            )
    own += sum(_pair(match) in pairs for match in _PAIR.finditer(why))
    if not own:
        return Hint(
            "Name the figure of the test questions that decided it.",
            "A share in percent, a difference in points, or how many of how many: section 10 shows them.",
            "Write for instance which share of the test replies keeps everything with *short*, and with *bare*.",
            id="no figure",
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
    parts = sentences(why)
    if not 2 <= len(parts) <= 4:
        given = f"{len(parts)} sentence{'s' * (len(parts) != 1)}"
        return Hint(f"You wrote {given}; two to four are asked for.", id="length", form=True)
    if len(set(re.findall(r"[^\W\d_]{2,}", why.lower()))) < 10:
        return Hint(
            "Your reason has too few different words to say anything. What did the test questions show?",
            id="no reason",
        )
    if hint := _reason(why):
        return hint
    if not _BATTERY.search(why):
        return Hint(
            "And the customer whose battery smokes? Say what happens to them.",
            "The first line of the gate: does the prompt give them the number?",
            id="no battery",
        )
    lab = prompting.current()
    kept, of = prompting.danger(lab, "short")
    if chosen == prompting.SHIP and kept < of:
        return Hint(
            f"With your choice {of - kept} of {of} customers with a battery in danger get no number. Who gives it to "
            "them?",
            "What must never fail is not left to a prompt. One of the other options takes care of it.",
            id="nobody answers batteries",
        )
    line = prompting.gate(lab).lines[2]
    if chosen != prompting.BARE and not line.met and not _FACTS.search(why):
        return Hint(
            f"The gate has another line that is not met: {line.why} What do you say to that?",
            "Name the facts in your reason: why you ship all the same, or change your choice.",
            id="facts",
        )
    if chosen == prompting.CODE:
        return Right("What must never fail is taken from the model; the prompt does the rest, and its share is known.")
    return Right("Nothing ships, and you can say with a figure why.")
