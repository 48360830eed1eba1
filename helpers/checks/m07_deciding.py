"""Check 07.9: a design that stands beside others, a choice, and a reason whose figures are those of the run."""

from __future__ import annotations

from helpers import retrieving
from helpers.check import Hint, Right, exercise
from helpers.checks import m07_reasons
from helpers.retrieving import deciding, faults, looking, silence


def _reference() -> dict:
    lab = retrieving.current()
    design = reference_design()
    test = deciding.look(deciding.chosen(design), float(design["below"]), "test")  # no look of the learner's
    ways = retrieving.three_ways(lab)
    why = (
        f"On the test pages a right quotation is shown in {100 * test.served.value:.0f} % of the questions, once the "
        f"threshold has held back {test.silence.lost} of {test.silence.there}. The best passage alone is a right reply "
        f"in {100 * test.quoted.value:.0f} %. The model makes a right reply of what is found in "
        f"{100 * ways['the model, shown what is found'].value:.0f} %, so it does not speak yet. Where nothing near is "
        "found, a person answers."
    )
    return {"design": design, "choice": deciding.CHOICES[0], "why": why}


def reference_design() -> dict:
    """The reference design with the cheapest threshold."""
    best = silence.cheapest(silence.scored("dev"), retrieving.UNANSWERED)
    return {**deciding.REFERENCE, "below": best.threshold}


def _design(given) -> Hint | None:
    try:
        found = faults.fault(given)
    except (TypeError, ValueError) as error:
        return Hint(f"This is no design yet: {error}.", id="no design", form=True)
    return Hint(*found[1], id=found[0]) if found else None


@exercise(
    "07.9",
    title="Your design",
    expects=dict,
    form='a dictionary with "design", "choice" and "why"',
    reference=_reference,
)
def design_and_choice(answer):
    """The design holds up beside others, the choice fits the figures, the reason quotes them."""
    if missing := {"design", "choice", "why"} - set(answer):
        return Hint(f"The answer lacks {', '.join(sorted(missing))}.", id="incomplete", form=True)
    lab = retrieving.current()
    if hint := _design(answer["design"]):
        return hint
    looking.note_look(lab, deciding.chosen(answer["design"]), float(answer["design"]["below"]))
    choice = " ".join(str(answer["choice"]).split()).casefold()
    if choice not in deciding.CHOICES:
        return Hint(f"The choice is one of: {', '.join(deciding.CHOICES)}.", id="no choice", form=True)
    gap = retrieving.quote_against_model(lab)
    if choice == "let the model answer" and gap.low > 0:
        ways = retrieving.three_ways(lab)
        said = ways["the model, shown what is found"]
        return Hint(
            f"The model makes a right reply of what is found in {100 * said.value:.0f} % of the questions. Would you "
            "put that "
            "before customers, with the passage itself at hand?",
            f"On the same questions the quoted passage is right in {100 * gap.value:.0f} points more "
            f"({100 * gap.low:.0f} to "
            f"{100 * gap.high:.0f}).",
            "Choose what does not need this model to speak: quote the passage, or people answer.",
            id="model",
        )
    if not isinstance(answer["why"], str):
        return Hint("`why` is a text between quotes.", id="no text", form=True)
    if hint := m07_reasons.reason(answer["why"]):
        return hint
    count, where = len(lab.looks), looking.where_counted()
    looks = (
        f"the design was chosen there, and the test pages were looked at once{where}."
        if count == 1
        else f"but these were {count} looks at the test pages{where}, so their figures are no clean test of this "
        "design. The page for the team says so."
    )
    return Right(
        f"On test pages the answer is among the passages in {lab.test.holds.text}. After the threshold a right "
        f"quotation is shown in {lab.test.served.text} of all questions. The answer stood in the passages in "
        f"{100 * lab.dev.holds.value:.0f} % of dev; {looks}"
    )
