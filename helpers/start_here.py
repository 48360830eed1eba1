"""What lesson 00 shows: replies with their origin, guesses beside outcomes, quoted pay, and the take-home sheet."""

from __future__ import annotations

import html as _html
import sys
from collections.abc import Mapping, Sequence
from functools import cache

from helpers import paths

QUESTIONS = (
    "Which wrong answer of our product would be unforgivable? Where is that written down?",
    "How many of its replies did we read one by one in the last two weeks, and who did?",
    "What share of its answers is right, over how many cases, and within which interval?",
    "Who decides what a right answer is?",
    "What does the product do when the model is unsure, wrong or slow?",
    "Which number would make us roll back?",
)
_KINDS = ("base", "total", "not said")
_PAY_FIELDS = {"who", "where", "currency", "when", "low", "high", "middle", "middle_is", "kind", "source", "flaw"}


def _in_notebook() -> bool:
    return "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None


def _display(markup: str, plain: str) -> None:
    """Show HTML in a notebook; print the plain text elsewhere."""
    if not _in_notebook():
        print(plain)
        return
    from IPython.display import display

    display({"text/html": markup, "text/plain": plain}, raw=True)


def show_reply(reply, title: str = "") -> None:
    """Show a reply of `chat` as a card (`helpers.cards.show_reply`)."""
    from helpers import cards

    shown = cards.show_reply(reply, title)
    _display(shown.html, shown.text)


def show_page(page) -> None:
    """Show a help page of Meadow as its readers see it: title, version, text."""
    body = "\n".join(f"**{line.lstrip('# ')}**" if line.startswith("#") else line for line in page.text.splitlines())
    quoted = "\n".join(f"> {line}" for line in f"**{page.title}** ({page.key})\n\n{body}".splitlines())
    if not _in_notebook():
        print(f"{page.title} ({page.key})\n\n{page.text}")
        return
    from IPython.display import display

    display({"text/markdown": quoted, "text/plain": page.text}, raw=True)


def in_words(rows: Sequence[tuple[str, float, bool]]) -> str:
    """Guesses and outcomes as a sentence: "first reply: guess 50 %, wrong; second: guess 70 %, right."."""
    return "; ".join(f"{label}: guess {guess} %, {'right' if right else 'wrong'}" for label, guess, right in rows) + "."


