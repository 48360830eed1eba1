"""Checks of lab 03: cases, a grader, claims, units, a comparison, a sample size, a gate, a release, optimism, export.

What is right is computed from the runs of `suite.current()`, so that it follows the data and the parameters.
"""

from __future__ import annotations

import math

from helpers import stats, suite
from helpers.check import Hint, Right, exercise
from helpers.checks import m03_release, m03_writing  # noqa: F401  (they register 03.1, 03.2, 03.7, 03.8 and 03.10)

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
        "Take the upper end of `stats.clopper_pearson` for the counts in the sentence.",
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
    return Hint(
        f"{answer} is neither the number of rows, of questions nor of pages. Which of these can fail on their own?",
        "Look at the columns `case_id` and `cluster` of the table: how many different values has each?",
        '`table["cluster"].nunique()`',
        id="another number",
    )


VERDICTS = ("A is better", "B is better", "no difference shown")


def _verdict() -> str:
    difference = suite.current().compared().difference
    return VERDICTS[1] if difference.low > 0 else VERDICTS[0] if difference.high < 0 else VERDICTS[2]


def _worst() -> list[str]:
    """Ids of the broken cases of the worst severity; ["none"] when nothing broke."""
    broke = suite.current().compared().regressions
    return [change.case.id for change in broke if change.case.severity == broke[0].case.severity] or ["none"]


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
        return Hint(f"The answer lacks {', '.join(sorted(missing))}.", id="incomplete")
    found, verdict = suite.current().compared(), _verdict()
    if answer["comparison"] != "paired":
        return Hint(
            "Both versions answered the same questions. What do you lose by forgetting that?",
            "Some questions are hard for both versions. Unpaired, that difficulty counts as noise.",
            "Compare case by case: the choice is 'paired'.",
            id="unpaired",
        )
    if answer["verdict"] not in VERDICTS:
        return Hint(f"The verdict is one of: {', '.join(VERDICTS)}.", id="no verdict")
    if answer["verdict"] != verdict:
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
    if answer["worst"] not in _worst():
        broken = {change.case.id: change.case.severity for change in found.regressions}
        given = broken.get(answer["worst"])
        where = (
            f"{answer['worst']} did break, and it is {given}. Is there nothing worse?"
            if given
            else f"{answer['worst']!r} is not a case that passed in A and fails in B."
        )
        return Hint(
            f"Look at the worst case B broke. {where}",
            "`compared.regressions` lists what broke, the worst severity first.",
            "Take the id of the first entry of `compared.regressions`, or 'none' if the list is empty.",
            id="not the worst",
        )
    return Right(f"{found.verdict} B broke {len(found.regressions)} cases and fixed {len(found.improvements)}.")


POINTS = 0.05


def _needed() -> int:
    return math.ceil(stats.sample_size(POINTS, discordant=suite.current().discordant()))


@exercise("03.6", title="Size of the test set", expects=(int, float), form="a number of cases", reference=_needed)
def size(answer):
    """Cases needed to see 5 points with 80 % power, at the given share of cases on which the versions differ."""
    needed, share = _needed(), suite.current().discordant()
    if answer < 1:
        return Hint("The answer is a number of cases, such as 150.", id="no number")
    power = float(stats.power_of(answer, POINTS, discordant=share))
    if answer < needed:
        seen = f"With {answer:g} cases you would see a true gain of 5 points {100 * power:.0f} times out of 100"
        return Hint(
            f"{seen} and miss it the other times. You wanted to see it 80 times.",
            f"{seen}. Use `stats.sample_size` with the share of cases on which the versions differ.",
            f"{seen}. `math.ceil(stats.sample_size(0.05, discordant={share:.4f}))`",
            id="too few",
        )
    if answer > 1.05 * needed:
        return Hint(
            f"With {answer:g} cases the power is {100 * power:.0f} %. That is more than was asked for, and each case "
            "has to be written and read. Find the smallest number that gives 80 %.",
            "Independent groups need more cases than pairs. Did you plan for pairs, with `discordant=`?",
            f"`math.ceil(stats.sample_size(0.05, discordant={share:.4f}))`",
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
            "`mean(tuned.chosen[-1]) - mean(tuned.fresh[-1])`",
            id="sign",
        )
    if abs(answer - 100 * right) <= 100 * close:
        return Hint("Give the difference as a share: 3 points are 0.03.", "Divide by 100.", id="points")
    if min(abs(answer - chosen), abs(answer - fresh)) <= 0.0005:
        return Hint(
            "That is one of the two rates. The question is how far they lie apart.",
            "Take both, where the variant was chosen and on fresh pages.",
            "`mean(tuned.chosen[-1]) - mean(tuned.fresh[-1])`",
            id="one rate",
        )
    return Hint(
        "Take the largest number of variants tried, and the mean over all splits, not one split.",
        "The last entry of `tuned.chosen` and of `tuned.fresh` belongs to the largest number of variants.",
        "`mean(tuned.chosen[-1]) - mean(tuned.fresh[-1])`",
        id="other splits",
    )
