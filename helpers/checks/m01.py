"""Checks of lab 01: routing by hand, claims, small and large test sets, labels (the others stand in m01_writing,
m01_letter, m01_deciding and m01_decisions). What is right is computed from the session of `routing.current()`.
"""

from __future__ import annotations

from helpers import routing, world
from helpers.check import Hint, Right, exercise
from helpers.checks import m01_deciding, m01_decisions, m01_letter, m01_writing  # noqa: F401  (they register the other exercises)

TWELVE, ENOUGH = 12, 8
CANNOT = "cannot tell"


def _short(text: str, limit: int = 90) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


@exercise(
    "01.1",
    title="Twelve messages by hand",
    expects=(list, tuple),
    form="a list of twelve team names, in the order of the messages",
    reference=lambda: [ticket.intent for ticket in routing.current().twelve()],
)
def by_hand(answer):
    """At least eight of the twelve as the final label says."""
    twelve, known = routing.current().twelve(), world.intents()
    given = [str(team).strip().lower() for team in answer]
    if len(given) != TWELVE:
        return Hint(
            f"There are {TWELVE} messages, and you gave {len(given)} teams. One team each, in order.",
            id="count",
            form=True,
        )
    unknown = [team for team in given if team not in known]
    if unknown:
        return Hint(f"There is no team {unknown[0]!r}. The teams are {', '.join(known)}.", id="unknown team", form=True)
    if len(set(given)) < 4:
        return Hint(
            "You gave nearly all of them to the same team. Read each one: who can help this customer?",
            "The twelve belong to many teams. Read what each team does, and what each customer wants done.",
            id="one team",
        )
    right = [team == ticket.intent for team, ticket in zip(given, twelve, strict=True)]
    one, two = (
        sum(getattr(ticket, who)["intent"] == ticket.intent for ticket in twelve) for who in ("first", "second")
    )
    if sum(right) >= ENOUGH:
        apart = sum(ticket.first["intent"] != ticket.second["intent"] for ticket in twelve)
        return Right(
            f"{sum(right)} of {TWELVE} as the final label says. The two annotators have {one} and {two}, and "
            f"they differ on {apart} of these, which were picked for that. Where people differ, no router can be right "
            "for all of them."
        )
    place = next(
        (n for n, ok in enumerate(right) if not ok and "intent" not in twelve[n].settled),
        right.index(False),
    )
    ticket = twelve[place]
    return Hint(
        f"{sum(right)} of {TWELVE} agree with the final label. Look at message {place + 1} again: which "
        f"team has to act "
        "first, so that this customer is helped?",
        f"Message {place + 1} ({_short(ticket.text, 60)}): you chose {given[place]}. It is: {known[given[place]]}",
        f"Message {place + 1} is {ticket.intent}: {known[ticket.intent]}",
        id="too few",
    )


LETTERS = "abcdefg"
_CLAIM_HINTS = {
    "lower end": (
        "'At least' speaks of the lower end of an interval. Where is it?",
        "Hold the figure against the left end of the bar of classic ML.",
    ),
    "confined": (
        "Both prompts answered the same messages. On which side of 0 does the interval of the difference lie?",
        "Look at the paired difference of the two prompts, not at two bars.",
    ),
    "small set": (
        "'Whichever' speaks of every set of 20. How wide is an interval on 20 messages?",
        "Read the last line: how many of the sets of 20 leave it open?",
    ),
    "worse": (
        "Read the paired difference of classic ML and the model. Is it all on one side of 0?",
        "The difference is the model minus classic ML. Below 0 the model routes fewer right.",
    ),
    "every model": (
        "How many language models were measured here?",
        "A result on one small model is no result on others. What would you have to run to know?",
    ),
    "emergencies": (
        "What does the sentence conclude, and from how many emergencies?",
        "'Safe' is a claim about the next emergency. Look at how few there are in the test set.",
    ),
    "people": (
        "How often does the first annotator agree with the final label?",
        "Read the line of the people. Do two people always choose the same team?",
    ),
}


@exercise(
    "01.3",
    title="Claims that the results support",
    expects=(set, frozenset, list, tuple, str),
    form='the letters of the claims, such as {"a", "b"}',
    reference=lambda: {letter for letter, claim in routing.claims(routing.current()).items() if claim.supported},
)
def claims_supported(answer):
    """Which of the seven claims do the test messages carry?"""
    known = routing.claims(routing.current())
    letters = {str(letter).strip().lower() for letter in answer if str(letter).strip(" ,;")}
    if not letters <= set(LETTERS):
        return Hint("Answer with letters from a to g, for instance {'a', 'b'}.", id="no letters", form=True)
    for wanted in (False, True):
        for claim in known.values():
            if claim.supported is wanted and (claim.letter in letters) is not wanted:
                first, second = _CLAIM_HINTS[claim.kind]
                head = f"Claim {claim.letter}: " if not wanted else f"You left out claim {claim.letter}. "
                some = "You left out a claim that may be said. " if wanted else "One of your claims goes too far. "
                return Hint(some + first, head + second, head + claim.why, id=claim.kind)
    return Right(" ".join(f"({claim.letter}) {claim.why}" for claim in known.values()))


