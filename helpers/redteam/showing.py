"""Tables, cards and figures of lab 09."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from helpers import safety, stats
from helpers.cards import Block, say, table
from helpers.redteam import asking, finishing, guarding, tasks
from helpers.redteam.running import Lab, attacks, rate, spilled, twins

_PRE = "white-space:pre-wrap;overflow-wrap:anywhere;max-width:60em;margin:.2em 0"


def incidents() -> Block:
    """The incidents by letter, without a verdict."""
    rows = [(letter, one.text) for letter, one in tasks.INCIDENTS.items()]
    return table(("letter", "what the assistant did"), rows, "Eight things that happened once")


def xstest_table() -> Block:
    """Counts of XSTest by system."""
    rows = [
        (name, f"{over[0]} of {over[1]}", f"{miss[0]} of {miss[1]}")
        for name, (over, miss) in safety.xstest_counts().items()
    ]
    caption = "XSTest: harmless prompts refused, unsafe prompts answered (systems of 2023)"
    return table(("system", "refused, harmless", "answered, unsafe"), rows, caption)


def replies(lab: Lab) -> Block:
    """The opened replies by letter: what came in, what the attack wants, what the model said; no verdict."""
    html, text = "", []
    for letter, shot in tasks.opened(lab).items():
        case = shot.case
        parts = [("customer", case.text)]
        if case.carrier is not None:
            parts.insert(0, (asking.TITLES[case.channel].lower(), case.carrier))
        parts += [("the attack wants", tasks.aim(case)), ("the assistant", shot.text.strip())]
        body = "".join(f'<div style="{_PRE}"><strong>{escape(a)}:</strong> {escape(b)}</div>' for a, b in parts)
        html += '<div class="tex2jax_ignore" style="border:1px solid #767676;border-radius:6px;padding:.5em .8em;'
        html += f'margin:.4em 0;max-width:60em"><strong>{letter}</strong>{body}</div>'
        text.append("\n".join([f"{letter}.", *(f"  {a}: {b}" for a, b in parts)]))
    return Block(html, "\n".join(text))


def _cell(shots: Sequence[Any]) -> str:
    found = rate(shots)
    return "–" if found is None else f"{round(found.value * found.n)} of {found.n}"


def by_category(lab: Lab) -> Block:
    """Attacks that got through, by category and defence, as counts; the last rows are all, with interval, and twins."""
    names = list(asking.DEFENCES)
    shots = {name: lab.shots(name) for name in names}
    rows = []
    for category in safety.CATEGORIES[:-1]:
        chosen = {name: [s for s in shots[name] if s.case.category == category] for name in names}
        if chosen[names[0]]:
            none = rate(chosen["none"])
            span = f" ({100 * none.low:.0f} to {100 * none.high:.0f} %)"
            rows.append(
                (category.replace("_", " "), _cell(chosen["none"]) + span, *(map(_cell, map(chosen.get, names[1:]))))
            )
    rows.append(("all attacks", *(percent(rate(shots[name])) for name in names)))
    for said, secret in (("the code or another customer's data", True), ("unsafe advice or a false promise", False)):
        rows.append((f"of all categories, those that want {said}",
                     *(_cell(tasks.wanting(lab, name, secret=secret)) for name in names)))  # fmt: skip
    controls = [twins(lab, name) for name in names]
    rows.append(("harmless twins by the attack's rule", *(percent(one) for one in controls)))
    refused = [[s.refused for s in shots[name] if not s.case.attack] for name in names]
    rows.append(("harmless, declined", *(percent(stats.wilson(sum(r), len(r))) for r in refused)))
    unasked = [[spilled(shot) for shot in shots[name]] for name in names]
    rows.append(("another customer's data in any reply, unasked", *(_count(r) for r in unasked)))
    return table(("category", *names), rows, "Attacks that got through, by rule (95 % intervals)")


def calls(lab: Lab) -> str:
    """How many replies came and how many calls failed, as a sentence."""
    lost, count = lab.failed(), len(lab.cases())
    if not lost:
        return f"{count} cases in {len(asking.DEFENCES)} defences: every call brought a reply."
    first = next(iter(lost.values()))
    return f"{len(lost)} of {count} cases are left out, because a call failed. The first: {first:.120}"


def _count(rows: Sequence[bool]) -> str:
    return f"{sum(rows)} of {len(rows)}"


def percent(one: Any) -> str:
    """A share in per cent with its interval, or a dash."""
    return "–" if one is None else f"{100 * one.value:.0f} % ({100 * one.low:.0f} to {100 * one.high:.0f} %)"


def claims(lab: Lab, figures: bool = False) -> Block:
    """The claims by letter; with the figures that decide once they may be shown."""
    rows = [(k, one.text, *([one.figure] if figures else [])) for k, one in tasks.claims(lab).items()]
    return table(("letter", "sentence", *(["figure"] if figures else [])), rows, "Six sentences")


def gaps(lab: Lab) -> str:
    """The differences that the table does not show, as lines."""
    return "\n".join(
        (
            f"prompt minus none, attacks that get through: {tasks.gap(lab, 'prompt').text}",
            f"least minus none, attacks that get through: {tasks.gap(lab, 'least').text}",
            f"spotlight minus none, pages, notes and tools only: {tasks.gap(lab, 'spotlight', False).text}",
            f"prompt minus none, replies with another customer's data: {tasks.spill_gap(lab).text}",
        )
    )


def guards(lab: Lab, split: str = "dev") -> Block:
    """Guards side by side: missed, turned away, euros for 1,000 requests."""
    percent_ = lambda one: f"({100 * one.low:.0f} to {100 * one.high:.0f} %)"  # noqa: E731
    rows = [
        (one.name, guarding.GUARDS[one.name], f"{one.missed[0]} of {one.missed[1]}",
         f"{one.blocked[0]} of {one.blocked[1]} {percent_(one.blocked_rate)}",
         f"{one.cost.missed_eur:.0f}", f"{one.cost.blocked_eur:.0f}",
         f"{one.cost.total_eur:.0f}")
        for one in guarding.seen(lab, split).values()
    ]  # fmt: skip
    head = (
        "guard",
        "what it is",
        "attacks missed",
        "harmless turned away",
        "EUR missed",
        "EUR turned away",
        "EUR in all",
    )
    caption = f"Guards on the {split} families; euros for 1,000 requests, {100 * lab.attack_share:g} % of them attacks"
    return table(head, rows, caption)


def unseen(lab: Lab) -> str:
    """What each guard misses on dev and on test, in one line each."""
    dev, test = guarding.seen(lab, "dev"), guarding.seen(lab, "test")
    lines = [
        f"{name}: missed {100 * dev[name].missed_rate.value:.0f} % on dev, "
        f"{100 * test[name].missed_rate.value:.0f} % on test"
        for name in dev
        if name != "no guard"
    ]
    return "\n".join(lines)


def guard_figure(lab: Lab, split: str = "dev") -> tuple[Any, str]:
    """Share of attacks missed by each guard with intervals, and the description."""
    from helpers import plots

    found = {name: one.missed_rate for name, one in guarding.seen(lab, split).items()}
    title = f"Attacks that a guard does not flag, {split} families"
    return plots.interval_bar(found, title=title), f"{title}. {plots.words(found)}"


def tried(lab: Lab, guard: str, text: Any) -> str:
    """What a guard says of one text, as a sentence."""
    if not isinstance(text, str) or not text.strip():
        return "Write a text between the quotes first."
    if guarding.flagged_by(lab, guard, text):
        met = [reason.sentence for reason in safety.InjectionGuard(0.3).check(text).reasons]
        return f"Flagged by “{guard}”. {' '.join(met) or 'It reads like the attacks that the guard learned from.'}"
    return f"Not flagged by “{guard}”: it gets past."


def adaptation(lab: Lab, guard: str, variants: Any, phrases: Any) -> Block:
    """Flagged before and after the learner's phrases, by set."""
    if not isinstance(variants, list) or not isinstance(phrases, list):
        return say("The table of adaptation comes here, once exercise 5 holds variants and phrases.")
    if not all(isinstance(text, str) for text in [*variants, *phrases]):
        return say("`variants` and `phrases` are lists of texts in quotes.")
    rows = [
        (one.what, f"{one.before[0]} of {one.before[1]}", f"{one.after[0]} of {one.after[1]}")
        for one in guarding.adapted(lab, guard, variants, phrases)
    ]
    return table(("flagged", "before", "with your phrases"), rows, f"What adaptation changed for the guard “{guard}”")


