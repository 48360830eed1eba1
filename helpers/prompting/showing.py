"""What lab 05 shows: the brief, tables of requirements, cards of what broke, wordings on dev and test, the artefact."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from helpers import cards
from helpers.prompting import asking, building, measuring, spec
from helpers.prompting import keeping_rules as rules
from helpers.prompting.catalogue import PARAPHRASED, paraphrases, variants

if TYPE_CHECKING:
    from helpers.evals import Results
    from helpers.prompting.lab import Lab

FACTS = "facts"


def show_brief() -> cards.Block:
    """The sentences of the head of support, by letter."""
    return cards.table(
        ["letter", "the head of support writes"], list(spec.brief().items()), "Nine in the morning, a mail"
    )


def show_forms() -> cards.Block:
    """The checks there are, in the form in which they are typed."""
    meaning = {
        "words": "not more words than the number",
        "begins": "the reply starts with none of these; a ` | ` stands between two",
        "twice": "no sentence stands in the reply a second time",
        "figures": "every number stands on the page",
        "plain": "no line begins like an item of a list",
        "says": "one of these stands in the reply; asked only where a battery is in danger",
        "person": "no program can tell",
    }
    rows = [(form, meaning[kind]) for kind, form in spec.FORMS.items()]
    return cards.table(["check, as it is typed", "passes when"], rows, "The checks of another desk, a fire brigade")


def show_probes() -> cards.Block:
    """The made-up replies on which the checks are tried, with what each was made to break."""
    rows = [(probe.id, probe.text, ", ".join(sorted(probe.breaks)) or "none") for probe in spec.probes()]
    return cards.table(["", "made-up reply", "breaks"], rows, "Fourteen made-up replies (a, b, c, e, f and g only)")


def requirement_rows(run: Results, names: Sequence[str] | None = None) -> list[tuple[str, str, str]]:
    """Number, text, and how many of the replies to which it applies keep it."""
    known = rules.requirements()
    found = measuring.counts(run, names or [*known])
    return [(name, known[name].says, f"{kept} of {of}") for name, (kept, of) in found.items()]


def all_names() -> list[str]:
    """Every requirement and the facts."""
    return [*rules.requirements(), FACTS]


def moved(base: Results, new: Results) -> dict[str, tuple[int, int]]:
    """For each requirement and the facts: (cases mended, cases broken) by `new`."""
    names = all_names()
    lost = measuring.broken(base, new, names)
    won = measuring.broken(new, base, names)
    return {name: (sum(one.rule == name for one in won), sum(one.rule == name for one in lost)) for name in names}


def show_broken(found: Sequence[measuring.Broken], names: tuple[str, str], most: int = 6) -> cards.Block:
    """Cases that got worse, one card each: question, both replies, the fault."""
    html, text = "", []
    by_case: dict[str, list[measuring.Broken]] = {}
    for one in found:
        by_case.setdefault(one.case.id, []).append(one)
    for rows in list(by_case.values())[:most]:
        one = rows[0]
        head = f"{one.case.id} ({one.case.severity}), " + "; ".join(f"{row.rule} {row.fault}" for row in rows)
        both = "".join(
            f'<div style="margin:.3em 0"><strong>{escape(name)}</strong> {escape(" ".join(said.split()))}</div>'
            for name, said in zip(names, (one.before, one.after), strict=True)
        )
        html += cards._box(head, f"<div>{escape(str(one.case.input))}</div>", both)
        said = " ".join(one.after.split())
        text.append(
            f"{head}\n   {one.case.input}\n   {names[0]}: {' '.join(one.before.split())}\n   {names[1]}: {said}"
        )
    left = len(by_case) - most
    more = f"and {left} more questions" if left > 0 else ""
    return cards.Block(html + (f"<p>{more}</p>" if more else ""), "\n".join([*text, more]).strip() or "Nothing broke.")


def wordings_figure(lab: Lab, *, test: bool = True) -> tuple[Any, str]:
    """Each wording of the last line: its score on dev, and on test beside it, joined by a line. With a description."""
    from helpers.plots import COLORS, figure

    scores = {number: measuring.score(lab.run(PARAPHRASED, "dev", number)) for number in lab.wordings}
    other = {n: measuring.score(lab.run(PARAPHRASED, "test", n)) for n in lab.wordings} if test else {}
    fig, ax = figure(7.2, 3.6)
    for number, value in scores.items():
        colour = COLORS["vermillion"] if value == max(scores.values()) else COLORS["blue"]
        if test:
            ax.plot([0, 1], [value, other[number]], color=colour, marker="o", markersize=8, linewidth=1.6)
        else:
            ax.plot([0], [value], color=COLORS["blue"], marker="o", markersize=9)
    _names(ax, scores, -0.04, "right")
    if test:
        _names(ax, other, 1.04, "left")
    ax.set_xticks([0, 1] if test else [0], ["dev, where it was chosen", "test"] if test else ["dev"])
    ax.set_xlim(-0.5, 1.5 if test else 0.5)
    values = [*scores.values(), *other.values()]
    ax.set_ylim(max(-0.03, min(values) - 0.06), min(1.03, max(values) + 0.06))
    ax.spines["bottom"].set_visible(False)
    ax.yaxis.set_major_formatter(lambda y, _: f"{100 * y:.0f} %")
    ax.set_ylabel("all requirements kept")
    said = "; ".join(
        f"wording {n}: {100 * v:.0f} % on dev" + (f", {100 * other[n]:.0f} % on test" if test else "")
        for n, v in scores.items()
    )
    return fig, f"{said}."


def _names(ax: Any, values: Mapping[int, float], x: float, side: str) -> None:
    """The numbers of the wordings beside their dots; those with equal values share a line."""
    at: dict[float, list[int]] = {}
    for number, value in values.items():
        at.setdefault(round(value, 4), []).append(number)
    for value, numbers in at.items():
        ax.text(x, value, ", ".join(map(str, numbers)), ha=side, va="center", fontsize=11)


def show_wordings() -> cards.Block:
    """The last line in all its wordings."""
    rows = [(number, text) for number, text in enumerate(paraphrases())]
    return cards.table(["wording", "last line"], rows, "The same line in other words (0 is the line as it was written)")


def diff(before: str, after: str) -> str:
    """The difference of the prompts of two variants, line by line, as a colleague reads it."""
    texts = []
    for name in (before, after):
        one = variants()[name]
        head = building.rules() if one.rules == "first" else ""
        parts = [one.system.strip(), head, "[examples]" * bool(one.examples), "[help page]", "[question]"]
        texts.append("\n".join(part for part in [*parts, building.closing(name)] if part).splitlines())
    return "\n".join(difflib.unified_diff(*texts, before, after, lineterm="", n=1))


def formats(lab: Lab) -> dict[str, dict[str, int]]:
    """For both JSON variants: replies, valid ones, those with the right action, and emergencies that were seen."""
    found = {}
    for name in ("json", "schema"):
        run = lab.run(name)
        valid, action = (dict(zip(run.cases, run.grades[key], strict=True)) for key in ("valid", "action"))
        danger = [case for case in run.cases if rules.action_for(_question(case.id)) == "emergency"]
        found[name] = {
            "replies": len(run.cases),
            "valid": sum(grade.status == "pass" for grade in valid.values()),
            "right action": sum(grade.status == "pass" for grade in action.values()),
            "emergencies": len(danger),
            "emergencies seen": sum(action[case].status == "pass" for case in danger),
        }
    return found


def _question(name: str) -> Any:
    from helpers.replies import question

    return question(name)


MEASURED = ("openai/gpt-6-luna", "anthropic/claude-sonnet-5-5")
PRICED = MEASURED[1]


def tokens(lab: Lab) -> dict[str, tuple[float, float]]:
    """Mean tokens in and out of a call of each text variant, on the dev questions."""
    found = {}
    for name in lab.text_variants:
        outputs = lab.run(name).outputs
        found[name] = tuple(
            sum(getattr(one, field) or 0 for one in outputs) / len(outputs)
            for field in ("prompt_tokens", "completion_tokens")
        )
    return found


def token_rows(lab: Lab) -> list[tuple[str, str, str]]:
    """Prompt, tokens in, tokens out, with one digit."""
    return [(name, f"{into:.1f}", f"{out:.1f}") for name, (into, out) in tokens(lab).items()]


def price() -> tuple[float, float]:
    """US dollars per million tokens in and out of the hosted model of exercise 3."""
    from helpers import prices

    row = prices.price(PRICED)
    return row.input, row.output


def price_line() -> str:
    """The price of exercise 3 in words, with its date."""
    from helpers import prices

    into, out = price()
    day = f"{prices.price(PRICED).as_of:%d %B %Y}".lstrip("0")
    return f"{PRICED}: {into:g} USD per million tokens in, {out:g} USD per million out (price of {day})."


def show_own(lab: Lab, line: Any) -> cards.Block:
    """The learner's line beside the bare prompt, on the same few dev questions; or what is still missing."""
    from helpers import own

    if not own.own("05.2", line):
        return cards.say("Your line is tried here as soon as exercise 2 accepts it.")
    mine, some = lab.own(line), {question.id for question in lab.few()}
    base = lab.run("bare")
    scores = {
        "bare": [score for case, score in zip(base.cases, measuring.passes(base), strict=True) if case.id in some],
        "your line": measuring.passes(mine),
    }
    from helpers import stats

    rates = [(name, stats.wilson(int(sum(row)), len(row)).text) for name, row in scores.items()]
    texts = [
        (str(case.input)[:90], " ".join(output.text.split()), grade.reason or "nothing")
        for case, output, grade in mine.rows(asking.ALL)
    ]
    first = cards.table(["prompt", "all requirements kept"], rates, f"{len(texts)} dev questions")
    second = cards.table(["question", "reply with your line", "breaks"], texts, "Every reply")
    return cards.Block(first.html + second.html, f"{first.text}\n\n{second.text}")


