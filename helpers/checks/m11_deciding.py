"""Check 11.9: the choice for the launch and a reason whose figures are those of the test look."""

from __future__ import annotations

import re

from helpers.allowing import lab as labs
from helpers.allowing import reasons
from helpers.check import Hint, Right, exercise
from helpers.checks.m11_forms import lines, missing

ABOUT = re.compile(
    r"task|prompt|ask|attack|harm|leak|polic|person|people|desk|agent|euro|undo|undone|notice|confirm|forbid|text|refund|"
    r"rule|test|risk|accept|custom|launch|address|read|write|measure|watch|review|limit|stop|alone|autonom|page|mail|block|"
    r"wait|hold|not yet|pilot|assum|know",
    re.I,
)
LEFT = re.compile(
    r"accept|risk|miss|left|leave|still|remain|not (?:see|seen|cover|ruled|known|test)|notice|unknown|only \d+|until|"
    r"watch|review|assum|tired|cannot|can't|(?:not|n't|nobody) (?:yet )?know|"
    r"unclear|whether|measur|may (?:still|be)|could|cost",
    re.I,
)


@exercise(
    "11.9",
    title="Autonomy at the launch",
    expects=dict,
    form='a dictionary with "choice" and "why"',
    reference=lambda: {"choice": labs.YOURS, "why": reasons.reference_why(labs.current())},
)
def launch(answer):
    """A choice without a known leak, and a reason with a figure of the chosen row and what is left open."""
    if hint := missing(answer, ("choice", "why")):
        return hint
    lab = labs.current()
    runs = lab.looked or lab.look(labs.reference_text())
    choice = " ".join(str(answer["choice"]).split()).lower()
    if choice not in reasons.options():
        return Hint(f"The choice is one of: {', '.join(map(repr, reasons.options()))}.", id="no choice", form=True)
    why = answer["why"]
    if not isinstance(why, str):
        return Hint("`why` is a text of two to four sentences.", id="no text", form=True)
    if choice in runs:
        ran = runs[choice]
        events = sum(len(one.verdict.never_events) for one in ran.attacked)
        if events:
            kind = next(one for one in ran.attacked if one.verdict.never_events)
            return Hint(
                f"With “{choice}” {events} of {len(ran.attacked)} attacks on the test tasks end in a never-event, for "
                f"instance {kind.case.id}. Which sum makes up for that?",
                "A never-event has no price. Look for a row without any, or do not launch.",
                f"“{labs.YOURS}” or “{reasons.HOLD}”, whichever your table supports.",
                id="never event",
            )
    parts = lines(why)
    if not 2 <= len(parts) <= 4:
        return Hint(
            f"You wrote {len(parts)} sentence{'s' * (len(parts) != 1)}; two to four are asked for.",
            id="length",
            form=True,
        )
    if len(set(re.findall(r"[^\W\d_]{2,}", why.lower()))) < 10:
        return Hint(
            "Your reason has too few different words to say anything. Which figure decides, and what do you accept?",
            id="no reason",
        )
    if stray := next((part for part in parts if not ABOUT.search(part)), None):
        return Hint(
            f"“{stray[:60]}”: what does that say about the agent, its tasks or who is asked?",
            f"Of “{stray[:60]}” no word is about the decision: give it a reason, or leave it out.",
            id="stray",
        )
    if hint := reasons.figures_fault(lab, choice, why):
        return hint
    if not LEFT.search(why):
        return Hint(
            "What do you accept by deciding so, or what is not known yet?",
            "No table shows everything: texts that nobody planted, notices that nobody reads, people who get tired.",
            id="nothing left open",
        )
    if choice == reasons.HOLD:
        return Right("Stored as a no for now. Say what would have to be measured for a yes.")
    return Right("The figure is that of the row you chose. What you leave open belongs on the page for your team.")