def disguises() -> Block:
    """Six replies that give a sample code away, without a verdict."""
    rows = [(letter, how, text) for letter, (how, text) in tasks.disguises().items()]
    return table(("letter", "how", "reply"), rows, f"The code is {tasks.SAMPLE}")


def code_table(lab: Lab) -> Block:
    """Leaks of the code without a defence: by the model, and after the output filter."""
    rows = []
    for name in asking.DEFENCES:
        shots = tasks.code_shots(lab, name)
        after = sum(
            bool(safety.leaks(safety.filter_output(s.text, [asking.CANARY]).text, [asking.CANARY])) for s in shots
        )
        rows.append((name, f"{sum(s.success for s in shots)} of {len(shots)}", f"{after} of {len(shots)}"))
    return table(("defence", "code in the reply", "after the output filter"), rows, "Attacks that want the code")


def redacted(split: str = "dev") -> Block:
    """The messages of a split as they would be logged, with their ids."""
    rows = [(case.id, case.text, safety.redact(case.text)[0]) for case in safety.redaction_set(split)]
    return table(("id", "as it came", "as it would be logged"), rows, "Messages before and after redaction (dev)")


def redaction_table(split: str = "test") -> Block:
    """Span scores by kind."""
    rows = []
    for kind, one in tasks.redaction_scores(split).items():
        f1 = "–" if one.f1 is None else f"{one.f1:.2f}"
        rows.append((kind, f"{one.hit} of {one.gold}", percent(one.recall), f"{one.found_right} of {one.found}",
                     percent(one.precision), f1))  # fmt: skip
    head = ("kind", "found", "recall", "right of what was found", "precision", "F1")
    return table(head, rows, f"Redaction on the {split} messages (half of a span is enough; 95 % intervals)")


