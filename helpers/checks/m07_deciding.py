"""Check 07.9: a design that stands beside others, a choice, and a reason whose figures are those of the run."""

from __future__ import annotations

from helpers import retrieving
from helpers.check import Hint, Right, exercise
from helpers.checks import m07_reasons
from helpers.retrieving import deciding, pages, silence

CLOSE_EUR = 0.1
MOST_WORDS = 700  # three pages and a little; more is read by nobody and was not shown to help


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


def _kept_out(guards) -> set[str]:
    """Letters of the pages that these guards keep out together."""
    return {letter for name in guards for letter in pages.stopped(name)}


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
                "Exercise 8 says which guard stops which page. None of yours stops "
                f"{', '.join(sorted(set(pages.stopped(guard)) - _kept_out(design.guards)))}.",
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
            "Two other guards together stop what a filter can stop and leave the unreviewed pages in: see exercise 8.",
            id="review",
        )
    if bare.words > MOST_WORDS:
        return Hint(
            f"Your design finds {bare.words:.0f} words for each question. Who reads them: a customer, or a model that "
            "is paid by the token? What did exercise 4 show about longer contexts?",
            f"Stay under {MOST_WORDS} words: fewer chunks, or smaller ones.",
            f"{design.k} chunks of {design.chunk_words} words are too many; at most {MOST_WORDS // design.chunk_words} "
            "of that size stay under it.",
            id="too long",
        )
    if behind := deciding.behind(design):
        there, quoted = behind
        return Hint(
            f"Your design has the answer in the passages in {100 * bare.holds.value:.0f} % of the dev questions. The "
            f"one that this workbook starts from, {retrieving.Design().text}, has it in {100 * there.value:.0f} points "
            f"more ({100 * there.low:.0f} to {100 * there.high:.0f}), and its best passage is right in "
            f"{100 * quoted.value:.0f} points more. Which of your settings lost that?",
            "Sections 3 and 4 show what the size and the number of chunks do, section 2 what each mode misses.",
            "Change one setting at a time, and look at the dev column.",
            id="behind",
        )
    if beaten := deciding.beaten_by(design):
        other, gap = beaten
        return Hint(
            f"Your design shows {bare.words:.0f} words. Another one shows no more, and has the answer among them in "
            f"{100 * gap.value:.0f} points more of the dev questions. Which setting would you change?",
            "Look at the table with the same budget of words, and at the mode.",
            f"The better one has the mode {other.mode}. How many chunks of which size, you find in section 3.",
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
            f"It is {'higher' if best.threshold > float(given['below']) else 'lower'} than {given['below']:g}: "
            "take the row that you chose in exercise 7, or one beside it.",
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
    deciding.note_look(lab, deciding.chosen(answer["design"]), float(answer["design"]["below"]))
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
    looks = (
        "the design was chosen there, and the test pages were looked at once."
        if len(lab.looks) == 1
        else f"but these were {len(lab.looks)} looks at the test pages, so their figures are no clean test of this "
        "design. The page for the team says so."
    )
    return Right(
        f"On test pages the answer is among the passages in {lab.test.holds.text}. After the threshold a right "
        f"quotation is shown in {lab.test.served.text} of all questions. The answer stood in the passages in "
        f"{100 * lab.dev.holds.value:.0f} % of dev; {looks}"
    )
