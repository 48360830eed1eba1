"""The style, and how a figure gets onto the page."""

from __future__ import annotations

import base64
import html as _html
import io
import sys

# Okabe and Ito (2008), distinguishable with every common form of colour blindness.
COLORS = {
    "blue": "#0072B2",
    "orange": "#E69F00",
    "green": "#009E73",
    "vermillion": "#D55E00",
    "sky": "#56B4E9",
    "purple": "#CC79A7",
    "black": "#222222",
    "grey": "#767676",
    "pale": "#E4E4E4",
    "rust": "#A84300",  # vermillion, dark enough for text on white (5.9 to 1)
}
_RC = {
    "font.size": 12,
    "axes.titlesize": 13,
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.labelsize": 12,
    "xtick.labelsize": 11.5,
    "ytick.labelsize": 11.5,
    "legend.fontsize": 11.5,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": COLORS["grey"],
    "axes.prop_cycle": None,
    "lines.linewidth": 2,
    "figure.dpi": 96,
    "svg.hashsalt": "workbook",
}
_styled = False


def style() -> None:
    """Set the style for this process (once)."""
    global _styled
    if _styled:
        return
    import matplotlib
    from cycler import cycler

    order = [COLORS[name] for name in ("blue", "orange", "green", "vermillion", "purple", "sky", "black")]
    matplotlib.rcParams.update({**_RC, "axes.prop_cycle": cycler(color=order)})
    _styled = True


def figure(width: float = 7.2, height: float = 3.2, **subplots):
    """An empty figure and its axes in the workbook's style. Sizes in inches; the rest goes to `Figure.subplots`."""
    style()
    from matplotlib.figure import Figure

    fig = Figure(figsize=(width, height), layout="constrained")
    return fig, fig.subplots(**subplots)


def percent(share: float, digits: int = 0) -> str:
    """A share as text: 0.784 is "78 %"."""
    return f"{100 * share:.{digits}f} %"


def with_interval(estimate, *, as_percent: bool = True) -> str:
    """An estimate as text: "78 % (71 to 84 %)", or "0.78 (0.71 to 0.84)" when it is not a share."""
    if as_percent:
        return f"{percent(estimate.value)} ({100 * estimate.low:.0f} to {percent(estimate.high)})"
    return f"{estimate.value:.3g} ({estimate.low:.3g} to {estimate.high:.3g})"


def words(estimates: dict, *, as_percent: bool = True) -> str:
    """Estimates as a sentence, for alt texts: "A: 52 % (43 to 61 %); B: 64 % (55 to 72 %)."."""
    return "; ".join(f"{name}: {with_interval(e, as_percent=as_percent)}" for name, e in estimates.items()) + "."


def png(fig) -> bytes:
    """The figure as PNG bytes at twice the screen's resolution."""
    buffer = io.BytesIO()
    fig.savefig(buffer, format="png", dpi=160, facecolor="white", metadata={"Software": None})
    return buffer.getvalue()


def html(fig, *, alt: str) -> str:
    """An `<img>` of the figure with its alt text, no file behind it.

    Raises: ValueError for an alt text of fewer than four words.
    """
    if not isinstance(alt, str) or len(alt.split()) < 4:
        raise ValueError(f"alt has to say what the figure shows, in at least four words; got {alt!r}.")
    data = base64.b64encode(png(fig)).decode("ascii")
    width = round(fig.get_figwidth() * 96)
    return (
        f'<img alt="{_html.escape(alt, quote=True)}" width="{width}" style="max-width: 100%; height: auto" '
        f'src="data:image/png;base64,{data}">'
    )


def show(fig, *, alt: str) -> None:
    """Display a figure with its alt text and close it. Outside a notebook the alt text is printed.

    Raises: ValueError for an alt text of fewer than four words.
    """
    picture = html(fig, alt=alt)
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(fig)
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        print(f"[figure] {alt}")
        return
    from IPython.display import display

    display({"text/html": picture, "text/plain": f"[figure] {alt}"}, raw=True)
