"""Checks 08.5 to 08.7: what may be said of waiting, servers, the cascade."""

from __future__ import annotations

from helpers.check import Hint, Right, exercise
from helpers.checks.m08_forms import about, amount, missing, near, number
from helpers.selecting import lab as labs
from helpers.selecting import reference, saying
from helpers.selecting.serving import AT_MOST
from helpers.selecting.sorting import STEPS

NONE = "none"


@exercise(
    "08.5",
    title="What may be said of waiting",
    expects=dict,
    form='a dictionary with "tpot" and "may_say"',
    reference=lambda: reference.answers(labs.current())["08.5"],
)
def waiting(answer):
    """(whole - first) / (tokens - 1); the sentences that the times support."""
    if hint := missing(answer, ("tpot", "may_say")):
        return hint
    lab, one, right = labs.current(), reference.timed(), reference.tpot()
    tpot, given = answer["tpot"], answer["may_say"]
    if hint := amount("tpot", tpot, "(4.0 - 1.0) / (61 - 1)"):
        return hint
    known = saying.claims(lab)
    if not isinstance(given, str | set | list | tuple):
        return Hint('`may_say` holds letters, such as {"a", "b"}.', id="no letters", form=True)
    letters = {str(letter).strip().lower() for letter in given if str(letter).strip(" ,;")}
    if not letters or not letters <= set(known):
        return Hint('`may_say` holds letters from a to d, such as {"a", "b"}.', id="no letters", form=True)
    if not near(tpot, right, 0.005):
        if near(tpot, one.whole / one.tokens, 0.005):
            return about(
                "08.5",
                "tpot",
                "You divided the whole time by all tokens. When did the first token come?",
                "Before it nothing is written: take the time between the first and the last token.",
                f"({one.whole} - {one.first}) / ({one.tokens} - 1)",
                id="first word counted",
            )
        if near(tpot, (one.whole - one.first) / one.tokens, 0.005):
            return about("08.5", "tpot",
                "After the first token, how many follow?", f"{one.tokens} - 1.", id="one too many"
            )  # fmt: skip
        if near(tpot, 1000 * right, 0.005):
            return Hint(f"Give seconds: {tpot:.1f} ms are {tpot / 1000:.4f} s.", id="milliseconds", form=True)
        return about(
            "08.5",
            "tpot",
            "`tpot`: the seconds between the first and the last token, divided by the tokens after the first.",
            f"({one.whole} - {one.first}) / (tokens - 1)",
            f"({one.whole} - {one.first}) / ({one.tokens} - 1)",
            id="another sum",
        )
    ask = {
        "a": "What is the upper end of p95 in the row of the first 20?",
        "b": "Where does the interval of p50 end in the row of the pilot's replies?",
        "c": "Where does the interval of p95 end in the row of the pilot's replies?",
        "d": "Compare mean and p95 in the row of the pilot's replies.",
    }
    for wanted in (False, True):
        for letter, claim in known.items():
            if claim.supported is wanted and (letter in letters) is not wanted:
                head = f"You left out sentence {letter}. " if wanted else f"Sentence {letter}: "
                return about("08.5", "may_say", head + ask[letter], head + claim.why, id=letter)
    return Right(
        "A percentile needs enough calls beyond it. Between 20 calls and p95 stand luck and the one call that you "
        "did not make. "
        "And all of it is one machine: measure your own."
    )


@exercise(
    "08.6",
    title="How many servers",
    expects=dict,
    form='a dictionary with "busy", "servers" and "doubled"',
    reference=lambda: reference.answers(labs.current())["08.6"],
)
def servers(answer):
    """Arrivals a second times seconds; the fewest servers at 70 %; what twice the load does."""
    if hint := missing(answer, ("busy", "servers", "doubled")):
        return hint
    lab = labs.current()
    plan, busy = lab.plan(), answer["busy"]
    if hint := amount("busy", busy, "1200 / 3600 * 3.0"):
        return hint
    if not near(busy, plan.offered, 0.01):
        if near(busy, plan.offered * 3600, 0.01):
            return about(
                "08.6",
                "busy",
                "Arrivals are for an hour, replies take seconds. How many arrive in one second?",
                "Divide by 3600.",
                id="hour and second",
            )
        return about(
            "08.6",
            "busy",
            "`busy`: arrivals in a second, times the seconds that each takes.",
            f"{lab.given.peak_per_hour:g} / 3600 arrive in a second.",
            f"{lab.given.peak_per_hour:g} / 3600 * {plan.seconds:g}",
            id="another sum",
        )
    k = answer["servers"]
    if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= 10**6:
        return Hint("`servers` is a whole number, such as 9.", id="no servers", form=True)
    if k != plan.servers:
        used = plan.offered / k
        if used >= 1:
            return about(
                "08.6",
                "servers",
                f"{k} servers for {plan.offered:.2f} that are busy on average: who serves the rest?",
                "With fewer servers than busy ones the queue grows for the whole hour.",
                f"servers = {plan.servers}",
                id="too few",
            )
        return about(
            "08.6",
            "servers",
            f"With {k} servers each is busy {100 * used:.0f} % of the time. "
            + ("The plan allows 70 %." if used > AT_MOST else "Would fewer do?"),
            "Divide `busy` by 0.7 and take the next whole number above.",
            f"servers = {plan.servers}",
            id="another number",
        )
    if answer["doubled"] not in reference.DOUBLED:
        return Hint(f"`doubled` is one of {', '.join(map(repr, reference.DOUBLED))}.", id="no such word", form=True)
    if answer["doubled"] != reference.doubled(lab):
        double = lab.plan(2, k)
        return about(
            "08.6",
            "doubled",
            f"Twice the load keeps {double.offered:.2f} servers busy, and you have {k}. What becomes of the others?",
            f"Utilisation would be {100 * double.utilisation:.0f} %.",
            f"doubled = {reference.doubled(lab)!r}",
            id="doubled",
        )
    return Right(
        f"{plan.servers} servers, each busy {100 * plan.utilisation:.0f} % of the time; a request waits "
        f"{plan.wait:.2f} s on average "
        "if times vary like an exponential distribution. Near 100 % waits explode, so leave room."
    )


