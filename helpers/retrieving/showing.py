"""What lab 07 shows: tables of designs, cards of replies with their passages, what a guard asks and costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from helpers import plots, world
from helpers.cards import _BOX, _WRAP, Block, say, table
from helpers.retrieving import pages, silence
from helpers.retrieving.asking import Answer, asked, share
from helpers.retrieving.designs import Design
from helpers.retrieving.finding import found
from helpers.retrieving.lab import Row


def _text(estimate: Any, digits: int = 1) -> str:
    """An estimate of a share: "61.1 % (51.2 to 71.0)"; a dash where there is none."""
    if estimate is None:
        return "not recorded"
    low, high = max(0.0, estimate.low), min(1.0, estimate.high)
    return f"{100 * estimate.value:.{digits}f} % ({100 * low:.{digits}f} to {100 * high:.{digits}f})"


def design_table(rows: Mapping[object, Row], name: str, caption: str) -> Block:
    """Designs in figures, one in a line: what is found, what the model makes of it, what it costs."""
    head = (
        name,
        "right page among them",
        "answer in the passages",
        "words shown",
        "right replies",
        "tokens of the prompt",
    )
    lines = [
        (key, _text(row.recall), _text(row.holds), f"{row.words:.0f}", _text(row.right),
         "not recorded" if row.tokens is None else f"{row.tokens:.0f}")
        for key, row in rows.items()
    ]  # fmt: skip
    return table(head, lines, caption)


def three_measures(row: Row) -> Block:
    """The three measures of a design, one in a line."""
    lines = [
        ("right page among the chunks shown", _text(row.recall)),
        ("answer in the passages", _text(row.holds)),
        ("right replies", _text(row.right)),
    ]
    return table(("measure", "dev questions"), lines, f"The design of this run: {row.design.text}")


def in_words(row: Row) -> str:
    """Groundedness beside rightness: how many of the claims a passage supports, how many of the replies are right."""
    if row.grounded is None or row.right is None:
        return f"{row.answered} replies, and too few claims in them for a share."
    claims, right = (plots.percent(one.value) for one in (row.grounded, row.right))
    return f"{claims} of the claims supported, {right} of the replies right."


def budget_table(designs: Sequence[Design]) -> Block:
    """Designs that show about as many words, and how often the answer is among them. Nothing is asked of a model."""
    lines = []
    for design in designs:
        rows = found(design, asked())
        words = sum(row.words for row in rows) / len(rows)
        lines.append((f"{design.k} x {design.chunk_words} words", _text(share(rows, [row.recall for row in rows])),
                      _text(share(rows, [row.holds for row in rows])), f"{words:.0f}"))  # fmt: skip
    head = ("shown", "right page among them", "answer in the passages", "words shown")
    return table(head, lines, f"The same budget of words, cut in {len(lines)} ways")


def _passages(row: Answer) -> str:
    return "".join(
        f'<pre style="{_WRAP};margin:.2em 0;padding:.3em;background:#f4f4f4">{escape(text)}</pre>' for text in row.texts
    )


def lost_cards(rows: Sequence[Answer]) -> Block:
    """Wrong replies with what the model was shown and what a right reply says."""
    html, text = "", []
    for number, row in enumerate(rows, 1):
        needs = "; ".join(item.replace(" | ", " or ") for item in row.question.must)
        reply = " ".join(row.reply.text.split())
        html += (
            f'<div class="tex2jax_ignore" style="{_BOX}"><strong>{number}. {escape(row.question.text)}</strong>'
            f"<div>A right reply says: {escape(needs)}</div>"
            f'<div style="margin:.3em 0"><em>The model said:</em> {escape(reply)}</div>'
            f"<details open><summary>The {len(row.texts)} passages that it was "
            f"shown</summary>{_passages(row)}</details></div>"
        )
        text.append(f"{number}. {row.question.text}\n   a right reply says: {needs}\n   the model said: {reply}\n"
                    + "\n".join(f"   [{n}] {' '.join(t.split())}" for n, t in enumerate(row.texts, 1)))  # fmt: skip
    return Block(html, "\n".join(text) or "There is no wrong reply.")


def claims_table(rows: Sequence[Answer]) -> Block:
    """Replies with what the rule looks up: claims that a passage supports, and claims that none does."""
    lines = []
    for row in rows:
        claims = row.ground.claims
        yes = ", ".join(claim.text for claim in claims if claim.supported) or "none"
        no = ", ".join(claim.text for claim in claims if not claim.supported) or "none"
        lines.append((row.question.id, " ".join(row.reply.text.split()), yes, no, row.ground.state))
    return table(("question", "reply", "found in a passage", "in no passage", "state"), lines, "What the rule looks up")


def grounded_table(rows: Sequence[Answer], total: int | None = None) -> Block:
    """Supported replies beside what a right one says. total: how many supported replies there are."""
    lines = [
        (row.question.id, row.question.text, " ".join(row.reply.text.split()), row.question.reference) for row in rows
    ]
    return table(
        ("question", "the customer asks", "the reply", "a right reply"),
        lines,
        f"{len(rows)} of the {len(rows) if total is None else total} replies whose claims all stand in the passages",
    )


def attack_table(rows: Sequence[Answer], count: int = 6) -> Block:
    """Some questions for which the poisoned page was found, with the reply."""
    lines = [(row.question.id, row.question.text, " ".join(row.reply.text.split())) for row in rows[:count]]
    return table(
        ("question", "the customer asks", "the reply"), lines, f"The first {len(lines)} of {len(rows)} replies"
    )


def count_of(texts: Any, phrase: Any) -> int:
    """How many of the texts hold a phrase, as whole words. Says what it counted."""
    from helpers.evals import mentions

    if not isinstance(phrase, str) or not phrase.strip():
        print("Write the phrase to look for between quotes.")
        return 0
    hits = sum(mentions(text, phrase.strip()) for text in texts)
    print(f"{hits} of {len(texts)} replies hold {phrase.strip()!r}.")
    return hits


def suspects_table() -> Block:
    """Five pages that should not be shown, with what stands beside each of them: all that a filter can see."""
    lines = []
    for letter, (key, wrong) in pages.SUSPECTS.items():
        page = pages.suspect(letter)
        lines.append((letter, key, wrong, str(page.valid_from), str(page.valid_to or "open"), page.owner or "nobody",
                      str(page.reviewed or "never")))  # fmt: skip
    head = ("letter", "page and version", "what is wrong", "valid from", "valid to", "owner", "reviewed")
    return table(head, lines, "Five pages that no customer should read")


def bad_shown(rows: Sequence[Any]) -> int:
    """For how many questions one of the five pages is among the passages."""
    keys = {key for key, _ in pages.SUSPECTS.values()}
    old = {page.key for page in world.all_documents() if page.valid_to and page.valid_to < world.TODAY}
    return sum(bool({hit.document for hit in row.hits} & (keys | old)) for row in rows)


def guard_table(sets: Sequence[Sequence[str]] = ((), ("date",), ("owner",), ("date", "owner"), ("review",))) -> Block:
    """Guards in figures: how many pages are left, how often the answer is shown, how often a bad or an old page is."""
    lines = []
    for names in sets:
        design = Design(pages="everything", guards=tuple(names))
        rows = found(design, asked())
        shown = _text(share(rows, [row.holds for row in rows]))
        bad = f"{bad_shown(rows)} of {len(rows)}"
        lines.append((" and ".join(names) or "none", str(pages_left(design)), shown, bad))
    head = ("guards", "pages left", "answer in the passages", "questions that are shown a bad or an old page")
    return table(head, lines, "What guards keep out, and what they cost")


def pages_left(design: Design) -> int:
    """How many pages the guards of a design let pass."""
    from helpers.rag.chunking import plain
    from helpers.rag.filters import keeps

    rows = [plain(row) for row in pages.rows(design.pages)]
    return sum(all(keeps(row, pages.guarded(name)) for name in design.guards) for row in rows)


def silence_table(rows: Sequence[silence.Scored], unanswered: float, design: Design | None = None) -> Block:
    """Thresholds in figures, for the share of unanswered questions of the suite and for another one."""
    words = (design or Design()).chunk_words
    own = sum(not row.there for row in rows) / len(rows)
    lines = [
        (f"{here.threshold:.2f}", f"{here.stopped} of {here.silent}", f"{here.lost} of {here.there}",
         f"{here.euros:.0f}", f"{there.euros:.0f}")
        for here, there in zip(silence.thresholds(rows), silence.thresholds(rows, unanswered), strict=True)
    ]  # fmt: skip
    head = (
        "say nothing below", "no page answers it: held back", "a page answers it: held back",
        f"euros for 100 questions, if {100 * own:.0f} of them have no page",
        f"euros for 100 questions, if {100 * unanswered:.0f} of them have no page",
    )  # fmt: skip
    return table(head, lines, f"Thresholds on the cosine of the best chunk of {words} words, dev questions")


def dated_table(runs: Mapping[str, Sequence[Answer]]) -> Block:
    """All versions in the index, filtered by no date, by today and by an old date: what is shown and what is said."""
    lines = []
    for name, rows in runs.items():
        if not rows:
            lines.append((name, "not recorded", "", "", ""))
            continue
        old = [any(hit.metadata["valid_to"] < str(world.TODAY) for hit in row.hits) for row in rows]
        says_old = sum(says_forbidden(row) for row in rows)
        lines.append((name, f"{sum(old)} of {len(rows)}", f"{sum(row.holds for row in rows)} of {len(rows)}",
                      f"{sum(row.right for row in rows)} of {len(rows)}", f"{says_old} of {len(rows)}"))  # fmt: skip
    head = (
        "filter",
        "an old version is shown",
        "today's answer is shown",
        "right replies",
        "replies that say what is not so",
    )
    return table(head, lines, "Questions about what changed on 1 September, all versions in the index")


def says_forbidden(row: Answer) -> bool:
    """Whether a reply says something that it must not."""
    from helpers.evals import mentions

    return any(mentions(row.reply.text, item) for item in row.question.must_not)


def waits(rows: Mapping[int, Sequence[Answer]]) -> Block:
    """Seconds that one customer waited with so many chunks, calls made one at a time in turn."""
    from statistics import median

    said = [
        f"{k} chunk{'s' * (k != 1)}: {median(row.reply.latency_s for row in found):.1f} s"
        for k, found in rows.items()
        if found
    ]
    if not said:
        return say("No calls that were made one at a time are recorded for this run.")
    count = len(next(found for found in rows.values() if found))
    return say(
        f"Median wait on two cores with other work on them, {count} questions asked one at a time: {', '.join(said)}."
    )
