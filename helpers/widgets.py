"""Controls with a plain variable behind each: the notebook runs without them, and a check reads the variable.

    guess = slider("guess", 50, 0, 100, label="Your guess, in percent")

shows a slider and returns 50; when the learner moves it (mouse or arrow keys), `guess` in the notebook changes. The
value is kept when the cell is run again. Outside a notebook nothing is shown and the default comes back.
"""

from __future__ import annotations

import html as _html
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_kept: dict[tuple, object] = {}
_WIDE = {"description_width": "initial"}


def _shell():
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


def _live() -> bool:
    """Whether a notebook can show controls: a kernel is running (a terminal shell has none)."""
    return getattr(_shell(), "kernel", None) is not None


def _write(name: str, value: object) -> None:
    shell = _shell()
    if shell is not None:
        shell.user_ns[name] = value


def _name(name: str) -> str:
    if not isinstance(name, str) or not name.isidentifier():
        raise ValueError(f"The first argument is the name of your variable, such as 'guess'; got {name!r}.")
    return name


@dataclass(frozen=True)
class Scale:
    """A number to choose between `low` and `high` in steps of `step`."""

    default: float
    low: float
    high: float
    step: float | None = None
    label: str = ""

    def __post_init__(self):
        numbers = (self.default, self.low, self.high)
        if not all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers):
            raise ValueError(f"default, low and high are numbers; got {numbers}.")
        if not self.low <= self.default <= self.high:
            raise ValueError(f"The default {self.default} has to lie between {self.low} and {self.high}.")

    def control(self, name: str):
        """The ipywidgets slider. It takes the focus with Tab and moves with the arrow keys."""
        import ipywidgets

        whole = all(isinstance(n, int) for n in (self.default, self.low, self.high, self.step or 1))
        kind = ipywidgets.IntSlider if whole else ipywidgets.FloatSlider
        step = self.step or (1 if whole else (self.high - self.low) / 100)
        return kind(value=self.default, min=self.low, max=self.high, step=step, description=self.label or name,
                    style=_WIDE, layout={"width": "min(38em, 95%)"})  # fmt: skip

    def takes(self, value: object) -> bool:
        """Whether a remembered value still lies on the scale."""
        return isinstance(value, int | float) and self.low <= value <= self.high


@dataclass(frozen=True)
class Options:
    """One of several values to choose."""

    options: tuple
    default: object
    label: str = ""

    def __post_init__(self):
        if self.default is not None and self.default not in self.options:
            raise ValueError(f"The default {self.default!r} is not among the options {list(self.options)}.")

    def control(self, name: str):
        """Radio buttons for up to six options, a drop-down list for more; both work by keyboard."""
        import ipywidgets

        kind = ipywidgets.RadioButtons if len(self.options) <= 6 else ipywidgets.Dropdown
        return kind(options=list(self.options), value=self.default, description=self.label or name, style=_WIDE,
                    layout={"width": "max-content", "max_width": "95%"})  # fmt: skip

    def takes(self, value: object) -> bool:
        """Whether a remembered value is still an option."""
        return value in self.options


@dataclass(frozen=True)
class Text:
    """A few words or lines to write."""

    default: str = ""
    label: str = ""
    lines: int = 1

    def control(self, name: str):
        """A one-line field or a larger box."""
        import ipywidgets

        kind = ipywidgets.Text if self.lines == 1 else ipywidgets.Textarea
        more = {} if self.lines == 1 else {"rows": self.lines}
        return kind(value=self.default, description=self.label or name, style=_WIDE, continuous_update=True,
                    layout={"width": "min(46em, 95%)"}, **more)  # fmt: skip

    def takes(self, value: object) -> bool:
        """Whether a remembered value is a text."""
        return isinstance(value, str)


def _place(name: str, spec: Scale | Options | Text) -> object:
    """Show the control for a variable, keep both together, and return the value it starts with."""
    _name(name)
    if not _live():
        return spec.default
    from IPython.display import display

    memory = (name, repr(spec))
    value = _kept.get(memory, spec.default)
    value = value if spec.takes(value) else spec.default
    control = spec.control(name)
    if value is not None:
        control.value = value

    def changed(change) -> None:
        _kept[memory] = change["new"]
        _write(name, change["new"])

    control.observe(changed, names="value")
    _write(name, value)
    display(control)
    return value