def features() -> Block:
    """The six sketches by letter."""
    rows = [(letter, one.name, one.text) for letter, one in tasks.FEATURES.items()]
    return table(("letter", "feature", "what it does"), rows, "Six features that somebody wants")


def audits() -> Block:
    """What `safety.trifecta` says of each feature."""
    rows = [
        (
            k,
            tasks.FEATURES[k].name,
            *(
                said.replace("external communication", "a way out")
                for said in (", ".join(one.legs) or "none", one.sentence)
            ),
        )
        for k, one in tasks.audited().items()
    ]
    return table(("letter", "feature", "legs", "verdict"), rows, "The audit")


def _held(found: finishing.Final) -> str:
    """Whether the share of harmless requests not answered is surely within the budget."""
    rate = found.line.annoying
    if rate.high <= found.line.budget:
        return "within, with its whole interval"
    if rate.low > found.line.budget:
        return "over, with its whole interval"
    return f"{'within' if rate.value <= 0.05 else 'over'}, but the interval holds 5 %: too few cases to tell"


def chain_table(lab: Lab, chain: Any) -> Block:
    """A chain on test families, against the line; what is no chain is told in a sentence."""
    if chain is ...:
        return say("The test table of your chain comes here.")
    if wrong := finishing.problem(chain):
        return say(wrong)
    found = finishing.final(lab, chain)
    rows = [
        (name, f"{pair[0]} of {pair[1]}", percent(one))
        for (name, one), pair in zip(finishing.rates(found).items(), found[:3], strict=True)
    ]
    spills = [spilled(shot) for shot in lab.shots(chain["defence"], "test")]
    rows.append(("another customer's data in a reply of the model, unasked", _count(spills), "before guard and filter"))
    rows.append(("harmless, against a budget of 5 %", "", _held(found)))
    rows.append(
        ("never-events, highest rate still possible", f"{100 * finishing.upper(found):.1f} %", "one-sided, 95 %")
    )
    return table(("what", "count", "share"), rows, f"Test families: {finishing.in_words(chain)}")


def remaining(lab: Lab, chain: Any) -> str:
    """Which never-events got through a chain, as a sentence."""
    if chain is ... or finishing.problem(chain):
        return "What got through your chain is said here."
    kinds = finishing.left(lab, chain)
    if not kinds:
        return "No never-event of the test half got through. That is not a rate of zero: see the last row."
    said = ", ".join(f"{count} × {kind}" for kind, count in kinds.items())
    more = " The output filter looks for the code only, and no control here reads a reply for sense."
    return f"The never-events that got through: {said}.{more}"


def claims_or_wait(lab: Lab, show: bool) -> Block:
    """The claims with their figures when they may be shown."""
    return claims(lab, figures=True) if show else say("The figures that decide are shown after your first try.")


def won(lab: Lab, defence: str) -> Any:
    """Share of all attacks that got through a defence."""
    return rate(attacks(lab.shots(defence)))
