"""Are the figures of a reason those of the run? For exercise 9 of lab 11."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers.allowing.lab import SHIPPED, YOURS
from helpers.check import Hint

if TYPE_CHECKING:
    from helpers.allowing.lab import Lab
    from helpers.office import Ran

HOLD = "do not launch"
ABOUT = {  # what a part of a sentence is about, by its words
    "done": re.compile(r"\b(?:done|finish\w*|complet\w*|solv\w*|tasks?)\b", re.I),
    "asked": re.compile(r"\b(?:ask\w*|prompt\w*|question\w*|confirm\w*|approv\w*)\b", re.I),
    "notices": re.compile(r"\bnotices?\b|\bnotif\w+", re.I),
    "attacks": re.compile(r"\b(?:attacks?|texts?|planted|never-events?|leaks?|inject\w*)\b", re.I),
    "harm": re.compile(r"\b(?:harm|euros?|eur|cost\w*)\b", re.I),
}
NAMED = {  # a sentence that speaks of another policy may give its figures
    "none": re.compile(r"[“\"']none[”\"']|\b(?:without a|without any|no) polic|\bunder none\b", re.I),
    "confirm all writes": re.compile(r"confirm(?:ing)? (?:all|every|each) write", re.I),
    "confirm if not from user": re.compile(r"confirm(?:ing)? (?:if|what is) not", re.I),
    "block if not from user": re.compile(r"\bblock", re.I),
    YOURS: re.compile(r"\b(?:yours|ours|mine|(?:our|my) (?:own )?policy|targeted|reference)\b", re.I),
}
ASSUMED = re.compile(r"assum|vigilan|\bnotic|interval|confiden|tired|at the first|\bread\b|sure", re.I)
SENTENCE = re.compile(r"[.!?;](?=\s|$)")
PART = re.compile(r",(?=\s)|\s(?:and|but|while|though|although|whereas|because)\s")
NUMBER = re.compile(r"(?<![\w.,-])(\d+(?:[.,]\d+)?)(?![\w])")
OF = re.compile(r"\b(?:in|of|out of|for|per) (?:all |the |every |each )?(\d+)\b")
NONE = re.compile(
    r"\b(?:no|none of the|not one|zero|0) (?:attacks?|texts?|planted texts?)\b[^.]{0,30}"
    r"\b(?:work|succeed|get|come|pass)",
    re.I,
)


EVERY = re.compile(
    r"\b(?:every|all|each)(?: of)?(?: the| our)? (?:planted )?(?:attacks?|texts?) (?:still )?"
    r"(?:work|succe|come|get|pass)",
    re.I,
)
WORKED = re.compile(
    r"(\d+) (?:\w+ ){0,2}?(?:out )?of (?:the |all |our )?(\d+)\b(?=[^.;]{0,30}\b(?:work|succe|come|get|pass))", re.I
)
OF_100 = re.compile(r"\b(?:of|in) (?:a )?(?:100|hundred)\b|\d (?:to|and) \d|\d ?[-–] ?\d")
STOPPED = re.compile(r"\b(?:stop|block|refus|fail|not|held)", re.I)
TOO_MUCH = re.compile(
    r"(?<!not )perfectly safe|(?<!not )(?:completely|totally|absolutely|fully|entirely|always) (?:safe|secure)|"
    r"no attack (?:can|could|will)\b[^.,;]{0,12}|accepts? nothing|know everything|"
    r"nothing can (?:go wrong|happen)|(?<!no )(?<!not )(?<!cannot )(?<!can't )guarantee\w*",
    re.I,
)
COUNTED = re.compile(r"\s*(?:of|out of|prompts?|attacks?|never|euros?|times|notices?|harm)\b", re.I)


def options() -> list[str]:
    """The choices of exercise 9."""
    return [*SHIPPED, YOURS, HOLD]


def _counts(ran: Ran) -> dict[str, list[float]]:
    """What a row counts, by the measure that it belongs to."""
    alone, attacked = ran.alone, ran.attacked
    texts = len({one.case.planted.id for one in attacked})
    events = sum(len(one.verdict.never_events) for one in attacked)
    worked = sum(one.attack_worked for one in attacked)
    done = sum(one.verdict.success for one in alone)
    return {
        "done": [done, len(alone) - done, len(alone)],
        "asked": [sum(one.run.approvals for one in alone)],
        "notices": [sum(one.run.notices for one in alone)],
        "attacks": [worked, len(attacked) - worked, len(attacked), events, texts],
        "harm": [],
    }


def by_measure(ran: Ran) -> dict[str, tuple[list[float], list[float]]]:
    """Measure -> (per cent that somebody may write, other numbers: means, means for 100, counts)."""
    counts = _counts(ran)
    found: dict[str, tuple[list[float], list[float]]] = {name: ([], list(counts[name])) for name in counts}
    for name, places in (("task_success", "done"), ("attack_success", "attacks")):
        rate = ran.figure(name)
        parts = [100 * rate.value, 100 * max(0.0, rate.low), 100 * min(1.0, rate.high)]
        found[places][0].extend([*parts, 100 - parts[0]])
    if ran.value("attack_success") == 0:
        found["attacks"][0].append(min(100, 300 / counts["attacks"][-1]))
    for name, place in (("approvals", "asked"), ("notices", "notices"), ("harm_eur", "harm")):
        mean = ran.figure(name)
        parts = [mean.value, max(0.0, mean.low), mean.high]
        found[place][1].extend(parts)
        if place != "harm":
            found[place][1].extend(100 * part for part in parts)
    return found


def values(ran: Ran) -> list[float]:
    """All figures of a row, whatever they are about."""
    return [value for pair in by_measure(ran).values() for part in pair for value in part]


def _near(figure: float, known: list[float]) -> bool:
    return any(abs(figure - value) <= (0.006 if figure < 2 and value < 2 else 0.6) for value in known)


@dataclass(frozen=True)
class _Quoted:
    """A number of a reason, with what its part of the sentence is about and which policies its sentence names."""

    figure: float
    share: bool
    about: frozenset[str]
    named: frozenset[str]
    assumed: bool
    base: bool
    of_100: bool
    idle: bool  # a 0 that counts nothing of the table

    def stands_in(self, ran: Ran) -> bool:
        """Whether the row has this number where the sentence puts it."""
        known = by_measure(ran)
        for name in self.about or known:
            share, other = known[name]
            if _near(self.figure, share if self.share else [*share, *other] if self.of_100 else other):
                return True
        return False


def _quoted(why: str) -> list[_Quoted]:
    found = []
    for sentence in SENTENCE.split(why):
        named = frozenset(name for name, pattern in NAMED.items() if pattern.search(sentence))
        for part in PART.split(sentence):
            about = frozenset(name for name, pattern in ABOUT.items() if pattern.search(part))
            bases = [match.span(1) for match in OF.finditer(part)]
            for match in NUMBER.finditer(part):
                share = bool(re.match(r"\s*(?:%|per ?cent)", part[match.end() :]))
                figure = float(match[1].replace(",", "."))
                base, of_100 = match.span(1) in bases and not share, bool(OF_100.search(part))
                idle = figure == 0 and not share and not COUNTED.match(part[match.end() :])
                found.append(_Quoted(figure, share, about, named, bool(ASSUMED.search(part)), base, of_100, idle))
    return found


def figures_fault(lab: Lab, choice: str, why: str) -> Hint | None:
    """A hint when a figure of the reason is not the one of the chosen row, is of the dev tasks, or is denied."""
    runs = lab.looked or lab.look(reference())
    row = choice if choice in runs else YOURS
    mine = [runs[row]]
    if hint := claims_fault(runs, row, why):
        return hint
    dev = list(lab.plain().values())
    assumed = [95.0, 100 * lab.notices_read, 100 * lab.vigilance, 100 * lab.decay, lab.vigilance, lab.notices_read]
    quoted = _quoted(why)
    if not quoted:
        return Hint(
            "Name the figure of the test table that decided it.",
            "Prompts for each task, tasks done, attacks that work, harm: one of your row.",
            example(lab, choice),
            id="no number",
        )
    decides = False
    for one in quoted:
        if any(one.stands_in(ran) for ran in mine):
            decides = decides or not (one.base or one.idle)
            continue
        if one.base and any(_near(one.figure, [100.0, 1000.0, *values(ran)]) for ran in mine):
            continue
        if (one.assumed and one.figure in assumed) or (one.figure in (1.0, 2.0, 3.0, 4.0) and not one.share):
            continue
        if one.share and _near(one.figure / 100, [mine[0].value("approvals")]):
            return Hint(
                f"{one.figure:g} %: the row shows {one.figure / 100:.2f} prompts for each task. Is that a share?",
                "It is a mean: so many prompts for one task. Write it as the table does.",
                example(lab, choice),
                id="no share",
            )
        others = [name for name, ran in runs.items() if one.stands_in(ran)]
        if set(others) & one.named:
            continue
        if others:
            return Hint(
                f"You write {one.figure:g}. That is not what the row “{row}” shows there. Whose figure is it?",
                f"{one.figure:g} stands in the row “{others[0]}”. Name that policy there, or take your row's.",
                example(lab, choice),
                id="another row",
            )
        if any(one.stands_in(ran) for ran in dev):
            return Hint(
                f"{one.figure:g} is a figure of the dev tasks, on which the policy was chosen. What do the test tasks "
                "say?",
                "Take a figure of the last table.",
                example(lab, choice),
                id="dev figure",
            )
        return Hint(
            f"You write {one.figure:g}. Where does the row “{row}” of the test table show it?",
            f"{one.figure:g} is no figure of that row for what the sentence is about.",
            example(lab, choice),
            id="number not in the run",
        )
    if not decides:
        return Hint(
            f"None of your figures is one of the row “{row}”. Which figure of that row decided it?",
            "Read along that row of the test table.",
            example(lab, choice),
            id="another row",
        )
    return None


def claims_fault(runs: dict[str, Ran], row: str, why: str) -> Hint | None:
    """A hint when words of the reason deny the row: none, all, or N of M attacks; or when they promise too much."""
    ran = runs[row]
    worked, all_of = sum(one.attack_worked for one in ran.attacked), len(ran.attacked)
    said = (
        f"In the row “{row}” {worked} of {all_of} attacks work ({100 * ran.value('attack_success'):.0f} %). Does your "
        "sentence say so?"
    )
    for sentence in SENTENCE.split(why):
        if any(name != row and pattern.search(sentence) for name, pattern in NAMED.items()):
            continue
        counted = [int(match[1]) for match in WORKED.finditer(sentence) if int(match[2]) == all_of]
        wrong = [count for count in counted if count != worked] if not STOPPED.search(sentence) else []
        denied = (NONE.search(sentence) and worked > 0) or (EVERY.search(sentence) and worked < all_of)
        if wrong or denied:
            return Hint(said, "Read the column of attacks in that row.", id="contradicts")
        if found := TOO_MUCH.search(sentence):
            return Hint(
                f"“{found[0]}”: how many planted texts were tried, and what does the table not rule out?",
                "So few texts leave a part open, even where none worked. Say what you accept.",
                id="too much",
            )
    return None


def reference() -> str:
    """The text of the reference policy (for a look that was not taken yet)."""
    from helpers.allowing.lab import reference_text

    return reference_text()


def example(lab: Lab, choice: str) -> str:
    """A figure of the chosen row, said openly."""
    runs = lab.looked
    ran = runs.get(choice) or runs[YOURS]
    return (
        f"For instance: {100 * ran.value('task_success'):.0f} % of the test tasks are done with "
        f"{ran.value('approvals'):.2f} prompts for each."
    )


def reference_why(lab: Lab) -> str:
    """A reason that holds for this run."""
    runs = lab.looked or lab.look(reference())
    ran = runs[YOURS]
    texts = len({one.case.planted.id for one in ran.attacked})
    worked = sum(one.attack_worked for one in ran.attacked)
    return (
        f"On the test tasks {100 * ran.value('task_success'):.0f} % are done with {ran.value('approvals'):.2f} prompts "
        f"for each, and {worked} of {len(ran.attacked)} attacks work. We accept that only {texts} planted texts were "
        "tried, and that people read notices as well as we assume. What cannot be undone is forbidden, or a person is "
        "asked."
    )
