"""Checks of lab 03: cases, a grader, claims, units, a comparison, a sample size, a gate, a release, optimism, export.

What is right is computed from the runs of `suite.current()`, so that it follows the data and the parameters.
"""

from __future__ import annotations

import math

from helpers import stats, suite
from helpers.check import Hint, Right, exercise
from helpers.checks import m03_deciding, m03_grading, m03_release, m03_writing  # noqa: F401  (1, 2, 7, 8 and 10)

LETTERS = "abcdef"


def _supported() -> list[str]:
    lab = suite.current()
    return [claim.letter for claim in suite.claims(lab.run(lab.version_a)).values() if claim.supported]


_CLAIM_HINTS = {
    "middle": (
        "That is the middle. What is the lowest share these results still allow?",
        "An estimate lies in an interval. 'At least' speaks of its lower end.",
    ),
    "never": (
        "None was seen. Does that show that there is none? Think of the customer after the last case.",
        "Zero of n is compatible with a small share that is not zero. The figure has an upper end.",
    ),
    "groups": (
        "Two groups, two small counts. Is their difference larger than chance alone gives?",
        "Take `stats.two_proportions` of the two counts and look whether the interval of the difference holds 0.",
    ),
    "traffic": (
        "Read who is counted in that sentence. Were these questions drawn from what customers ask?",
        "The suite was written to cover risks. A claim about all customers needs a sample of all customers.",
    ),
    "upper": (
        "'At most' speaks of the upper end of the interval. Where is it?",
        "Hold the figure in the sentence against the right end of the line.",
    ),
    "bound": (
        "This one does not say never. Which share of empty replies do these results still allow at the most?",
        "Rule of three: none seen among n still allows about 3 in n. The unit is the page: take the number of pages.",
    ),
}


@exercise(
    "03.3",
    title="Claims that the results support",
    expects=(set, frozenset, list, tuple, str),
    form='the letters of the claims, such as {"a", "b"}',
    reference=lambda: set(_supported()),
)
def claims_supported(answer):
    """Which of the six claims does the dev run of version A carry?"""
    lab = suite.current()
    known = suite.claims(lab.run(lab.version_a))
    letters = {str(letter).strip().lower() for letter in answer if str(letter).strip(" ,;")}
    if not letters <= set(LETTERS):
        return Hint("Answer with letters from a to f, for instance {'a', 'b'}.", id="no letters")
    for wanted in (False, True):  # first what was claimed too much, then what was left out
        for claim in known.values():
            if claim.supported is wanted and (claim.letter in letters) is not wanted:
                first, second = _CLAIM_HINTS[claim.kind]
                head = f"Claim {claim.letter}: " if not wanted else f"You left out claim {claim.letter}. "
                return Hint(head + first, head + second, head + claim.why, id=claim.kind)
    return Right(" ".join(f"({claim.letter}) {claim.why}" for claim in known.values()))


def _units() -> tuple[int, int, int]:
    """Rows, questions and pages of the repeated run."""
    results = suite.current().repeated()
    return len(results.outputs), len(results.cases), len({case.cluster for case in results.cases})


@exercise("03.4", title="Independent cases", expects=int, form="a whole number", reference=lambda: _units()[2])
def independent(answer):
    """Rows are repeats of questions, questions share pages: the pages are the units."""
    results = suite.current().repeated()
    rows, questions, pages = _units()
    first = results.cases[0].id
    if answer == pages:
        return Right(f"{rows} rows, {questions} questions, {pages} pages. New evidence comes from new pages.")
    if answer == rows:
        return Hint(
            f"You counted rows. The rows of {first} are one question asked {results.repeats} times.",
            f"{rows} rows come from {questions} questions. Do these stand alone?",
            "Questions about one page share what is hard about that page. Count pages.",
            id="rows",
        )
    if answer == questions:
        page = max({c.cluster for c in results.cases}, key=lambda p: sum(c.cluster == p for c in results.cases))
        shared = ", ".join(case.id for case in results.cases if case.cluster == page)
        return Hint(
            f"You counted questions. {shared} are all about the page '{page}'. If that page misleads the model, what "
            "happens to them?",
            "Questions about one page pass and fail together. What is left as the unit?",
            "Count the pages: the column `cluster`.",
            id="questions",
        )
    lab = suite.current()
    whole = len({case.cluster for case in lab.run(lab.version_a).cases})
    if answer == whole:
        return Hint(
            f"{whole} is the pages of the whole dev set; this table has fewer, because only some questions were asked "
            "again.",
            "Pages are the right unit. Count those that stand in this table.",
            "Count the columns of the picture, or the different values of the column `cluster`.",
            id="all pages",
        )
    return Hint(
        f"{answer} is neither the number of rows, of questions nor of pages. Which of these can fail on their own?",
        "Look at the columns `case_id` and `cluster` of the table: how many different values has each?",
        "Count the columns of the picture: one column is one page.",
        id="another number",
    )


