"""Check 01.9: three decisions, a reason whose figures belong to what it names, and what would change the decision."""

from __future__ import annotations

import re

from helpers import routing
from helpers.check import Hint, Right, exercise
from helpers.routing import deciding, reasons

KEYS = ("route", "refund", "apology", "why", "changes")
LEAST, MOST, WORDS = 2, 4, 10
_PLAIN = re.compile(
    r"\b(?:the|a|an|is|are|we|it|and|of|to|in|than|with|for|that|this|on|by|at|only|not|no|more|less|as)\b", re.I
)
_MEASURED = re.compile(
    r"\b(?:llm|models?|classic|rules?|look.?up|templates?|routers?|routes?|routed|letters?|answers?|drafts?|misrouted"
    r"|sort\w*|wrong|people|team|messages?)\b",
    re.IGNORECASE,
)


def reference_decisions() -> dict[str, str]:
    """The cheapest option of each job, with the figures that decided it."""
    lab = routing.current()
    totals, rates = deciding.totals(lab), deciding.rates(lab)
    chosen = {job: min(deciding.accepted(lab)[job], key=totals[job].get) for job in totals}
    best, route = rates["route"]["LLM"], chosen["route"]
    why = (
        f"The language model routes {best.text} of the test messages right, classic ML "
        f"{rates['route']['classic ML'].text}. "
        f"For 1,000 messages the model costs {totals['route']['LLM']:.0f} euros, {route} {totals['route'][route]:.0f} "
        f"euros. A template has every property in {rates['apology']['rules'].text} of the letters; people take up what "
        "it cannot know."
    )
    bar = max(deciding.needed(lab), best.high)
    share = f"{100 * min(bar, 0.99):.0f} %"
    changes = f"A model that routes at least {share} of the same test messages right, at the price we assumed."
    return {**chosen, "why": why, "changes": changes}


def choices(answer: dict) -> dict[str, str | None]:
    """For each job the option as it is spelt in the lab; None for a text that is none of them."""
    known = {job: {option.casefold(): option for option in options} for job, options in deciding.OPTIONS.items()}
    return {job: known[job].get(" ".join(str(answer[job]).split()).casefold()) for job in known}


def _choices(answer: dict, chosen: dict[str, str]) -> Hint | None:
    """A model where it does not pay, or a dearer choice whose price the reason does not name."""
    lab = routing.current()
    rates, good = deciding.rates(lab), deciding.accepted(lab)
    for job, choice in chosen.items():
        if choice in good[job]:
            continue
        more = deciding.surplus(lab, job, choice)
        if choice == "LLM":
            return Hint(
                f"{job}: you take a language model. Does it pay here? Look at its share and its bill.",
                f"{job}: it is right in {rates[job]['LLM'].text}, and another choice costs {more:.0f} euros less.",
                f"{job}: with these figures the model is not the choice. What would have to change belongs into "
                "`changes`.",
                id="llm does not pay",
            )
        if reasons.names_sum(str(answer["why"]), more):
            continue
        return Hint(
            f"{job}: {choice} is not the lowest total. It may still be worth it: then `why` says how many euros more "
            "1,000 of them cost, and what you get for it.",
            f"{job}: take the total of {choice} less the lowest total of this job, from the table above. Name that sum "
            "in `why`, or choose otherwise.",
            f"{job}: {choice} costs {more:.0f} euros more for 1,000. Name it and what it buys, or choose otherwise.",
            id="dearer",
        )
    return None