PAIR = ("rules", "classic ML")


def better_of() -> dict[str, str]:
    """For each comparison of the lab, by letter: the better approach, or "cannot tell"."""
    found = {}
    for letter, part in routing.current().comparisons().items():
        verdict = routing.current().verdict(*PAIR, part=part)
        found[letter] = CANNOT if verdict.startswith("no") else verdict.removesuffix(" is better")
    return found


@exercise(
    "01.4",
    title="What 20 messages can tell",
    expects=dict,
    form='a dictionary such as {"a": "rules", "b": "cannot tell", …}',
    reference=better_of,
)
def small_and_large(answer):
    """Read four intervals of one comparison: three sets of 20 messages, and all of them."""
    right, lab = better_of(), routing.current()
    if missing := sorted(set(right) - set(answer)):
        return Hint(f"The answer lacks {', '.join(missing)}.", id="incomplete", form=True)
    for letter, part in lab.comparisons().items():
        said = " ".join(str(answer[letter]).split()).casefold()
        given = next((known for known in (*PAIR, CANNOT) if known.casefold() == said), None)
        if given is None:
            text = f"Under {letter!r} write 'rules', 'classic ML' or {CANNOT!r}; you wrote {answer[letter]!r}."
            return Hint(text, id="no verdict", form=True)
        if given == right[letter]:
            continue
        found = lab.difference(*PAIR, part=part)
        if right[letter] == CANNOT:
            return Hint(
                f"{letter}: you name a winner. Does the interval leave out 0?",
                f"{letter}: the interval holds 0, so either may be the better one.",
                f"{letter}: {found.text}. That can be nothing at all.",
                id="too strong",
            )
        return Hint(
            f"{letter}: look on which side of 0 the whole interval lies. It is classic ML minus rules.",
            f"{letter}: above 0, classic ML routes more messages right; below 0, the rules do.",
            f"{letter}: {found.text}.",
            id="too weak" if given == CANNOT else "wrong side",
        )
    small = lab.small_sets()
    lucky = ""
    if small.shown is not None:
        whole = lab.difference(*PAIR).value
        shown = f"{100 * small.shown:.0f} points; on all messages it is {100 * whole:.0f}"
        lucky = f" Those that show classic ML ahead report {shown}."
    return Right(f"Of many sets of 20 messages, {100 * small.open:.0f} % leave it open.{lucky}")


NEVER = 0


def labels_needed() -> int:
    """The smallest size on the curve from which classic ML beats the rules, there and at every larger size; else 0."""
    lab, found = routing.current(), NEVER
    for size in sorted(lab.curve(), reverse=True):
        if lab.against_rules(size).low <= 0:
            break
        found = size
    return found


@exercise(
    "01.6",
    title="Labels until learning beats rules",
    expects=(int, float),
    form="a number of labels from the curve, or 0 for 'not with the labels we have'",
    reference=labels_needed,
)
def labels(answer):
    """The first place on the curve where the paired difference from the rules lies above 0."""
    lab, right = routing.current(), labels_needed()
    sizes = sorted(lab.curve())
    if answer != NEVER and answer not in sizes:
        return Hint(f"Answer with one of {', '.join(map(str, sizes))}, or 0.", id="not on the curve", form=True)
    if answer == right:
        cost = (right or sizes[-1]) * lab.given.minutes_to_label * lab.given.euros_per_minute
        if right == NEVER:
            return Right(
                f"With {sizes[-1]} labels ({cost:.0f} euros of work) the interval of the difference does not lie "
                f"above 0. "
                "Learning has not beaten the rules yet."
            )
        return Right(f"{right} labels, which are {cost:.0f} euros of work, and the test set on top.")
    if right == NEVER or (answer != NEVER and answer < right):
        found = lab.against_rules(answer)
        return Hint(
            f"At {answer} labels, does the whole interval of the difference lie above 0?",
            "The line may be higher and the interval still hold 0. Then nothing is shown yet.",
            f"At {answer} labels the difference from the rules is {found.text}.",
            id="too early",
        )
    if answer == NEVER:
        return Hint(
            "0 says that no number of labels is enough. Is there a size from which on every interval lies above 0?",
            "Go up the table from its last line: how far does the lower end stay above 0?",
            f"At {sizes[-1]} labels the difference from the rules is {lab.against_rules(sizes[-1]).text}.",
            id="too late",
        )
    return Hint(
        "There is a smaller number from which on every interval lies above 0.",
        "Go down the table: at which size does the lower end pass 0 for the first time, and stays above?",
        f"At {right} labels the difference from the rules is {lab.against_rules(right).text}.",
        id="too late",
    )
