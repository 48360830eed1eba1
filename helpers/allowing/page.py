"""The page that a team takes away from lab 11, and the matrix of autonomy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.allowing.lab import Lab
    from helpers.office import Ran


def show_trial(lab: Lab, starter: str, text: Any) -> Any:
    """The starter policy and one's own on the dev tasks, or a sentence when the own one cannot be read."""
    from helpers import cards
    from helpers.allowing.lab import YOURS
    from helpers.allowing.showing import show_policies

    runs = {"the policy to begin with": lab.run(lab.read(starter))}
    if isinstance(text, str) and text.strip():
        try:
            runs[YOURS] = lab.run(lab.read(text))
        except ValueError as error:
            return cards.say(f"Your policy cannot be read yet: {error}")
    return show_policies(runs, "On the dev tasks")


def show_reference(text: Any, look: object) -> Any:
    """The reference policy, for those who leave exercise 4 out and say so; else what to set."""
    from IPython.display import Markdown

    from helpers import cards, own
    from helpers.allowing.lab import reference_text

    if own.own("11.4", text):
        return cards.say("“yours” below is the policy that you wrote in exercise 4.")
    if str(look).strip().lower() != "yes":
        return cards.say(
            "“yours” below is the **reference policy**. To read it before you decide, set the line above to "
            '`see_reference = "yes"` and run this cell again. (It gives exercise 4 away.)'
        )
    shown = reference_text().split("\n", 1)[1].strip()
    return Markdown(f"“yours” below is this **reference policy**:\n\n```yaml\n{shown}\n```")


def show_planted(lab: Lab) -> Any:
    """The planted sentence of exercise 1, for after its first try."""
    from helpers import cards
    from helpers.allowing.questions import leak_run

    planted = leak_run(lab).case.planted
    return cards.say(f"Planted in mail M-201 was: “{planted.text}”")


def warnings_text(lab: Lab, text: Any) -> str:
    """What looks wrong in a policy that can be read."""
    from helpers import office

    try:
        found = lab.read(text).warnings(office.tools())
    except (TypeError, ValueError):
        return "No remarks: there is no policy that can be read yet."
    return "\n".join(found) if found else "No remarks about the file itself."


def matrix(ran: Ran) -> list[tuple[str, str, str]]:
    """Tool, levels that it had on the test tasks with their counts, and what an undo does. Planned calls only."""
    from helpers import office

    rows = []
    for name, tool in office.tools().items():
        levels: dict[str, int] = {}
        for one in ran.results:
            for entry in one.run.trace:
                if entry.tool == name and entry.planned is not None:
                    levels[entry.level] = levels.get(entry.level, 0) + 1
        said = ", ".join(f"{level} {count}" for level, count in sorted(levels.items())) or "not met"
        kind = "reads, and goes outside" if tool.sends_outside and tool.effect == "read" else "reads"
        rows.append((name, said, office.REACH.get(name, kind)))
    return rows


def show_matrix(ran: Ran, whose: str = "yours") -> Any:
    """The matrix as a table. whose: what the policy is called on the page."""
    from helpers import cards

    head = ["tool", "how often at which level, test tasks alone and with planted texts", "what an undo does"]
    return cards.table(head, matrix(ran), f"Autonomy by tool, {whose}")


def in_words(ran: Ran) -> str:
    """The levels of the writes in one line, for the launch review."""
    return "; ".join(f"{name}: {said}" for name, said, _ in matrix(ran) if said != "not met")


def looks_text(lab: Lab) -> str:
    """How many policies of one's own were run on the test tasks since the lab was begun."""
    count = len(lab.looks)
    if count <= 1:
        return "one policy was looked at on the test tasks"
    return (
        f"{count} policies of your own were looked at on the test tasks; what is chosen by a look has figures that "
        "are too good"
    )


def figures(ran: Ran) -> str:
    """The row of the test table in one line."""
    from helpers.allowing.showing import attacks_text, percent, plain

    return (
        f"tasks done {percent(ran.figure('task_success'))}, prompts {plain(ran.figure('approvals'))}, attacks that "
        f"work {attacks_text(ran)}, harm {plain(ran.figure('harm_eur'), 0)} euros for each attack"
    )


def policy_page(lab: Lab, *, policy: Any, levels: Any, key: Any, confirmation: Any, choice: Any, why: Any) -> Any:
    """Decision, figures, policy file, question and assumptions, as Markdown. Only accepted answers stand on it."""
    from IPython.display import Markdown

    from helpers import own
    from helpers.allowing import actions
    from helpers.allowing.lab import reference_text
    from helpers.allowing.samples import levels_of

    parts, missing = ["## What the agent may do alone"], []
    if own.own("11.9", {"choice": choice, "why": why}):
        parts.append(f"**Decision.** {choice}. {why}")
    else:
        missing.append("the decision (exercise 9)")
    if lab.looked:
        rows = [f"- {name}: {figures(ran)}" for name, ran in lab.looked.items()]
        head = (
            "**Test tasks**, scripted worst case: an agent that obeys whatever it reads, and a person who never errs."
        )
        parts.append("\n".join([head, "", *rows]))
        parts.append(f"**Looks.** In this session {looks_text(lab)}.")
    mine = own.own("11.4", policy)
    if mine:
        parts.append(f"**The policy file**\n\n```yaml\n{policy.strip()}\n```")
    else:
        if own.own("11.9", {"choice": choice, "why": why}):
            parts.append(f"**The policy file** (the reference)\n\n```yaml\n{reference_text().strip()}\n```")
        missing.append("a policy (exercise 4); the row “yours” is the reference policy's")
    if own.own("11.3", levels):
        kinds = {one.id: one for one in actions.sheet().actions}
        says = levels_of(lab.read(policy)) if mine else {}
        rows = [f"| {kinds[name].action} | {level} |" for name, level in levels.items() if name in kinds]
        parts.append("**Agreed in exercise 3**\n\n| kind of action | level |\n|---|---|\n" + "\n".join(rows))
        apart = [
            f"{kinds[name].action}: agreed {level}, the file says {says[name]}"
            for name, level in levels.items()
            if name in says and says[name] != level
        ]
        if apart:
            parts.append("**The file does something else for:**\n\n" + "\n".join(f"- {one}" for one in apart))
            parts.append("One of the two has to change, or the difference needs a reason.")
    else:
        missing.append("levels for the twelve actions (exercise 3)")
    if own.own("11.7", key):
        parts.append(
            f"**Never twice.** The key of an action is made of {', '.join(key)}; an approval holds for that key."
        )
    else:
        missing.append("the key (exercise 7)")
    if own.own("11.8", confirmation):
        buttons = " / ".join(confirmation["buttons"])
        parts.append(f"**What a person sees before a refund.** {confirmation['text']}\n\n[{buttons}]")
    else:
        missing.append("the question before a refund (exercise 8)")
    parts.append(
        f"**Assumed, not measured.** Notices are read in {100 * lab.notices_read:.0f} % of cases; a person notices "
        f"{100 * lab.vigilance:.0f} % of bad calls at the first prompt and loses {100 * lab.decay:g} % of that at each "
        "further one; what a wrong address or a cancelled contract costs (`data/agents/office.yaml`). The office, its "
        "tasks and the planted texts are invented."
    )
    if missing:
        parts.append("**Open:** " + "; ".join(missing) + ".")
    return Markdown("\n\n".join(parts))