def _reason(why: str) -> Hint | None:
    """A reason without figures, with figures of something else, or without sense in its words."""
    lab = routing.current()
    found = reasons.figures(why)
    if not found:
        return Hint(
            "Name the figure that decided it.",
            "Write a share in percent or a sum in euros from the tables, beside the name of the choice it belongs to.",
            "For instance: 'The rules route … % right, for … euros', with the figures of the tables.",
            id="no number",
        )
    for figure in found:
        if figure.names and not reasons.belongs(lab, figure):
            unit = "%" if figure.kind == "percent" else "euros"
            owners = reasons.owners(lab, figure)
            whose = f"It belongs to {' and '.join(owners)}." if owners else "No table of this lab says so."
            names = " and ".join(figure.names)
            return Hint(
                f"Beside {names} you write {figure.value:g} {unit}. Is that a figure of {names}?",
                f"{figure.value:g} {unit} is no figure of {names}. {whose}",
                f"{figure.value:g} {unit} is no figure of {names}. {whose} Figures of the day's work outside the lab "
                "stand in a sentence of their own, without the name of a choice.",
                id="not its figure",
            )
    if not any(figure.names for figure in found):
        return Hint(
            f"Whose figure is {found[0].value:g}? Name the choice it belongs to in the same sentence.",
            "Say which way of doing the job has that share or costs that much: people, rules, classic ML, both agree "
            "or LLM.",
            id="nobody's figure",
        )
    parts = reasons.sentences(why)
    if not LEAST <= len(parts) <= MOST:
        return Hint(
            f"You wrote {len(parts)} sentence{'s' * (len(parts) != 1)} for `why`; two to four are asked for: the "
            "figure, what follows from it, and what you accept.",
            id="length",
        )
    idle = [part for part in parts if not _PLAIN.search(part) and not reasons.figures(part)]
    if idle or len(why.split()) < WORDS:
        said = f"{idle[0][:40]!r} says nothing" if idle else f"`why` has only {len(why.split())} words"
        return Hint(f"{said}. What follows from the figure, and what do you accept?", id="no sentence")
    return None


def _bar(changes: str) -> Hint | None:
    """What would change the decision has no figure, or one that is passed already."""
    lab = routing.current()
    have = 100 * deciding.rates(lab)["route"]["LLM"].value
    bar, _ = reasons.quoted(changes)
    minutes = re.findall(r"\d+(?:[.,]\d+)? minutes?\b", changes)
    if not bar and not minutes:
        return Hint(
            "`changes` names no figure. Which share would a model have to route right, so that you decide otherwise?",
            "'A better model' is no bar. Write a percentage, or minutes, that somebody can measure.",
            f"The model has {have:.0f} % now. From how many percent on would you think again?",
            id="no bar",
        )
    if len(changes.split()) < 5 or not _MEASURED.search(changes):
        return Hint(
            "`changes` does not say what is measured. Percent, or minutes, of what?",
            "Name who or what has to reach it: a model that routes so many percent right, or a misrouted message that "
            "takes so many minutes.",
            id="no measure",
        )
    if bar and (max(bar) <= have or max(bar) > 100):
        return Hint(
            f"`changes` names {max(bar):g} %. The model here has {have:.0f} % now: would that change anything?",
            "The bar lies above what the model does now, and at 100 % at the most.",
            id="bar is passed",
        )
    return None


@exercise(
    "01.9",
    title="Three decisions",
    expects=dict,
    form='a dictionary with "route", "refund", "apology", "why" and "changes"',
    reference=reference_decisions,
)
def three_decisions(answer):
    """No model where it does not pay; a dearer choice with its price; figures beside what they belong to; a bar."""
    if missing := [key for key in KEYS if key not in answer]:
        return Hint(f"The answer lacks {', '.join(missing)}.", id="incomplete", form=True)
    chosen = choices(answer)
    for job, options in deciding.OPTIONS.items():
        if chosen[job] is None:
            text = f"For {job} choose one of {', '.join(options)}; you wrote {answer[job]!r}."
            return Hint(text, id="no option", form=True)
    if not isinstance(answer["why"], str) or not isinstance(answer["changes"], str):
        return Hint("`why` and `changes` are texts in quotes.", id="no text", form=True)
    hint = _choices(answer, chosen) or _reason(answer["why"]) or _bar(answer["changes"])
    if hint:
        return hint
    lab = routing.current()
    dearer = [job for job in chosen if chosen[job] not in deciding.accepted(lab)[job]]
    said = (
        "A model where it pays." if "LLM" in chosen.values() else "No language model where it does not pay, and a bar."
    )
    if dearer:
        said += f" You pay more than the lowest total for {' and '.join(dearer)}, and say how much."
    return Right(
        f"{said} Checked were the choices, and that each figure belongs to what is named beside it; whether the reason "
        "convinces is for your colleagues to say."
    )