def against_written(lab: Lab) -> dict[int, measuring.Change]:
    """Every other wording against wording 0 on dev, paired, with Holm over them."""
    others = {str(number): lab.run(PARAPHRASED, "dev", number) for number in lab.wordings if number}
    return {int(one.name): one for one in measuring.changes(lab.run(PARAPHRASED), others)}


def wording_rows(lab: Lab, against: Mapping[int, measuring.Change]) -> list[tuple[int, float, str, str]]:
    """(number, score, difference to wording 0 in words, p value) of each wording."""
    rows = []
    for number in lab.wordings:
        one = against.get(number)
        score = measuring.score(lab.run(PARAPHRASED, "dev", number))
        rows.append((number, score, one.difference.text if one else "", f"{one.p_value:.4f}" if one else ""))
    return rows


def show_curse(lab: Lab, answer: Any, guess: float) -> cards.Block:
    """Gain on dev, gain on test and the drop, with intervals, and how much is left beside the guess; after a try."""
    from helpers import own

    if not own.visible("05.7", answer):
        return cards.say("The drop and its interval are shown here after your first try of exercise 7.")
    curse = lab.curse()
    lines = [f"Promised on dev: {curse.promised.text}.", f"Delivered on test: {curse.delivered.text}.",
             f"The drop: {curse.drop.text}, {curse.drop.note}."]  # fmt: skip
    if curse.promised.value <= 0:
        lines.append("The line as it was written won itself, so there was no gain to lose.")
    else:
        left = 100 * curse.delivered.value / curse.promised.value
        lines.append(f"**{left:.0f} % of the gain is left on test. You said {guess:.0f} %.**")
    return cards.say(*lines)


