"""Try a last line, a temperature and a limit on one question: the reply, its rules, its tokens, what 1,000 cost.

shown = prompting.play("Answer in one short sentence.")     # plain: a Played, which prints as a card
tried = prompting.playground()                              # controls; tried["line"] and so on follow them
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from helpers.prompting import building
from helpers.prompting import keeping_rules as rules
from helpers.prompting.catalogue import PARAPHRASED, chosen, variant

if TYPE_CHECKING:
    from helpers.llm.reply import Reply
    from helpers.world import Question

HOSTED = ("openai/gpt-6-luna", "anthropic/claude-sonnet-5-5")
ASKED = ("q-w1-003", "q-w1-081", "q-w2-015", "q-w2-081", "q-w3-015", "q-w3-063")
LONGEST = 96


def tokens_of(sizes: dict[str, int], prompt_tokens: int) -> dict[str, float]:
    """The tokens of a prompt divided among its parts by their length in characters (the sum is the count itself)."""
    whole = sum(sizes.values()) or 1
    return {part: prompt_tokens * size / whole for part, size in sizes.items()}


def per_thousand(reply: Reply) -> dict[str, tuple[float | None, str]]:
    """US dollars for 1,000 such calls, by model, with what the figure rests on.

    A hosted model is priced by the tokens of this call (its own tokenizer counts a little differently); the bundled one
    by the seconds of a live reply and the cost of the machine per hour in the price file. A recorded reply was made in
    a list together with others, so its seconds give no figure (None).
    """
    from helpers import prices
    from helpers.llm.request import BUNDLED

    hourly = prices.price(BUNDLED).hourly_usd or 0.0
    found: dict[str, tuple[float | None, str]] = {BUNDLED: (None, "recorded among others; a live reply is timed")}
    if reply.source == "live" and reply.model == BUNDLED:
        found[BUNDLED] = (1000 * reply.latency_s * hourly / 3600, f"{reply.latency_s:.1f} s at {hourly:g} USD an hour")
    for name in HOSTED:
        cost = prices.cost(name, reply.prompt_tokens, reply.completion_tokens)
        found[name] = (1000 * cost, f"price of {prices.price(name).as_of}")
    return found


@dataclass(frozen=True)
class Played:
    """One try: the question, the reply, the grades, tokens of each part, USD for 1,000 calls by model."""

    question: Question
    reply: Reply
    grades: dict[str, Any]
    tokens: dict[str, float]
    cost: dict[str, tuple[float | None, str]]

    @property
    def broken(self) -> list[str]:
        """The requirements that the reply breaks, with the fault."""
        return [f"{name}: {grade.reason}" for name, grade in self.grades.items() if grade.status == "fail"]

    def rows(self) -> list[tuple[str, str]]:
        """Name and text of everything beside the reply."""
        kept = [name for name, grade in self.grades.items() if grade.status == "pass"]
        parts = ", ".join(f"{part} {count:.0f}" for part, count in self.tokens.items())
        rows = [
            ("kept", ", ".join(kept) or "none"),
            ("broken", "; ".join(self.broken) or "none"),
            ("tokens", f"{self.reply.prompt_tokens} in, {self.reply.completion_tokens} out"),
            ("of these in", f"{parts} (divided by length)"),
            ("ended by", "the limit of tokens" if self.reply.finish == "length" else "the model itself"),
        ]
        for name, (usd, why) in self.cost.items():
            rows.append((f"1,000 calls, {name}", f"{'no figure' if usd is None else f'{usd:.3f} USD'} ({why})"))
        return [*rows, ("reply is", self.reply.source)]

    def __repr__(self) -> str:
        lines = [self.question.text, "", " ".join(self.reply.text.split()), ""]
        return "\n".join(lines + [f"{name}: {text}" for name, text in self.rows()])

    def _repr_html_(self) -> str:
        body = "".join(
            f'<tr><th scope="row" style="text-align:left">{escape(name)}</th>'
            f'<td style="text-align:left">{escape(text)}</td></tr>'
            for name, text in self.rows()
        )
        said = escape(" ".join(self.reply.text.split()) or "(says nothing)")
        return (
            f'<p style="max-width:60em"><strong>{escape(self.question.text)}</strong></p>'
            f'<p class="reply" style="max-width:60em">{said}</p><table>{body}</table>'
        )


def _question(name: str) -> Question:
    known = {one.id: one for split in ("dev", "test") for one in chosen(split)}
    if name not in known:
        raise ValueError(
            f"question is the id of one of the {len(known)} questions, such as {ASKED[0]!r}; got {name!r}."
        )
    if name not in {one.id for one in chosen("dev")}:
        raise ValueError(f"{name} is a test question. Prompts are tried on dev questions, such as {ASKED[0]!r}.")
    return known[name]


def play(
    line: str | None = None,
    *,
    question: str = ASKED[0],
    temperature: float = 0,
    max_tokens: int = 48,
    model: str | None = None,
) -> Played:
    """Ask one dev question with the bare prompt and a last line of your own ("" for none).

    Raises: ValueError for a question that is none of dev, a line that is not text, or settings out of range; what
    `llm.chat` raises.
    """
    from helpers.llm import chat

    asked = _question(question)
    text = variant(PARAPHRASED).closing if line is None else line
    sent = building.messages(asked, PARAPHRASED, own=text)
    reply = chat(sent, model=model, temperature=temperature, max_tokens=max_tokens)
    sizes = {part: len(said) for part, said in building.parts(asked, PARAPHRASED, own=text).items()}
    return Played(asked, reply, rules.grade(reply, asked), tokens_of(sizes, reply.prompt_tokens), per_thousand(reply))


def playground(*, model: str | None = None) -> dict[str, Any]:
    """Controls for `play`: question, last line, temperature, limit, and a button that asks. All work by keyboard.

    Returns the values, which follow the controls. Outside a notebook the default is asked and shown.
    """
    from helpers import widgets

    known = {one.id: one for one in chosen("dev")}
    values: dict[str, Any] = {"line": variant(PARAPHRASED).closing, "question": ASKED[0], "temperature": 0.0,
                              "max_tokens": 48}  # fmt: skip
    if not widgets._live():
        from IPython.display import display

        display(_shown(values, model))
        return values
    import ipywidgets
    from IPython.display import display

    controls = {
        "question": ipywidgets.Dropdown(
            options=[(f"{known[name].text[:70]}", name) for name in ASKED if name in known],
            description="Question", layout={"width": "min(46em, 95%)"},
        ),
        "line": widgets.Text(values["line"], "Last line", 2).control("line"),
        "temperature": widgets.Scale(0.0, 0.0, 1.5, 0.1, "Temperature").control("temperature"),
        "max_tokens": widgets.Scale(48, 4, LONGEST, label="Most tokens").control("max_tokens"),
    }  # fmt: skip
    button = ipywidgets.Button(description="Ask", tooltip="Ask the model with these settings")
    canvas = ipywidgets.HTML(_html(values, model))

    def follow(_=None) -> None:
        values.update({name: control.value for name, control in controls.items()})

    def ask(_=None) -> None:
        follow()
        button.disabled, button.description = True, "Asking …"
        try:
            canvas.value = _html(values, model)
        finally:
            button.disabled, button.description = False, "Ask"

    for control in controls.values():
        control.observe(follow, names="value")
    button.on_click(ask)
    box = ipywidgets.VBox([*controls.values(), button, canvas])
    box.add_class("workbook-playground")
    display(box)
    return values


def _shown(values: dict[str, Any], model: str | None) -> Any:
    from helpers.cards import say

    try:
        return play(**values, model=model)
    except Exception as error:  # a wrong setting or a model that cannot run: said in place of the reply
        return say(f"No reply: {error}")


def _html(values: dict[str, Any], model: str | None) -> str:
    return f'<div role="status">{_shown(values, model)._repr_html_()}</div>'
