"""Is the reason of 07.9 about this run? Its figures are looked up among those of the look, of dev, and of the model.

A figure counts as one of the test pages when a row of the test column says it. An end of an interval counts where the
sentence speaks of an interval, and what is left to 100 where it speaks of what is missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from helpers import retrieving
from helpers.check import Hint

NEAR = 0.6
PERCENT = re.compile(r"(\d+(?:[.,]\d+)?) ?(?:%|per cent\b|percent\b)")
PAIR = re.compile(r"\b(\d+) (?:of|out of) (?:the |all )?(\d+)\b")
EUROS = re.compile(r"\b(\d+) (?:euros?|EUR)\b", re.I)
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


INTERVAL = re.compile(
    r"interval|between|at least|at most|\bfrom\b|\bto \d|\blow|\bupper|\bend\b|as (?:few|little|many|much) as|or more|"
    r"or less|could be|up to|worst|best case|\(",
    re.I,
)
MISSING = re.compile(
    r"\bnot\b|n't\b|\bno\b|never|wrong|without|miss|lack|fail|los[et]|h[eo]ld|person|people|\brest\b|other|nothing|none|"
    r"remain|refus|left|open",
    re.I,
)
COLUMN = re.compile(r"\b(test|dev)\b", re.I)
SAYS = {
    "holds": re.compile(r"answer[^.;]{0,30}\b(?:passages?|there|among|found|stands?)\b|in the passages", re.I),
    "recall": re.compile(r"right page", re.I),
    "quoted": re.compile(r"quot(?!ation shown)|best passage|passage alone", re.I),
    "served": re.compile(r"after the threshold|quotation (?:is )?shown|customers (?:get|see)|is served", re.I),
    "stopped": re.compile(r"no page", re.I),
    "lost": re.compile(r"h[eo]ld|to a person|people", re.I),
}
"""Words by which a sentence names a row of the table of the look."""


@dataclass(frozen=True)
class Column:
    """The figures of one column, in per cent: the value of each row by name, and the two ends of its interval."""

    rows: dict[str, float]
    ends: dict[str, tuple[float, float]]
    counts: frozenset[tuple[int, int]]

    def plainly(self, figure: float) -> set[str]:
        """The rows whose value a figure is."""
        return {name for name, value in self.rows.items() if abs(figure - value) <= NEAR}

    def said(self, figure: float, part: str) -> set[str]:
        """The rows that say a figure: as it stands, as an end of an interval, or as what is left to 100."""
        ends = self.ends if INTERVAL.search(part) else {}
        found = self.plainly(figure)
        found |= {name for name, pair in ends.items() if any(abs(figure - end) <= NEAR for end in pair)}
        if MISSING.search(part):
            found |= {name for name, value in self.rows.items() if abs(100 - figure - value) <= NEAR}
        return found


@dataclass(frozen=True)
class Known:
    """The figures of a run: test and dev column, and how often a model is right (on dev), with (hits, of) pairs."""

    test: Column
    dev: Column
    model: Column


def known(lab) -> Known:
    """Figures of the look at the test pages, of the same on dev pages, and of the answers (which are on dev pages)."""
    ways = {name: rate for name, rate in retrieving.three_ways(lab).items() if "quoted" not in name}
    gap = retrieving.quote_against_model(lab)
    dev = _column(
        lab.dev, {"quoted minus model": gap, "quoted": retrieving.three_ways(lab)["the best passage, quoted"]}
    )
    counts = frozenset((round(rate.value * rate.n), rate.n) for rate in ways.values())
    return Known(_column(lab.test), dev, Column(*_figures(ways), counts | _rest(counts)))


def _figures(rates) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    return (
        {name: 100 * abs(rate.value) for name, rate in rates.items()},
        {name: (100 * rate.low, 100 * rate.high) for name, rate in rates.items()},
    )


def _column(look, more=None) -> Column:
    rows, ends = _figures({name: getattr(look, name) for name in ("holds", "recall", "quoted", "served")})
    for name, rate in (more or {}).items():
        rows.setdefault(name, 100 * abs(rate.value))
        ends[name] = (100 * rate.low, 100 * rate.high) if name not in ends else ends[name]
    pairs = {"stopped": (look.silence.stopped, look.silence.silent), "lost": (look.silence.lost, look.silence.there)}
    rows |= {name: 100 * hits / of for name, (hits, of) in pairs.items()}
    counts = frozenset({*look.counts, *pairs.values()})
    return Column(rows, ends, counts | _rest(counts))


def _rest(counts) -> frozenset[tuple[int, int]]:
    return frozenset((of - hits, of) for hits, of in counts)


def _named(part: str, start: int, end: int) -> str:
    """The column that a sentence names for a figure: "test", "dev", or "" where it names none, or both as near."""
    near: dict[str, int] = {}
    for match in COLUMN.finditer(part):
        away = match.start() - end if match.start() >= end else start - match.end()
        name = match[1].casefold()
        near[name] = min(away, near.get(name, away))
    if len(near) == 2 and abs(near["test"] - near["dev"]) < 3:
        return ""
    return min(near, key=near.get) if near else ""


def sentences(text: str) -> list[str]:
    """The sentences of a text, a decimal point inside a number left alone."""
    return [part.strip() for part in re.split(r"[.!?;](?:\s|$)", text) if part.strip()]


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
            hint, counts = _figure(float(match[1].replace(",", ".")), part, _named(part, *match.span()), figures)
            if hint:
                return hint
            decides = decides or counts
        for match in EUROS.finditer(part):  # other euros may be prices or assumptions: they neither decide nor offend
            euros, column = int(match[1]), _named(part, *match.span())
            test, dev = (abs(euros - one.silence.euros) < 1 for one in (lab.test, lab.dev))
            if dev and not test and column != "dev":
                return _dev_figure(f"{euros} euros")
            decides = decides or test or dev
        for match in PAIR.finditer(part):
            pair, column = (int(match[1]), int(match[2])), _named(part, *match.span())
            if column == "test" and pair not in figures.test.counts and pair in figures.dev.counts:
                return _dev_figure(f"{pair[0]} of {pair[1]}")
            decides = decides or any(pair in one.counts for one in (figures.test, figures.dev, figures.model))
    if not decides:
        return Hint(
            "Name the figure that decided it, in per cent or as so many of so many.",
            "How often the answer stands in the passages, how often a quoted passage or a reply is right, what the "
            "mistakes cost.",
            f"For instance: on the test pages the answer stands in the passages in {100 * lab.test.holds.value:.0f} %.",
            id="no number",
        )
    return None


def _dev_figure(figure: str) -> Hint:
    return Hint(
        f"{figure} is a figure of the dev pages, on which the design was chosen. What do the test pages say?",
        "Take a figure of the right column, or write that yours is one of dev.",
        id="dev figure",
    )


def _figure(figure: float, part: str, column: str, figures: Known) -> tuple[Hint | None, bool]:
    """What is wrong with a figure in its sentence, and whether it is one of the run."""
    test, dev, model = (one.said(figure, part) for one in (figures.test, figures.dev, figures.model))
    named = {name for name, words in SAYS.items() if words.search(part)}
    if column != "dev" and test:
        other_row = named and not test & named and dev & named
        other_row = other_row or (figures.dev.plainly(figure) and not figures.test.plainly(figure))
        if not other_row and not (model and not column and SPEAKS.search(part)):
            return None, True
        if other_row:
            return _dev_figure(f"{figure:g} %"), False
    if model and column != "test":
        if SPEAKS.search(part):
            return None, True
        if not dev or not column:
            return Hint(
                f"{figure:g} % is how often a model is right in this run (or the end of its interval). Your "
                "sentence does not say so.",
                "Name what is right in so many questions: the model, or the quoted passage.",
                id="whose figure",
            ), False
    if dev and column == "dev":
        return None, True
    if WISH.search(part):
        return None, False
    if test and column == "dev":
        return Hint(
            f"{figure:g} % is a figure of the test pages, and your sentence says dev. Which of the two do you mean?",
            "The left column of the table is dev, the right one the test pages.",
            id="test figure",
        ), False
    if dev:
        return _dev_figure(f"{figure:g} %"), False
    if model:
        return Hint(
            f"{figure:g} % is how often a model is right, and the model was asked dev questions only. What do the "
            "test pages say?",
            "Take a figure of the right column, or write that yours is one of dev.",
            id="model on dev",
        ), False
    lab = retrieving.current()
    return Hint(
        f"You write {figure:g} %. Where does this run show it? Quote the table of the test pages or the bars.",
        f"{figure:g} % is no figure of this run.",
        f"On the test pages the answer stands in the passages in {100 * lab.test.holds.value:.0f} % of the questions, "
        f"and the best passage alone is right in {100 * lab.test.quoted.value:.0f} %.",
        id="number not in the run",
    ), False
