"""The controls of `annotate.read`: a card, a line to type in, tags to press, and what is marked in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from helpers.annotate import HELP, RIGHT, Mark, Reader


def show(reader: Reader, card: Callable[[Any], Any], notes: Mapping[str, Mark]) -> Any:
    """Display the controls and return them (an ipywidgets VBox). Every change goes through `reader` to the store."""
    import ipywidgets
    from IPython.display import display

    wide = {"width": "min(62em, 98%)"}
    status, page = ipywidgets.HTML(), ipywidgets.HTML(layout=wide)
    line = ipywidgets.Text(description="Note or key", placeholder="then Enter", continuous_update=False,
                           style={"description_width": "initial"}, layout={"width": "min(46em, 95%)"})  # fmt: skip
    names = [*reader.marks.tags, RIGHT]
    pressed = [
        ipywidgets.ToggleButton(
            description=f"{0 if name == RIGHT else place} {name.replace('_', ' ')}",
            tooltip=reader.marks.tags.get(name, "Nothing is wrong."),
            layout={"width": "auto"},
        )
        for place, name in enumerate(names, start=1)
    ]
    back, ahead = (ipywidgets.Button(description=text, layout={"width": "auto"}) for text in ("Previous", "Next"))
    drawn, busy = None, False

    def redraw() -> None:
        nonlocal drawn, busy
        busy = True
        if drawn != reader.at:  # the same card is left alone, so that what was unfolded stays open
            earlier = notes.get(reader.item.id)
            beside = f"<p><strong>Your note:</strong> {escape(earlier.note)}</p>" if earlier and earlier.note else ""
            page.value, drawn = card(reader.item).html + beside, reader.at
        status.value = f'<div role="status" aria-live="polite">{escape(reader.status())}</div>'
        marked = reader.marks.get(reader.item.id, Mark()).tags
        for name, button in zip(names, pressed, strict=True):
            button.value = name in marked
            button.icon = "check" if name in marked else ""
        busy = False

    def written(change: dict) -> None:
        if change["new"]:
            reader.line(change["new"])
            line.value = ""
            redraw()

    def toggled(name: str) -> Callable[[dict], None]:
        def follow(_: dict) -> None:
            if not busy:
                reader.toggle(name)
                redraw()

        return follow

    def step(by: int) -> Callable[[Any], None]:
        def follow(_: Any) -> None:
            reader.move(reader.at + by)
            redraw()
            line.focus()

        return follow

    line.observe(written, names="value")
    for name, button in zip(names, pressed, strict=True):
        button.observe(toggled(name), names="value")
    back.on_click(step(-1))
    ahead.on_click(step(1))
    redraw()
    flow = {"flex_flow": "row wrap"}
    box = ipywidgets.VBox(
        [
            page,
            line,
            ipywidgets.HBox([*pressed, back, ahead], layout=flow),
            status,
            ipywidgets.HTML(f'<p style="max-width: 46em">{escape(HELP)}</p>'),
        ]
    )
    box.add_class("workbook-reader")
    display(box)
    return box
