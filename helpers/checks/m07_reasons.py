"""Is the reason of 07.9 about this run? Its figures are looked up among those of the test look and of the answers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpers import retrieving
from helpers.check import Hint

NEAR = 0.6
PERCENT = re.compile(r"(\d+(?:[.,]\d+)?) ?(?:%|per cent\b|percent\b)")
PAIR = re.compile(r"\b(\d+) (?:of|out of) (?:the |all )?(\d+)\b")
WISH = re.compile(
    r"\b(?:needs?|should|must|at least|target|goal|until|once it|reach(?:es)?|want|would have to|aim)\b", re.I
)


ABOUT = re.compile(
    r"page|passage|test|\bdev|custom|person|people|human|team|model|quot|search|find|found|answer|repl|question|"
    r"threshold|below|guard|owner|date|chunk|word|right|wrong|risk|accept|cost|euro|price|measure|desk|index|review|"
    r"design|link|speak|show|live|wait|chang|enough|start|begin|mistake|error|meadow|rider|help|reach|mislead|trust|fix",
    re.I,
)
SPEAKS = re.compile(r"model|repl|speak|spoke|generat|assistant|writes?\b", re.I)


@dataclass(frozen=True)
class Known:
    """The figures of a run, in per cent, by where they come from; and (hits, of) pairs."""

    test: list[float]
    dev: list[float]
    model: list[float]
    counts: set[tuple[int, int]]


def known(lab) -> Known:
    """Figures of the look at the test pages, of the same on dev pages, and of the answers (which are on dev pages)."""

    def three(found) -> list[float]:
        return [100 * value for value in (found.value, found.low, found.high)]

    test, dev = lab.test, lab.dev
    gap = retrieving.quote_against_model(lab)
    ways = retrieving.three_ways(lab)
    model = [value for name, rate in ways.items() if "quoted" not in name for value in three(rate)]
    counts = {
        *test.counts,
        *dev.counts,
        (test.silence.stopped, test.silence.silent),
        (test.silence.lost, test.silence.there),
    }
    counts |= {
        (hits, of) for rate, of in ((rate, rate.n) for rate in ways.values()) for hits in [round(rate.value * of)]
    }
    return Known(
        [*_of(test), *three(test.holds), *three(test.recall), *three(test.quoted), *three(test.served)],
        [
            *_of(dev),
            *three(dev.holds),
            *three(dev.recall),
            *three(dev.quoted),
            *three(dev.served),
            *(abs(value) for value in three(gap)),
        ],
        model,
        counts | {(of - hits, of) for hits, of in counts},
    )


def _of(look) -> list[float]:
    """What the threshold of a look holds back, in per cent: of what no page answers, and of what one does."""
    return [100 * look.silence.stopped / look.silence.silent, 100 * look.silence.lost / look.silence.there]


def sentences(text: str) -> list[str]:
    """The sentences of a text, a decimal point inside a number left alone."""
    return [part.strip() for part in re.split(r"[.!?;](?:\s|$)", text) if part.strip()]


def _near(figure: float, values: list[float]) -> bool:
    return any(abs(figure - value) <= NEAR or abs(100 - figure - value) <= NEAR for value in values)


def reason(why: str) -> Hint | None:
    """What is wrong with the reason: length, no figure, a figure that this run does not show, dev taken for test."""
    lab, parts = retrieving.current(), sentences(why)
    if not 2 <= len(parts) <= 4:
        return Hint(
            f"You wrote {len(parts)} sentence{'s' * (len(parts) != 1)}; two to four are asked for.",
            id="length",
            form=True,
        )
    if len(set(re.findall(r"[^\W\d_]{2,}", why.lower()))) < 10:
        return Hint(
            "Your reason has too few different words to say anything. Which figure decides, and what do you accept?",
            "One sentence with a figure of the test pages, one with what happens to the customers it leaves out.",
            id="no reason",
        )
    if stray := next((part for part in parts if not ABOUT.search(part)), None):
        return Hint(
            f"'{stray[:60]}': what does that say about the search, its pages or its customers?",
            "Each sentence belongs to the decision: a figure, what you accept, or what has to change.",
            id="stray",
        )
    figures, decides = known(lab), False
    for part in parts:
        for match in PERCENT.finditer(part):
            figure = float(match[1].replace(",", "."))
            plainly = any(abs(figure - value) <= NEAR for value in figures.test)
            if plainly or (_near(figure, figures.test) and not _near(figure, figures.model)):
                decides = True
            elif _near(figure, figures.model):
                if not SPEAKS.search(part):
                    return Hint(
                        f"{figure:g} % is how often a model is right in this run (or the end of its interval). Your "
                        "sentence does not say so.",
                        "Name what is right in so many questions: the model, or the quoted passage.",
                        id="whose figure",
                    )
                decides = True
            elif _near(figure, figures.dev) and not WISH.search(part):
                if not re.search(r"\bdev\b", part, re.I):
                    return Hint(
                        f"{figure:g} % is a figure of the dev pages, on which the design was chosen. What do the "
                        "test pages say?",
                        "Take a figure of the right column, or write that yours is one of dev.",
                        id="dev figure",
                    )
                decides = True
            elif not WISH.search(part):
                return Hint(
                    f"You write {figure:g} %. Where does this run show it? Quote the table of the test pages or the "
                    "bars.",
                    f"{figure:g} % is no figure of this run.",
                    f"On the test pages the answer stands in the passages in {100 * lab.test.holds.value:.0f} % of the "
                    f"questions, and the best passage alone is right in {100 * lab.test.quoted.value:.0f} %.",
                    id="number not in the run",
                )
        decides = decides or any((int(m[1]), int(m[2])) in figures.counts for m in PAIR.finditer(part))
    if not decides:
        return Hint(
            "Name the figure that decided it, in per cent or as so many of so many.",
            "How often the answer stands in the passages, how often a quoted passage or a reply is right.",
            f"For instance: on the test pages the answer stands in the passages in {100 * lab.test.holds.value:.0f} %.",
            id="no number",
        )
    return None
