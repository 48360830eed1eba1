"""Read the figures in a reason for ship or hold (03.8) and hold them against the run: shares, counts, points, seconds.

Only figures are read. Whether the sentences around them carry the choice is left to people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_UNITS += ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: n for n, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, start=2)}
_WORDS |= {f"{ten}{gap}{_UNITS[n]}": _WORDS[ten] + n for ten in _TENS for n in range(1, 10) for gap in "- "}
_NUMBER_WORD = re.compile(rf"\b({'|'.join(sorted(_WORDS, key=len, reverse=True))})\b", re.I)
_MUST = re.compile(r"must[-_ ]pass(?:ed|es)?\b|\b(?:that|which) (?:all )?(?:must|have to) (?:all )?pass\b", re.I)
_FAIL = re.compile(r"\bfail|\bwrong|\bmissed|\b(?:did|do|does) ?(?:not|n.t) pass|\bnot pass", re.I)
_PASS = re.compile(r"\bpass|\bright\b|\bcorrect", re.I)
_MOVED = re.compile(r"\bbroke|\bworse|\bregress|\blost|\bfixed|\bbetter|\bgained", re.I)
_WISH = re.compile(
    r"\b(reach|rise|until|once|unless|would|should|needs?|need to|has to|have to|must|target|goal|aim|next)\b", re.I
)
_SHARE = re.compile(r"(?<![\w.,-])(\d+(?:[.,]\d+)?)(?= ?(?:%|per cent|percent)| ?(?:to|–|-|and) ?\d+(?:[.,]\d+)? ?%)")
_DECIMAL = re.compile(r"(?<![\w.,-])(0[.,]\d+)(?![\d.,]*\d)(?! ?(?:%|per cent|percent|points?|s\b|sec|usd|euro))", re.I)
_OF = r"(?:of|out of|from|in) (?:the |all |our |its |those |these )?"
_PAIR = re.compile(rf"(?<![\w.,-])(\d+)(?: ?/ ?| [^\d.,;%]{{0,40}}?{_OF})(\d+)\b(?! ?%|[.,]\d)", re.I)
_TOTAL_FIRST = re.compile(rf"\b{_OF}(\d+)\b(?! ?%)", re.I)
_WHOLE = re.compile(
    r"(?<![\w.,-])(\d+)\b(?! ?(?:%|per cent|percent|points?|s\b|sec|usd|euro)|[.,]\d| ?(?:to|–) ?\d)", re.I
)


@dataclass(frozen=True)
class Figures:
    """What the gate run shows, in percent, counts, points, seconds and dollars.

    passes, fails: shares that decide. known: shares that may be named beside one of them (limits, the baseline). dev:
    shares of the dev set. counts: (total, passed, failed, decides). moved: how many cases broke or were mended.
    """

    passes: list[float]
    fails: list[float]
    known: list[float]
    dev: list[float]
    counts: list[tuple[int, int, int, bool]]
    moved: list[int]
    must: tuple[int, int] | None = None
    points: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    dollars: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """What a reason names. decides: whether a figure that decides is among it; foreign: the first that is not there."""

    decides: bool
    foreign: str | None = None
    dev: bool = False
    correction: str | None = None


def figures(lab: Any, gate: Any, even: float) -> Figures:
    """The figures of a gate run of lab 03. even: the break-even rate."""
    runs = [(lab.run(version, "test"), lab.rate(version, "test")) for version in (lab.version_b, lab.version_a)]
    (_, rate_b), (_, rate_a) = runs
    by_rule = {line.rule: line for line in gate.lines}
    counts = []
    for (run, _), decides in zip(runs, (True, False), strict=True):
        graded = [grade.status for grade in run.grades["phrases"]]
        counts.append((len(graded), graded.count("pass"), len(graded) - graded.count("pass"), decides))
    passes = [100 * value for value in (rate_b.value, rate_b.low, rate_b.high)]
    fails = [100 - value for value in passes]
    line, must = by_rule.get("must_pass"), None
    if line is not None and line.measured is not None:
        must = (line.measured, line.limit - line.measured)
        counts.insert(0, (line.limit, *must, True))
        passes.append(100 * must[0] / line.limit)
        fails.append(100 * must[1] / line.limit)
    compared = lab.compared("test")
    limits = [100 * line.limit for line in gate.lines if isinstance(line.limit, float)]
    gap = compared.difference
    regression = any(rule in by_rule for rule in ("max_regression", "max_regression_high"))
    measured = {rule: by_rule[rule].measured for rule in by_rule if by_rule[rule].measured is not None}
    return Figures(
        passes=passes,
        fails=fails,
        known=[100 * rate_a.value, 100 * rate_a.low, 100 * rate_a.high, *limits, 95.0, 100.0, 0.0, 100 * even],
        dev=[
            100 * x
            for v in (lab.version_a, lab.version_b)
            for x in (lab.rate(v).value, lab.rate(v).low, lab.rate(v).high)
        ],
        counts=counts,
        moved=[len(compared.regressions), len(compared.improvements)],
        must=must,
        points=[abs(100 * x) for x in (gap.value, gap.low, gap.high)] if regression else [],
        seconds=[measured["p95_latency_s"]] if "p95_latency_s" in measured else [],
        dollars=[measured["cost_per_case_usd"]] if "cost_per_case_usd" in measured else [],
    )


def read(why: str, known: Figures) -> Reading:
    """Find the figures of a text and say whether one decides, and which is foreign to the run."""
    text = _MUST.sub("MUSTPASS", why)
    text = _NUMBER_WORD.sub(lambda found: str(_WORDS[found[1].lower()]), text)
    text = re.sub(r"\bnone of\b", "0 of", text, flags=re.I)
    decides = False
    for sentence in re.split(r"[.!?;](?:\s|$)|\n", text):
        for said in (_shares(sentence, known), _counts(sentence, known)):
            if said.foreign:
                return said
            decides = decides or said.decides
        decides = decides or _others(sentence, known)
    return Reading(decides)


def _near(written: str, values: list[float], scale: float = 1) -> bool:
    """Whether a number as written is one of the values, rounded as it is written."""
    number = float(written.replace(",", ".")) * scale
    digits = len(re.split("[.,]", written)[1]) if re.search("[.,]", written) else 0
    slack = max(0.5 * scale * 10**-digits, 0.05) + 1e-9
    return any(abs(number - value) <= slack for value in values)


def _shares(sentence: str, known: Figures) -> Reading:
    decides, failing = False, bool(_FAIL.search(sentence))
    found = [(m, 1.0) for m in _SHARE.finditer(sentence)] + [(m, 100.0) for m in _DECIMAL.finditer(sentence)]
    for match, scale in found:
        written, before = match[1], sentence[: match.start()]
        as_said = f"{written} %" if scale == 1 else written
        claimed = re.search(r"\bpass(?:es|ed)?(?: only| just| about| at least| at most| with)? ?$", before, re.I)
        if _near(written, known.passes, scale) or (failing and _near(written, known.fails, scale)):
            decides = True
        elif claimed and not _WISH.search(before):
            if not (re.search(r"\bdev\b|\bA\b|baseline", sentence) and _near(written, known.known + known.dev, scale)):
                return Reading(False, as_said, dev=_near(written, known.dev, scale))
        elif _near(written, known.known, scale) or _WISH.search(before):
            continue
        elif not (_near(written, known.dev, scale) and re.search(r"\bdev\b", sentence, re.I)):
            return Reading(False, as_said, dev=_near(written, known.dev, scale))
    return Reading(decides)


def _direction(text: str, whole: str) -> str | None:
    for part in (text, whole):
        fail, passed, moved = (bool(p.search(part)) for p in (_FAIL, _PASS, _MOVED))
        if fail + passed + moved == 1:
            return "fail" if fail else "pass" if passed else "moved"
        if fail and re.search(r"n.t pass|not pass", part, re.I) and not moved:
            return "fail"
        if fail + passed + moved > 1:
            return None
    return None


def _counts(sentence: str, known: Figures) -> Reading:
    pairs = []
    for match in _PAIR.finditer(sentence):
        tail = re.split(r"[,;:(]", sentence[match.end() :])[0]
        pairs.append((int(match[1]), int(match[2]), match[0] + tail))
    if not pairs and (first := _TOTAL_FIRST.search(sentence)) and (then := _WHOLE.search(sentence, first.end())):
        tail = re.split(r"[,;:(]", sentence[then.end() :])[0]
        pairs.append((int(then[1]), int(first[1]), sentence[first.end() : then.end()] + tail))
    if not pairs and known.must and re.search(r"MUSTPASS|unforgivable|never", sentence):
        pairs = [(int(m[1]), sum(known.must), sentence) for m in _WHOLE.finditer(sentence)]
        pairs = [pair for pair in pairs if pair[0] != sum(known.must)]
    decides = False
    for count, total, around in pairs:
        rows = [row for row in known.counts if row[0] == total]
        way = _direction(around, sentence)
        if not rows:
            continue
        options = {"pass": lambda row: row[1:2], "fail": lambda row: row[2:3], None: lambda row: row[1:3]}
        if way == "moved":
            decides = decides or count in known.moved
            continue
        hits = [row for row in rows if count in options[way](row)]
        decides = decides or any(row[3] for row in hits)
        if not hits and way is not None and not _WISH.search(sentence):
            _, passed, failed, _ = rows[0]
            return Reading(False, f"{count} of {total}", correction=f"{passed} of {total} passed and {failed} did not")
    return Reading(decides)


def _others(sentence: str, known: Figures) -> bool:
    for pattern, values in (
        (r"(\d+(?:[.,]\d+)?) ?(?:percentage )?points?", known.points),
        (r"(\d+(?:[.,]\d+)?) ?(?:s|sec|seconds?)\b", known.seconds),
        (r"(\d+(?:[.,]\d+)?) ?(?:usd|dollars?)\b", known.dollars),
    ):
        if any(_near(found[1], values) for found in re.finditer(pattern, sentence, re.I)):
            return True
    return False