@exercise(
    "08.7",
    title="When a cascade pays",
    expects=dict,
    form='a dictionary with "threshold", "even" and "pays"',
    reference=lambda: reference.answers(labs.current())["08.7"],
)
def cascade(answer):
    """The lowest promised threshold, going down from the top; 1 - cheap / dear; whether that share would pay."""
    if hint := missing(answer, ("threshold", "even", "pays")):
        return hint
    lab = labs.current()
    found = lab.cascade()
    given = NONE if answer["threshold"] is None else answer["threshold"]
    right = NONE if found.threshold is None else found.threshold
    if given != NONE and (not number(given) or not 0 <= given <= 1):
        return Hint('`threshold` is a confidence such as 0.85, or "none".', id="no threshold", form=True)
    if given != right and not (number(given) and number(right) and abs(given - right) < 0.005):
        return _threshold(lab, found, given, right)
    even, wanted = answer["even"], lab.break_even()
    if hint := amount("even", even, "1 - 0.002 / 0.010"):
        return hint
    if not near(even, wanted, 0.005):
        if near(even, 1 - wanted, 0.005):
            return about(
                "08.7",
                "even",
                "That is the share of the price. Cheap first costs cheap + share x dear: at which share is that "
                "the dear price?",
                "One minus that share.",
                id="the other way round",
            )
        if even > 1:
            return Hint("`even` is a share: at most 1.", id="no share", form=True)
        return about(
            "08.7",
            "even",
            "`even`: cheap + share x dear = dear. Solve it for the share.",
            "1 - cheap / dear, with the two printed prices.",
            f"1 - {lab.call_usd(lab.pair()[0]):.6f} / {lab.call_usd(lab.pair()[1]):.6f}",
            id="another share",
        )
    if answer["pays"] not in (reference.YES, reference.NO):
        return Hint('`pays` is "yes" or "no".', id="no word", form=True)
    if answer["pays"] != reference.pays(lab):
        passed = found.held_out.escalated.value if found.held_out else 1.0
        return about(
            "08.7",
            "pays",
            f"If the pair passed on {100 * passed:.0f} % as well, would that lie below its break-even of "
            f"{100 * wanted:.0f} %?",
            "Below break-even it pays, above it the dear one alone is cheaper.",
            f"pays = {reference.pays(lab)!r}",
            id="pays",
        )
    return Right(
        "The same share of messages passed on is a saving where the cheap one costs next to nothing, and a loss "
        "where it costs half "
        "of the dear one."
        if reference.pays(lab) == reference.NO
        else "At these prices the pair would pay at that share."
    )


def _threshold(lab, found, given, right) -> Hint:
    if right == NONE:
        return about(
            "08.7",
            "threshold",
            f"Is any row sure enough? The target is {100 * lab.wanted():.1f} %.",
            "Start at the top row: it has to reach the target in the column “at least”.",
            'threshold = "none"',
            id="none promised",
        )
    if given == NONE:
        return about(
            "08.7",
            "threshold",
            f"Does the top row reach {100 * lab.wanted():.1f} % in the column “at least”?",
            "It does. Go down as long as every row does.",
            f"threshold = {right:g}",
            id="one is promised",
        )
    if given not in STEPS:
        return about(
            "08.7", "threshold", f"{given:g} is no row of the table.", "Take a figure of its first column.", id="no row"
        )
    if given > right:
        return about(
            "08.7",
            "threshold",
            f"From {given:g} on it is promised. Can the next row below be promised as well?",
            "Go down until a row fails; the one before it is the answer.",
            f"threshold = {right:g}",
            id="too strict",
        )
    return about(
        "08.7",
        "threshold",
        f"From the top down, is there a row before {given:g} that does not reach {100 * lab.wanted():.1f} %?",
        "Look at the column “at least”, not at the share in the sample. The first row that fails ends the search.",
        f"threshold = {right:g}",
        id="not promised",
    )
