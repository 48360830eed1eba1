"""The form that shows the questions one at a time."""

from __future__ import annotations

import html as _html

from helpers.judgement.memory import kept
from helpers.judgement.questions import CONFIDENCES, is_open, items, problem_of


def form(name: str = "answers", *, when: str = "before") -> dict:
    """Show the questions one at a time and return the dictionary that the form fills, {"01": ..., …}.

    `name` is the variable the dictionary is assigned to. Outside a notebook nothing is shown. Once a complete set is
    kept for `before`, the kept answers come back and the form says so.
    """
    from helpers import widgets

    answers: dict[str, object] = dict.fromkeys(items(), ...)
    done = kept(when)
    if done:
        answers |= done["answers"]
    closed = bool(done and done["complete"] and when == "before")
    if not widgets._live():
        return answers
    from IPython.display import display

    if closed:
        from ipywidgets import HTML

        since = f" since {done['created'][:10]}" if done["created"] else ""
        display(
            HTML(f"<p>Your twelve answers are kept{since}. They are asked again in module 14, and stay closed.</p>")
        )
        return answers
    before = widgets._shell().user_ns.get(name)
    if isinstance(before, dict):  # the cell was run again in the same session
        answers |= {key: answer for key, answer in before.items() if key in answers and not problem_of(answer)}
    display(_Form(answers).box)
    return answers


class _Form:
    """One question at a time: the situation, two options, a confidence, and buttons to go on and back."""

    def __init__(self, answers: dict):
        import ipywidgets as w

        self.answers, self.ids = answers, list(items())
        self.at = next((n for n, key in enumerate(self.ids) if answers[key] is ...), 0)
        small = {"button_width": "5.6em", "description_width": "9em"}
        self.page = w.HTML()
        self.choice = w.ToggleButtons(options=["A", "B"], value=None, description="Your answer", style=small)
        self.confidence = w.ToggleButtons(
            options=[(f"{n} %", n) for n in CONFIDENCES], value=None, description="How sure", style=small
        )
        self.back, self.on = w.Button(description="Back"), w.Button(description="Next")
        self.state = w.HTML()
        self.busy = False
        for control in (self.choice, self.confidence):
            control.observe(self._changed, names="value")
        self.back.on_click(lambda _: self._go(-1))
        self.on.on_click(lambda _: self._go(1))
        self.box = w.VBox(
            [
                self.page,
                self.choice,
                self.confidence,
                w.HBox([self.back, self.on, self.state], layout={"margin": "10px 0 0"}),
            ],
            layout={"max_width": "46em", "border": "1px solid #767676", "padding": "4px 14px 12px"},
        )
        self._show()

    def _go(self, step: int) -> None:
        self.at = min(max(self.at + step, 0), len(self.ids) - 1)
        self._show()

    def _show(self) -> None:
        item, e = items()[self.ids[self.at]], _html.escape
        options = "".join(f"<p style='margin: .3em 0'><b>{k}</b>&ensp;{e(v)}</p>" for k, v in item.options.items())
        title = f"<b>{self.at + 1} of {len(self.ids)}: {e(item.title)}</b>"
        lines = "".join(
            f"<p style='margin: .4em 0'>{x}</p>" for x in (title, e(item.situation), f"<b>{e(item.ask)}</b>")
        )
        self.page.value = f'<div role="status" style="line-height: 1.5; font-size: 14px">{lines}{options}</div>'
        held = self.answers[item.id]
        choice, confidence = held if isinstance(held, tuple) else (None, None)
        self.busy = True
        self.choice.value = None if choice is ... else choice
        self.confidence.value = int(confidence) if confidence in CONFIDENCES else None
        self.busy = False
        self._tell()

    def _changed(self, _=None) -> None:
        if self.busy:
            return
        choice, confidence = self.choice.value, self.confidence.value
        empty = choice is None and confidence is None
        pair = (... if choice is None else choice, ... if confidence is None else confidence)
        self.answers[self.ids[self.at]] = ... if empty else pair
        self._tell()

    def _tell(self) -> None:
        done = sum(not is_open(answer) for answer in self.answers.values())
        rest = "" if done < len(self.ids) else " All answered: run the next cell to keep them."
        self.back.disabled, self.on.disabled = self.at == 0, self.at == len(self.ids) - 1
        self.state.value = (
            f'<span role="status" style="padding-left: 1em">{done} of {len(self.ids)} answered.{rest}</span>'
        )
