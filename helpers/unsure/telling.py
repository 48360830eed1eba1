"""Sentences and small tables of lab 06: promises kept or not, danger, policies tried, times, assumptions shaken."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from helpers.unsure import box, policy, reference, signals, stakes, times
from helpers.world import questions

if TYPE_CHECKING:
    from helpers.unsure.lab import Lab

LIVE_CALLS = 5
BUSY = 5.0  # seconds, to show what load does to a deadline
QUIET = 0.5  # load average from which recorded times are said to be too slow


def show_self_check(lab: Lab) -> Any:
    """Counts of the self-check: pages that are right or wrong, by what the model says."""
    from helpers import cards

    table = lab.check_table()
    lines = [("yes", table.yes_right, table.yes_wrong), ("no", table.no_right, table.no_wrong)]
    rows, _ = lab.checked()
    return cards.table(
        ["the model says", "page is right", "page is wrong"], lines, f"{lab.model}, {len(rows)} dev questions"
    )


def promise_text(lab: Lab, severity: str) -> str:
    """What the dev questions promise for the target of a severity, in a sentence."""
    target, found = f"{severity}, at least {100 * lab.target(severity):.1f} % right", lab.safe(severity)
    if found.threshold is None:
        return f"{target}: {found.reason}."
    return (
        f"{target}: promised from a similarity of {found.threshold:g} on, where {found.accuracy:.1%} of {found.n} "
        "are right "
        f"and at least {found.lower_bound:.1%} can be promised."
    )


def kept_promises(lab: Lab) -> str:
    """What the thresholds of dev are worth on the test questions, in sentences."""
    lines = []
    for name, threshold, severity in (
        ("The naive threshold for costly questions", lab.naive("costly"), "costly"),
        ("The promised threshold for costly questions", lab.safe("costly").threshold, "costly"),
        ("The promised threshold for annoying questions", lab.safe("annoying").threshold, "annoying"),
    ):
        if threshold is None:
            lines.append(f"{name}: there is none.")
            continue
        found, dev = (signals.cut(lab.values(split), lab.right(split), threshold) for split in ("test", "dev"))
        target = 100 * lab.target(severity)
        said = (
            "answers nothing"
            if found.accuracy is None
            else f"{found.right} of {found.answered} right, {found.accuracy.text}"
        )
        lines.append(
            f"{name}, {threshold:g}: on test {said}. On dev {dev.right} of {dev.answered} were right. The target of "
            f"{target:.1f} %: {_reached(found, target)}.{_stated(lab, threshold)}"
        )
    return "\n".join(lines)


def _reached(found: signals.Cut, target: float) -> str:
    """Whether a target in percent is reached, missed, or lies inside the interval."""
    if found.accuracy is None or 100 * found.accuracy.low >= target:
        return "reached" if found.accuracy is not None else "cannot be told"
    return "missed" if 100 * found.accuracy.high < target else "cannot be told, the interval holds it"


def _stated(lab: Lab, threshold: float) -> str:
    """How many of the wrong test pages from a threshold on state the answer, although the label names another page."""
    pairs = zip(lab.rows("test"), lab.values("test"), strict=True)
    wrong = [row for row, value in pairs if value >= threshold and not row.right]
    count = sum(box.states_too(row) for row in wrong)
    if not count:
        return ""
    return f" (Of the {len(wrong)} wrong ones {count} open at words of the right answer; see section 1.)"


def labels_text(lab: Lab) -> str:
    """How strict the labels are: wrong pages that state the answer too, by split."""
    lines = []
    for split in ("dev", "test"):
        wrong = [row for row in lab.rows(split) if not row.right]
        count = sum(box.states_too(row) for row in wrong)
        lines.append(f"{count} of {len(wrong)} wrong {split} pages")
    return (
        f"{' and '.join(lines)} open at a passage that has the words of the right answer, although the label names "
        "another page."
    )


def show_dangerous() -> Any:
    """The unforgivable dev questions."""
    from helpers import cards

    found = [question for question in questions("dev") if question.severity == "unforgivable"]
    lines = [(n, question.text) for n, question in enumerate(found, 1)]
    return cards.table(["", "the customer writes"], lines, f"{len(found)} unforgivable dev questions")


def alarm_text(danger: Iterable[str]) -> str:
    """What a list of words catches on dev and on test."""
    from helpers import stats

    words, lines = list(danger), []
    for split in ("dev", "test"):
        found = stakes.alarm(questions(split), words)
        lines.append(
            f"{split:5s} catches {found.caught} of {found.of} unforgivable questions, "
            f"{stats.wilson(found.caught, found.of).text}; {found.false} of {found.others} harmless ones go along"
        )
    return "\n".join(lines)


def show_guessed(lab: Lab, danger: Iterable[str]) -> Any:
    """Who is in each line of a policy: questions by guessed and true severity, and what a wrong answer costs."""
    from helpers import cards
    from helpers.unsure.deciding import guessed_table, mean_wrong

    lines = []
    for guess, counts in guessed_table(lab, list(danger)).items():
        mean = mean_wrong(lab, counts)
        share = f"{100 * mean / (mean + lab.given.person_eur):.0f} %" if mean else "–"
        lines.append((guess, *counts.values(), f"{mean:.1f}" if mean else "–", share))
    head = ["guessed by words", "annoying", "costly", "unforgivable", "a wrong answer costs, euros", "break-even share"]
    return cards.table(head, lines, "Dev questions by what they are; euros and share without the unforgivable ones")


def shown_promise(lab: Lab, severity: str) -> str:
    """The promised threshold of a severity in words."""
    found = lab.safe(severity).threshold
    return "none" if found is None else f"from {found:g} on"


def show_trial(lab: Lab, tried: Mapping[str, Any]) -> Any:
    """Policies on dev beside the plain ones: a sentence for one that is open or cannot be run."""
    from helpers import answers, cards
    from helpers.unsure.showing import show_policies

    words = reference.watched(lab)
    runs = lab.others(words)
    for name, chosen in tried.items():
        if answers.unfinished(chosen) is not None:
            print(f"{name}: not written yet")
        elif wrong := policy.fault(chosen):
            print(f"{name}: {wrong}")
        else:
            runs[name] = lab.run(chosen, words, name=name)
    lab.ran["dev"] = runs
    return show_policies(runs, f"Policies on {len(lab.rows())} dev questions, for 1,000") if runs else cards.say("")


def gap_text(mine: policy.Ran, other: policy.Ran) -> str:
    """The paired difference in euros for 1,000 questions, with its interval and what it shows."""
    gap = mine.against(other)
    low, high = 1000 * gap.low, 1000 * gap.high
    shows = "cheaper" if high < 0 else "dearer" if low > 0 else "no difference shown"
    return f"{1000 * gap.value:+,.0f} euros for 1,000 questions ({low:+,.0f} to {high:+,.0f}): {shows}"


def times_text() -> str:
    """Where the times come from, and their middle and slow end with intervals."""
    from helpers import stats

    kept, whole = times.recorded_times(), times.whole_times()
    first = [one.first for one in kept.replies]

    def said(values: Any, q: float) -> str:
        one = stats.percentile_interval(values, q)
        high = f"{one.high:.2f}" if one.high != float("inf") else "no upper limit"
        return f"{one.value:.2f} s ({one.low:.2f} to {high})"

    streamed = [one.whole for one in kept.replies]
    lines = [
        f"Whole reply, {len(whole)} replies of the pilot on two processors: half within {said(whole, 0.5)}, 95 of "
        "100 within "
        f"{said(whole, 0.95)}.",
        f"Streamed, {len(first)} replies on {kept.processors} processors, {kept.recorded_at[:10]}: half of the "
        "first words "
        f"within {said(first, 0.5)}, half of the whole replies within {said(streamed, 0.5)}.",
        f"A search of the box, {len(kept.searches)} times, the same day: half within {said(kept.searches, 0.5)}.",
    ]
    if kept.load is not None and kept.load > QUIET:
        lines.append(
            f"While they were streamed the machine also did other work (load {kept.load:g}). On it, a deadline of "
            f"{BUSY:g} s "
            f"would have cut {100 * times.late(streamed, BUSY):.0f} % of the replies; when the pilot ran, "
            f"{100 * times.late(whole, BUSY):.0f} %."
        )
    return "\n".join(lines)


def time_now(lab: Lab) -> None:
    """Print the same for a few replies made now; only in a live run, because it needs the model."""
    if not lab.live:
        print(f"In a live run (`workbook run 06 --live`) {LIVE_CALLS} replies are timed on your machine as well.")
        return
    try:
        found = times.measure(times.asked()[:LIVE_CALLS])
    except (ValueError, RuntimeError, TimeoutError) as error:
        print(f"Nothing was timed here: {error}")
        return
    shown = ", ".join(f"{one.first:.2f} and {one.whole:.2f}" for one in found)
    print(f"On this machine now, first word and whole reply of {len(found)} replies, in seconds: {shown}.")


def show_shaken(lab: Lab, chosen: policy.Policy, danger: Iterable[str], only: Sequence[str] = ()) -> Any:
    """The four policies on test with each assumption (or those in `only`) halved and doubled: which is cheapest."""
    from helpers import cards
    from helpers.unsure.deciding import YOURS

    words, lines = list(danger), []
    own = lab.ran["test"][YOURS].name if lab.ran.get("test") else YOURS
    for name in policy.Assumptions.__dataclass_fields__:
        if name == "wrong_eur" or (only and name not in only):
            continue
        for factor, word in ((0.5, "half"), (2, "double")):
            value = getattr(lab.given, name) * factor
            value = value if name == "person_eur" else min(1.0, value)
            shaken = dataclasses.replace(lab, given=policy.assumptions(**_given(lab, {name: value})))
            runs = shaken.others(words, "test") | {YOURS: shaken.run(chosen, words, "test", own)}
            euros = {ran.name: 1000 * ran.mean("euros").value for ran in runs.values()}
            order = sorted((key for key in euros if key != "always answer"), key=euros.get)
            lines.append(
                (name, f"{word}: {value:g}", order[0], f"{euros[order[0]]:,.0f}", order[1], f"{euros[order[1]]:,.0f}")
            )
    head = ["assumption", "set to", "cheapest", "euros", "next", "euros"]
    return cards.table(
        head, lines, "Without “always answer”, whose unforgivable answers no sum holds; for 1,000 test questions"
    )


def _given(lab: Lab, changes: Mapping[str, float]) -> dict[str, float]:
    """The assumptions of the lab as arguments, with some replaced."""
    names = [name for name in policy.Assumptions.__dataclass_fields__ if name != "wrong_eur"]
    return {name: getattr(lab.given, name) for name in names} | dict(changes)


def show_own(lab: Lab, question: str, chosen: policy.Policy, danger: Iterable[str]) -> Any:
    """What the box finds for a question of the learner's own, and what the policy would do."""
    from helpers import cards
    from helpers.unsure.box import search

    if not isinstance(question, str) or not question.strip():
        return cards.say("Write a question between the quotes to ask the box.")
    found, guessed = search(question), stakes.guess(question, list(danger))
    state = policy.state_for(chosen[guessed], found.similarity)
    lines = [
        (n, place.title, f"{place.similarity:.2f}", " ".join(place.text.split())[:240])
        for n, place in enumerate(found.places, 1)
    ]
    caption = (
        f"Similarity {found.similarity:.2f}, guessed severity {guessed}: the policy would {_would(state)}. The order "
        "is by words and meaning together, the similarity by meaning only."
    )
    return cards.table(["", "page", "similarity", "passage"], lines, caption)


def _would(state: str) -> str:
    return {
        "answer": "show the first as the answer",
        "hedge": "show the first with a doubt",
        "ask back": "ask which of three it is about",
        "search": "list five links",
        "person": "hand over to a person",
    }[state]