VERDICTS = ("A is better", "B is better", "no difference shown")


def _verdict() -> str:
    difference = suite.current().compared().difference
    return VERDICTS[1] if difference.low > 0 else VERDICTS[0] if difference.high < 0 else VERDICTS[2]


def _worst() -> list[str]:
    """Ids of the broken cases of the worst severity, without those that were wrong by label before; or ["none"]."""
    return suite.current().worst()


@exercise(
    "03.5",
    title="Version A or B",
    expects=dict,
    form='a dictionary with "comparison", "verdict" and "worst"',
    reference=lambda: {"comparison": "paired", "verdict": _verdict(), "worst": _worst()[0]},
)
def better(answer):
    """Paired, the verdict of its interval, and the worst case that B broke."""
    if missing := {"comparison", "verdict", "worst"} - set(answer):
        return Hint(f"The answer lacks {', '.join(sorted(missing))}.", id="incomplete", form=True)
    found, verdict = suite.current().compared(), _verdict()
    said = {key: " ".join(str(value).split()).casefold() for key, value in answer.items()}
    if said["comparison"] not in ("paired", "unpaired"):
        return Hint("The comparison is 'paired' or 'unpaired'.", id="no comparison", form=True)
    if said["comparison"] != "paired":
        return Hint(
            "Both versions answered the same questions. What do you lose by forgetting that?",
            "Some questions are hard for both versions. Unpaired, that difficulty counts as noise.",
            "Compare case by case: the choice is 'paired'.",
            id="unpaired",
        )
    if said["verdict"] not in map(str.casefold, VERDICTS):
        return Hint(f"The verdict is one of: {', '.join(VERDICTS)}.", id="no verdict", form=True)
    if said["verdict"] != verdict.casefold():
        if verdict == VERDICTS[2]:
            return Hint(
                "One number is larger, and yet: look at both ends of the interval of the difference.",
                "The interval holds 0. Then which of the three sentences is left?",
                f"The difference is {found.difference.text}; it can be nothing at all.",
                id="too strong",
            )
        return Hint(
            "Look on which side of 0 the whole interval of the paired difference lies.",
            "The difference is B minus A. Above 0, B passes more.",
            f"The difference is {found.difference.text}.",
            id="wrong side",
        )
    if said["worst"] not in map(str.casefold, _worst()):
        broken = {one.case.id.casefold(): one for one in suite.current().broke()}
        given, written = broken.get(said["worst"]), str(answer["worst"]).strip()
        if given is None:
            where = f"{written!r} is not a case that passed in A and fails in B."
        elif given.held is False:
            where = f"By label A's reply to {written} was wrong already, so B broke nothing there."
        else:
            where = f"{written} did break, and it is {given.case.severity}. Is there nothing worse?"
        return Hint(
            f"Look at the worst case B broke. {where}",
            "Take the list under 'Broke in B'. The worst severity is unforgivable, then costly, then annoying.",
            "Take the first line of the worst severity that does not say 'wrong by label too'; its id stands in front. "
            "Without such a line the answer is 'none'.",
            id="not the worst",
        )
    return Right(
        f"{found.verdict} By phrases, B broke {len(found.regressions)} cases and fixed {len(found.improvements)}."
    )