def slider(name: str, default: float, low: float, high: float, *, step: float | None = None, label: str = "") -> float:
    """A slider for the variable `name`; returns its value now and writes every change to the variable.

    Raises: ValueError for a name that is no variable name, or a default outside low and high.
    """
    return _place(name, Scale(default, low, high, step, label))


def choice(name: str, options: Sequence, default: object = None, label: str = "") -> object:
    """Radio buttons (a list for more than six options) for the variable `name`; None while nothing is chosen.

    Raises: ValueError for a default that is not an option.
    """
    return _place(name, Options(tuple(options), default, label))


def text(name: str, default: str = "", label: str = "", *, lines: int = 1) -> str:
    """A field to write in, for the variable `name`; `lines` above 1 gives a larger box."""
    return _place(name, Text(default, label, lines))


def _spec(name: str, given: object) -> Scale | Options:
    if isinstance(given, Scale | Options):
        return given
    if isinstance(given, tuple) and len(given) in (3, 4):
        return Scale(*given)
    if isinstance(given, list) and given:
        return Options(tuple(given), given[0])
    raise ValueError(
        f"{name}: give (default, low, high), (default, low, high, step), a list of options, Scale(…) or Options(…); "
        f"got {given!r}."
    )


def explore(draw: Callable, *, presets: dict[str, dict] | None = None, **sliders) -> dict:
    """A figure that is drawn again whenever a control moves, with its description in words below it.

    `draw(**values)` returns `(figure, description)`; the description is the alt text and is read out when it changes.
    `sliders`: name=(default, low, high[, step]) or name=[options]. `presets`: buttons that set several values at once,
    as {"20 of 20": {"n": 20, "passed": 20}}. Returns the dictionary of values, which follows the controls.
    Raises: ValueError for a control that cannot be read or a preset that names no control.
    """
    from helpers import plots

    specs = {name: _spec(name, given) for name, given in sliders.items()}
    values = {name: spec.default for name, spec in specs.items()}
    for title, preset in (presets or {}).items():
        for name, value in preset.items():
            if name not in specs or not specs[name].takes(value):
                raise ValueError(f"The preset {title!r} sets {name} = {value!r}, which no control can show.")

    canvas = None

    def picture() -> str:
        try:
            figure, description = draw(**values)
            shown = plots.html(figure, alt=description)
        except Exception as error:
            if canvas is None:
                raise
            at = ", ".join(f"{name} = {value}" for name, value in values.items())
            return f"<p>There is no figure for {_html.escape(f'{at} ({type(error).__name__}: {error})')}.</p>"
        return f'{shown}<p role="status" style="max-width: 46em">{_html.escape(description)}</p>'

    if not _live():
        figure, description = draw(**values)
        plots.show(figure, alt=description)
        return values
    import ipywidgets
    from IPython.display import display

    canvas = ipywidgets.HTML(picture())
    controls = {name: spec.control(name) for name, spec in specs.items()}
    busy = False

    def redraw(_=None) -> None:
        if busy:
            return
        values.update({name: control.value for name, control in controls.items()})
        canvas.value = picture()

    def press(preset: dict) -> Callable:
        def pressed(_) -> None:
            nonlocal busy
            busy = True
            for name, value in preset.items():
                controls[name].value = value
            busy = False
            redraw()

        return pressed

    for control in controls.values():
        control.observe(redraw, names="value")
    buttons = []
    for title, preset in (presets or {}).items():
        button = ipywidgets.Button(description=title, layout={"width": "auto"})
        button.on_click(press(preset))
        buttons.append(button)
    rows = [
        *controls.values(),
        *([ipywidgets.HBox(buttons, layout={"flex_flow": "row wrap"})] if buttons else []),
        canvas,
    ]
    display(ipywidgets.VBox(rows))
    return values
