"""What lab 05 shows: the brief, tables of requirements, cards of what broke, wordings on dev and test, the artefact."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from helpers import cards
from helpers.prompting import asking, building, measuring, spec
from helpers.prompting import keeping_rules as rules
from helpers.prompting.catalogue import variants

if TYPE_CHECKING:
    from helpers.evals import Results
    from helpers.prompting.lab import Lab

FACTS = "facts"
FORM = ("R1", "R2", "R3", "R4", "R5")  # what a line of one's own is asked to mend


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
    before = {name: fault for name, fault in measuring.faults(base, FORM).items() if name in some}
    after = measuring.faults(mine, FORM)
    from helpers import stats

    rates = [
        (name, stats.wilson(sum(not fault for fault in found.values()), len(found)).text)
        for name, found in (("bare", before), ("your line", after))
    ]
    texts = [
        (str(case.input)[:90], " ".join(output.text.split()), after[case.id] or "nothing")
        for case, output, _ in mine.rows(asking.ALL)
    ]
    first = cards.table(["prompt", "R1 to R5 all kept"], rates, f"{len(texts)} dev questions")
    second = cards.table(["question", "reply with your line", "breaks, of R1 to R5"], texts, "Every reply")
    return cards.Block(first.html + second.html, f"{first.text}\n\n{second.text}")


def _open(exercise: str, answer: Any) -> bool:
    """Whether what holds the answer of an exercise may be shown: it is solved, or three tries were made."""
    from helpers import keeping, own
    from helpers.exercises import in_wrong_form

    rows = keeping.with_store(lambda store: store.attempts(exercise)) or []
    tries = sum(not in_wrong_form(row["hint"]) for row in rows)
    return own.own(exercise, answer) or max(tries, keeping.state.wrong.get(exercise, 0)) >= 3


def _few(found: Any) -> str:
    """A sentence where so few cases differ that the interval is too narrow."""
    seen = re.search(r"only (\d+) of (\d+) cases differ", found.note or "")
    return f" Only {seen[1]} of {seen[2]} questions differ, so this interval is too narrow." if seen else ""


def show_curse(lab: Lab, answer: Any, guess: float) -> cards.Block:
    """Gain on dev, gain on test and the drop, with intervals, and how much is left beside the guess; once solved."""
    if not _open("05.7", answer):
        return cards.say("The drop and its interval are shown here when exercise 7 is solved, or after three tries.")
    curse = lab.curse()
    lines = [f"Promised on dev: {curse.promised.text}.{_few(curse.promised)}",
             f"Delivered on test: {curse.delivered.text}.{_few(curse.delivered)}",
             f"The drop: {curse.drop.text}, {curse.drop.note}."]  # fmt: skip
    if curse.promised.value <= 0:
        lines.append("The line as it was written won itself, so there was no gain to lose.")
    else:
        left = 100 * curse.delivered.value / curse.promised.value
        lines.append(f"**{left:.0f} % of the gain is left on test. You said {guess:.0f} %.**")
    return cards.say(*lines)


def show_sweep(lab: Lab, answer: Any) -> cards.Block:
    """The table of the temperatures; once exercise 8 is solved, whose answer stands in it."""
    if not _open("05.8", answer):
        return cards.say("The table of all temperatures is shown here when exercise 8 is solved, or after three tries.")
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