POINTS = 0.05


def _needed() -> int:
    return math.ceil(stats.sample_size(POINTS, discordant=suite.current().discordant()))


@exercise("03.6", title="Size of the test set", expects=(int, float), form="a number of cases", reference=_needed)
def size(answer):
    """Cases needed to see 5 points with 80 % power, at the given share of cases on which the versions differ."""
    needed, share = _needed(), suite.current().discordant()
    if answer < 1:
        return Hint("The answer is a number of cases, such as 150.", id="no number", form=True)
    power = float(stats.power_of(answer, POINTS, discordant=share))
    if round(100 * power) < 80:  # the table of the lab shows one decimal; nobody needs the last three cases
        seen = f"With {answer:g} cases you would see a true gain of 5 points {100 * power:.0f} times out of 100"
        return Hint(
            f"{seen} and miss it the other times. You wanted to see it 80 times.",
            f"{seen}. Write larger numbers into `sizes`, run the cell again, and close in on 80.",
            f"{seen}. Try numbers around {round(needed, -2)} in `sizes`. With the formula it is "
            f"`math.ceil(stats.sample_size(0.05, discordant={share:.4f}))`.",
            id="too few",
        )
    if answer > 1.05 * needed:
        return Hint(
            f"{answer:g} cases are enough, with a chance of {100 * power:.0f} in 100, but not the smallest number, and "
            "each case has to be written and read. Find the smallest number that gives 80 in 100.",
            "Write smaller numbers into `sizes`, run the cell again, and close in on 80. (With the formula: these are "
            "pairs, so give it `discordant=`.)",
            f"Try numbers around {round(needed, -1)} in `sizes`. With the formula it is "
            f"`math.ceil(stats.sample_size(0.05, discordant={share:.4f}))`.",
            id="too many",
        )
    return Right(f"{needed} cases give 80 % power when the versions differ on {100 * share:.0f} % of them.")


def _optimism() -> tuple[float, float, float]:
    """Optimism, mean rate where chosen, mean rate on fresh pages, for the largest number of variants tried."""
    tuned = suite.current().tuned()
    chosen, fresh = (sum(rows[-1]) / len(rows[-1]) for rows in (tuned.chosen, tuned.fresh))
    return chosen - fresh, chosen, fresh


@exercise(
    "03.9",
    title="Optimism of a tuned score",
    expects=(int, float),
    form="a difference of two shares, such as 0.03",
    reference=lambda: _optimism()[0],
)
def optimism(answer):
    """Mean rate where the best variant was chosen, minus its mean rate on fresh pages."""
    right, chosen, fresh = _optimism()
    close = 0.006  # what can be read off the figure
    if abs(answer - right) <= close:
        return Right(f"{100 * chosen:.1f} % where it was chosen, {100 * fresh:.1f} % on fresh pages: nobody improved.")
    if abs(answer + right) <= close:
        return Hint(
            "The sign is the wrong way round. Which of the two is the flattering one?",
            "Optimism is how much the score promises too much: where it was chosen, minus fresh.",
            "Both rates are printed in the cell above: the first minus the second, divided by 100.",
            id="sign",
        )
    if abs(answer - 100 * right) <= 100 * close:
        return Hint("Give the difference as a share: 3 points are 0.03.", "Divide by 100.", id="points")
    if min(abs(answer - chosen), abs(answer - fresh)) <= 0.0005:
        return Hint(
            "That is one of the two rates. The question is how far they lie apart.",
            "Take both, where the variant was chosen and on fresh pages.",
            "Both rates are printed in the cell above: the first minus the second, divided by 100.",
            id="one rate",
        )
    return Hint(
        "Take the largest number of variants tried, and the mean over all splits, not one split.",
        "The last entry of `tuned.chosen` and of `tuned.fresh` belongs to the largest number of variants.",
        "Both rates are printed in the cell above: the first minus the second, divided by 100.",
        id="other splits",
    )
