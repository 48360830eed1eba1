"""Figures: labels are written beside the marks, nothing overlaps the edge, alt text is required."""

from __future__ import annotations

import base64
import re
from typing import NamedTuple

import pytest

from helpers import plots


class Estimate(NamedTuple):
    value: float
    low: float
    high: float


HALF = Estimate(0.52, 0.43, 0.61)
MOST = Estimate(0.64, 0.55, 0.72)
ALL = Estimate(1.0, 0.84, 1.0)
NONE = Estimate(0.0, 0.0, 0.11)
GRADES = [True, False, "pass", "fail", None, "unscored"] * 20

FIGURES = {
    "topic map": lambda: plots.topic_map(
        [(i % 7, i % 5) for i in range(35)], [f"topic {i % 9}" for i in range(35)], query=(3, 2), nearest=[1, 8]
    ),
    "interval_bar": lambda: plots.interval_bar(
        {"version A": HALF, "version B, with the right document": MOST}, goal=0.75, title="Share of right answers"
    ),
    "interval_bar of money": lambda: plots.interval_bar({"one": Estimate(3.2, 2.9, 3.6)}, share=False),
    "guess_reveal": lambda: plots.guess_reveal(0.8, HALF, title="What you said"),
    "guess at the edge": lambda: plots.guess_reveal(1.0, NONE),
    "interval_strip": lambda: plots.interval_strip(ALL, label="20 of 20", goal=0.9),
    "strip at zero": lambda: plots.interval_strip(NONE, label="0 of 30", title="None failed"),
    "difference": lambda: plots.difference(Estimate(0.08, 0.01, 0.15), limit=0.03, title="B minus A"),
    "curve": lambda: plots.curve([0, 0.5, 1], [HALF, MOST, ALL], xlabel="temperature", goal=0.5),
    "curve of names": lambda: plots.curve(["a", "b"], [HALF, MOST], xlabel="prompt", title="Pass rate"),
    "dots": lambda: plots.dots(GRADES, title="120 grades"),
    "dots in clusters": lambda: plots.dots(GRADES, clusters=[i % 7 for i in range(120)]),
    "one dot": lambda: plots.dots([True]),
    "tiles": lambda: plots.tiles(GRADES, [*GRADES[1:], True], title="Both versions"),
    "many tiles": lambda: plots.tiles([True] * 300, [False] * 300, ordered=False),
}


def texts(fig):
    from matplotlib.text import Text

    return [t for t in fig.findobj(Text) if t.get_text().strip() and t.get_visible()]


@pytest.mark.parametrize("name", FIGURES)
def test_text_is_large_enough_inside_the_figure_and_never_overlaps(name):
    fig = FIGURES[name]()
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas = FigureCanvasAgg(fig)
    canvas.draw()
    renderer, frame = canvas.get_renderer(), fig.bbox
    shown = []
    for text in texts(fig):
        box = text.get_window_extent(renderer)
        on_page = box.width > 0 and 0 <= box.x0 < frame.x1 and 0 <= box.y0 < frame.y1
        if text in fig.axes[0].get_xticklabels() + fig.axes[0].get_yticklabels() and (
            not on_page or not fig.axes[0].axison
        ):
            continue
        shown.append((text.get_text(), box))
        assert text.get_fontsize() >= 11, text.get_text()
        assert box.x0 >= -1 and box.x1 <= frame.x1 + 1, f"{text.get_text()!r} runs over the side"
        assert box.y0 >= -1 and box.y1 <= frame.y1 + 1, f"{text.get_text()!r} runs over the edge"
    for i, (first, a) in enumerate(shown):
        for second, b in shown[i + 1 :]:
            apart = a.x1 <= b.x0 + 1 or b.x1 <= a.x0 + 1 or a.y1 <= b.y0 + 1 or b.y1 <= a.y0 + 1
            assert apart, f"{first!r} and {second!r} overlap"


def said(fig):
    return " | ".join(t.get_text() for t in texts(fig))


def test_values_and_intervals_are_written_out():
    assert "52 % (43 to 61 %)" in said(FIGURES["interval_bar"]()) and "gate 75 %" in said(FIGURES["interval_bar"]())
    assert "3.2 (2.9 to 3.6)" in said(FIGURES["interval_bar of money"]())
    assert "your guess: 80 %" in said(FIGURES["guess_reveal"]())
    assert "20 of 20: 100 % (84 to 100 %)" in said(FIGURES["interval_strip"]())
    assert "+8 points (+1 to +15)" in said(FIGURES["difference"]())
    assert "−8 points (−15 to −1)" in said(plots.difference(Estimate(-0.08, -0.15, -0.01)))