def show_sweep(lab: Lab, answer: Any) -> cards.Block:
    """The table of the temperatures; after a try of exercise 8, whose answer stands in it."""
    from helpers import own

    if not own.visible("05.8", answer):
        return cards.say("The table of all temperatures is shown here after your first try of exercise 8.")
    head = ["temperature", "all kept", "same text five times", "all kept five times (pass^5)", "against 0, paired"]
    return cards.table(head, sweep_rows(lab), "Every temperature that was recorded")


def sweep_rows(lab: Lab) -> list[tuple[str, str, str, str, str]]:
    """A row for each recorded temperature: kept, same text, pass^k, and the paired difference to 0 with Holm."""
    from helpers import stats

    heats = [0.0, lab.temperature] if lab.live else list(asking.TEMPERATURES)
    runs = {heat: lab.drawn(heat) for heat in dict.fromkeys(heats)}
    base = measuring.passes(runs[0.0])
    where = measuring.pages(runs[0.0])
    gaps = {
        heat: stats.paired_difference(base, measuring.passes(run), where) for heat, run in runs.items() if heat != 0.0
    }
    holm = dict(zip(gaps, stats.holm([gap.p_value for gap in gaps.values()]).tolist(), strict=True)) if gaps else {}
    rows = []
    for heat, run in runs.items():
        one = measuring.draws(run)
        gap = f"{gaps[heat].text}, p after Holm {holm[heat]:.3f}" if heat in gaps else ""
        rows.append((f"{heat:g}", one.accuracy.text, one.same_text.text, one.every_time.text, gap))
    return rows
