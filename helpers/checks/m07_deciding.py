"""Check 07.9: a design that stands beside others, a choice, and a reason whose figures are those of the run."""

from __future__ import annotations

from helpers import retrieving
from helpers.check import Hint, Right, exercise
from helpers.checks import m07_reasons
from helpers.retrieving import deciding, silence

CLOSE_EUR = 0.1


def _reference() -> dict:
    lab = retrieving.current()
    design = reference_design()
    if lab.test is None:
        retrieving.look_at_test(lab, design)
    ways = retrieving.three_ways(lab)
    why = (
        f"On the test pages the answer stands in the passages in {100 * lab.test.holds.value:.0f} % of the "
        "questions, and the "
        f"best passage alone is a right reply in {100 * lab.test.quoted.value:.0f} %. The model makes a right reply "
        "of what "
        f"is found in {100 * ways['the model, shown what is found'].value:.0f} %, so it does not speak yet. Where "
        "nothing "
        "near is found, a person answers."
    )
    return {"design": design, "choice": deciding.CHOICES[0], "why": why}


def reference_design() -> dict:
    """The reference design with the cheapest threshold."""
    best = silence.cheapest(silence.scored("dev"), retrieving.UNANSWERED)
    return {**deciding.REFERENCE, "below": best.threshold}


def _design(given) -> Hint | None:
    try:
        design = deciding.chosen(given)
    except (TypeError, ValueError) as error:
        return Hint(f"This is no design yet: {error}.", id="no design", form=True)
    bare = deciding.look(design, float(given["below"]))
    for guard, what in (
        ("date", "pages that were replaced in September"),
        ("owner", "a page that nobody at Meadow wrote, and one that nobody owns"),
    ):
        if guard not in design.guards and "review" not in design.guards:
            return Hint(
                f"Your design searches everything that was ever published. {bare.bad} of {len(bare.rows)} dev "
                "questions are "
                "shown a page that no customer should read. Which guard is missing?",
                f"Without one of them it finds {what}.",
                f'Add "{guard}" to `guards`.',
                id=f"no {guard}",
            )
    if "review" in design.guards:
        without = deciding.chosen({**given, "guards": ["date", "owner"]})
        other = deciding.look(without, float(given["below"]))
        return Hint(
            f"With the guard `review` the answer stands in the passages in {100 * bare.holds.value:.0f} % of the dev "
            "questions, "
            f"with date and owner in {100 * other.holds.value:.0f} %. What happened to the pages that nobody has "
            "reviewed?",
            "Most pages are right and were not reviewed. Let the owners of the two bad ones mend them.",
            'Write `"guards": ["date", "owner"]`.',
            id="review",
        )
    if beaten := deciding.beaten_by(design):
        other, gap = beaten
        return Hint(
            f"Your design shows {bare.words:.0f} words. Another one shows no more, and has the answer among them in "
            f"{100 * gap.value:.0f} points more of the dev questions. Which setting would you change?",
            "Look at the table with the same budget of words, and at the mode.",
            f"One that does better: {other.k} chunks of {other.chunk_words} words, overlap {other.overlap}, "
            f"{other.mode}.",
            id="beaten",
        )
    rows = silence.scored("dev", design)
    mine, best = (
        silence.step(rows, float(given["below"]), retrieving.UNANSWERED),
        silence.cheapest(rows, retrieving.UNANSWERED),
    )
    if mine.euros > best.euros * (1 + CLOSE_EUR):
        return Hint(
            f"With `below` at {given['below']:g} the mistakes cost {mine.euros:.0f} euros for 100 questions; "
            "exercise 7 found a "
            "cheaper threshold.",
            f"For this design the cheapest threshold costs {best.euros:.0f} euros.",
            f'Write `"below": {best.threshold:.2f}`.',
            id="threshold",
        )
    return None


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
    if lab.test is None or lab.test.design != deciding.chosen(answer["design"]):
        retrieving.look_at_test(lab, answer["design"])
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
    return Right(
        f"On test pages the answer is among the passages in {lab.test.holds.text}. The figure of dev was "
        f"{100 * lab.dev.holds.value:.0f} %; the design was chosen there."
    )