def guesses_figure(rows: Sequence[tuple[str, float, bool]]):
    """Guesses beside what came: rows of (label, guess that the reply is right in percent, whether it was).

    Returns: a figure. Raises: ValueError for a guess outside 0 to 100 or no rows.
    """
    from helpers import plots

    if not rows or any(not 0 <= guess <= 100 for _, guess, _ in rows):
        raise ValueError(f"Give rows of (label, guess from 0 to 100, right or not); got {rows!r}.")
    fig, ax = plots.figure(7.2, 0.9 + 0.55 * len(rows))
    for y, (_, guess, right) in enumerate(rows):
        ax.plot([0, 100], [y, y], color=plots.COLORS["pale"], linewidth=5, solid_capstyle="butt", zorder=0)
        ax.plot([guess, 100 if right else 0], [y, y], color=plots.COLORS["orange"], linewidth=5, solid_capstyle="butt")
        ax.plot([guess], [y], marker="v", markersize=12, color=plots.COLORS["vermillion"])
        ax.plot([100 if right else 0], [y], marker="o", markersize=12, color=plots.COLORS["blue"], clip_on=False)
        ax.text(106, y, "was right" if right else "was wrong", va="center", ha="left", clip_on=False)
    ax.set_yticks(range(len(rows)), [label for label, _, _ in rows])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlim(0, 100)
    ax.set_xticks([0, 25, 50, 75, 100], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    ax.set_xlabel("your guess that the reply is right (triangle), and what it was (dot)")
    ax.spines["left"].set_visible(False)
    ax.tick_params(axis="y", length=0, pad=14)
    return fig


@cache
def pay() -> tuple[dict, ...]:
    """The quoted pay figures of data/pay.yaml, in thousands. Raises ValueError for a row that is not right."""
    import yaml

    rows = yaml.safe_load((paths.DATA / "pay.yaml").read_text(encoding="utf-8"))
    for row in rows:
        if set(row) != _PAY_FIELDS or row["kind"] not in _KINDS:
            raise ValueError(f"pay.yaml: a row has the fields {sorted(_PAY_FIELDS)}; this one differs: {row}.")
    return tuple(rows)


def _amount(row: Mapping) -> str:
    sign = "USD " if row["currency"] == "USD" else "EUR "
    parts = []
    if row["low"] is not None:
        parts.append(f"{sign}{row['low']:g} to {row['high']:g}k")
    if row["middle"] is not None:
        parts.append(f"{row['middle_is']} {sign}{row['middle']:g}k")
    return ", ".join(parts) or "none"


def pay_table() -> None:
    """Show every quoted figure with its date, kind, source and flaw."""
    heads = ("who", "where, when", "figure", "kind", "what is wrong with it", "source")
    rows = [
        (
            r["who"],
            f"{r['where']}, {r['when']}",
            _amount(r),
            r["kind"],
            r["flaw"],
            f"[{r['source']}]" if r["source"] else "–",
        )
        for r in pay()
    ]
    cell = "style='text-align: left; vertical-align: top; white-space: normal'"
    head = "".join(f"<th scope='col' {cell}>{text}</th>" for text in heads)
    body = "".join("<tr>" + "".join(f"<td {cell}>{_html.escape(part)}</td>" for part in row) + "</tr>" for row in rows)
    plain = "\n".join(" | ".join(row) for row in (heads, *rows))
    caption = "<caption style='text-align: left'>Thousands a year before tax, as quoted. Directional only.</caption>"
    _display(f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>", plain)


def _label(row: Mapping) -> str:
    who = row["who"].replace("Product manager", "PM").replace("product manager", "PM")
    return f"{who}, {row['where']} ({row['source'].removesuffix('-pay')})"


def pay_figure():
    """The quoted figures as ranges and middles, dollars above euros, marked by what kind of pay they are."""
    from matplotlib.lines import Line2D

    from helpers import plots

    rows = [row for row in pay() if row["middle"] is not None or row["low"] is not None]
    usd = [row for row in rows if row["currency"] == "USD"]
    eur = [row for row in rows if row["currency"] == "EUR"]
    looks = {
        "base": {"marker": "o", "color": plots.COLORS["blue"], "markerfacecolor": plots.COLORS["blue"]},
        "total": {"marker": "D", "color": plots.COLORS["vermillion"], "markerfacecolor": plots.COLORS["vermillion"]},
        "not said": {"marker": "o", "color": plots.COLORS["grey"], "markerfacecolor": "white"},
    }
    fig, axes = plots.figure(8.2, 5.2, nrows=2, height_ratios=[len(usd), len(eur)])
    for ax, part, sign, top in zip(axes, (usd, eur), "$€", (325, 130), strict=True):
        for y, row in enumerate(part):
            look = looks[row["kind"]]
            if row["low"] is not None:
                ax.plot([row["low"], row["high"]], [y, y], color=look["color"], linewidth=4, alpha=0.45)
            if row["middle"] is None:
                middle = (row["low"] + row["high"]) / 2
                ax.text(middle, y - 0.18, f"{row['low']} to {row['high']}", ha="center", va="bottom", fontsize=10.5)
            if row["middle"] is not None:
                ax.plot([row["middle"]], [y], linestyle="none", markersize=10, **look)
                ax.text(row["middle"], y - 0.22, f"{row['middle']:.0f}", ha="center", va="bottom", fontsize=10.5)
        ax.set_yticks(range(len(part)), [_label(row) for row in part])
        ax.set_ylim(len(part) - 0.5, -0.75)
        ax.set_xlim(0, top)
        ax.xaxis.set_major_formatter(lambda x, _, sign=sign: f"{sign}{x:.0f}k")
        ax.spines["left"].set_visible(False)
        ax.tick_params(axis="y", length=0)
    marks = [Line2D([], [], linestyle="none", markersize=10, **look) for look in looks.values()]
    fig.legend(marks, ["base salary", "total compensation", "not said which"], loc="outside lower left", ncols=3)
    return fig


def sheet(title: str, found: Mapping[str, str], questions: Sequence[str] = QUESTIONS) -> None:
    """Show a one-page sheet: what the learner found (heading: text), then questions with room to write."""
    e = _html.escape
    body = "".join(
        f"<tr><th scope='row' style='text-align: left; vertical-align: top; min-width: 11em'>{e(head)}</th>"
        f"<td style='text-align: left; white-space: normal'>{e(text)}</td></tr>"
        for head, text in found.items()
    )
    asked = "".join(f"<li style='margin-bottom: 1.6em'>{e(question)}</li>" for question in questions)
    markup = (
        f"<div class='tex2jax_ignore' style='border: 2px solid currentColor; padding: 10px 22px; max-width: 48em'>"
        f"<h3>{e(title)}</h3><table>{body}</table><p><b>For our next meeting</b></p><ol>{asked}</ol></div>"
    )
    plain = "\n".join([title, *(f"{head}: {text}" for head, text in found.items()), *questions])
    _display(markup, plain)