def test_dots_draw_every_grade_once_and_count_them():
    fig = FIGURES["dots"]()
    assert "40 right | 40 wrong | 40 not scored" in said(fig)
    assert sum(len(line.get_xdata()) for line in fig.axes[0].lines) == 120
    gathered = FIGURES["dots in clusters"]().axes[0]
    places = [tuple(p) for line in gathered.lines for p in zip(line.get_xdata(), line.get_ydata(), strict=True)]
    assert len(set(places)) == 120 and len({x for x, _ in places}) == 7


def test_tiles_sort_the_four_kinds_and_leave_out_what_is_not_scored():
    a, b = [True, True, False, False, None], [True, False, True, False, True]
    fig = plots.tiles(a, b)
    text = said(fig)
    for part in ("1 both right", "1 only A right (A)", "1 only B right (B)", "1 both wrong", "1 not scored"):
        assert part in text
    assert len(fig.axes[0].patches) == 4
    assert "only v1 right (1)" in said(plots.tiles(a, b, names=("v1", "v2")))


def test_the_same_figure_gives_the_same_bytes():
    assert plots.png(FIGURES["tiles"]()) == plots.png(FIGURES["tiles"]())


def test_colours_are_those_of_okabe_and_ito_and_text_colours_have_contrast():
    def luminance(hexa):
        parts = [int(hexa[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    assert plots.COLORS["blue"] == "#0072B2" and plots.COLORS["orange"] == "#E69F00"
    for name in ("rust", "grey", "black", "blue"):
        assert 1.05 / (luminance(plots.COLORS[name]) + 0.05) >= 4.5, name


def test_show_needs_an_alt_text_and_prints_it_outside_a_notebook(capsys):
    fig, _ = plots.figure()
    for alt in ("", "a figure", None):
        with pytest.raises(ValueError, match="at least four words"):
            plots.show(fig, alt=alt)
    plots.show(fig, alt="Pass rate of both versions, 52 % and 64 %.")
    assert capsys.readouterr().out == "[figure] Pass rate of both versions, 52 % and 64 %.\n"


def test_html_escapes_the_alt_text_and_holds_the_picture():
    text = plots.html(FIGURES["one dot"](), alt='One dot that says "right" & <no more>')
    assert 'alt="One dot that says &quot;right&quot; &amp; &lt;no more&gt;"' in text
    data = re.search(r"base64,([^\"]+)", text).group(1)
    assert base64.b64decode(data).startswith(b"\x89PNG")


def test_show_in_a_notebook_displays_an_image_with_its_alt_text(my_folder):
    import nbformat
    from nbclient import NotebookClient

    code = 'from helpers import plots\nfig, ax = plots.figure()\nplots.show(fig, alt="An empty pair of axes.")'
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    (output,) = notebook.cells[0].outputs
    assert 'alt="An empty pair of axes."' in output["data"]["text/html"]
    assert output["data"]["text/plain"] == "[figure] An empty pair of axes."


def test_words_for_alt_texts():
    assert plots.words({"A": HALF, "B": MOST}) == "A: 52 % (43 to 61 %); B: 64 % (55 to 72 %)."
    assert plots.words({"A": Estimate(3.25, 2.9, 3.6)}, as_percent=False) == "A: 3.25 (2.9 to 3.6)."


@pytest.mark.parametrize(
    ("call", "phrase"),
    [
        (lambda: plots.interval_bar({}), "nothing to draw"),
        (lambda: plots.interval_bar({"A": 0.5}), "'A' needs value, low and high; got float"),
        (lambda: plots.guess_reveal(71, HALF), "A guess is a share from 0 to 1; got 71"),
        (lambda: plots.curve([1, 2], [HALF], xlabel="x"), "same length"),
        (lambda: plots.dots([]), "nothing to draw"),
        (lambda: plots.dots([True], clusters=[1, 2]), "one cluster per grade"),
        (lambda: plots.dots(["maybe"]), "pass, fail or unscored"),
        (lambda: plots.tiles([True], [True, False]), "the same cases"),
    ],
)
def test_bad_input_says_what_is_needed(call, phrase):
    with pytest.raises(ValueError, match=re.escape(phrase)):
        call()


def test_the_key_of_dots_takes_other_names():
    figure = plots.dots(["pass", "fail", "fail"], names=("pass", "fail"))
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()] == ["1 pass", "2 fail"]


def test_ticks_of_a_difference_are_whole_points():
    from helpers.stats import Estimate

    for reach in (0.03, 0.09, 0.2, 0.4):
        ax = plots.difference(Estimate(-reach / 3, -reach, reach / 3)).axes[0]
        ticks = [100 * tick for tick in ax.get_xticks()]
        assert len(ticks) >= 3 and all(abs(tick - round(tick)) < 1e-9 for tick in ticks), ticks
