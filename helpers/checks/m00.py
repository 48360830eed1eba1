"""Checks of lesson 00."""

from helpers.check import Hint, Right, exercise


@exercise("00.1", title="A share", expects=(int, float), form="a number between 0 and 1", reference=9 / 40)
def share_wrong(answer):
    """9 of 40 replies are wrong."""
    if abs(answer - 9 / 40) < 0.005:
        return Right("9 of 40. Whether 9 is many depends on which nine; module 03 is about that.")
    if abs(answer - 31 / 40) < 0.005:
        return Hint(
            "That is the share of right replies. The question asks for the other one.",
            "31 of 40 are right. How many are left?",
            "9 of 40 are wrong: divide 9 by 40.",
            id="other share",
        )
    if abs(answer - 9 / 31) < 0.005:
        return Hint(
            "You compared wrong replies with right ones. A share is a part of all replies.",
            "Divide by all replies, the right and the wrong ones together.",
            "There are 40 replies in all: 9 divided by 40.",
            id="part of the rest",
        )
    if answer > 1:
        return Hint(
            "A share lies between 0 and 1. You gave a count or a percentage.",
            "Divide the number of wrong replies by the number of all replies.",
            "9 wrong replies, 40 in all: `9 / 40`.",
            id="not a share",
        )
    return Hint(
        "Count the wrong replies first, then divide by all of them.",
        "40 replies, 31 of them right. The rest is wrong.",
        "9 divided by 40.",
        id="another number",
    )


@exercise("00.2", title="Like with like", expects=str, form='one of the letters "A", "B", "C", "D"', reference="C")
def fair_comparison(answer):
    """Which of four pay comparisons compares the same kind of pay, in one country, from one source."""
    letter = answer.strip().upper()
    if letter == "C":
        return Right(
            "One source, one country, one kind of figure: 165 against 155, about 6 % more. It is still a single site "
            "that does not say how it counted."
        )
    if letter == "A":
        return Hint(
            "Read what each of the two figures includes. Do both include shares and bonus?",
            "305 is total compensation: salary, bonus and shares. What is 123?",
            "305 is total compensation, 123 is base salary alone. Two kinds of pay give no gap. Look for the pair in "
            "which both figures are of one kind.",
            id="base and total",
        )
    if letter == "B":
        return Hint(
            "Both figures speak of AI product managers. Where do they come from, and how was each counted?",
            "One is a mean of what people reported, the other a median of another site. Which of them is base salary?",
            "Two sites, a mean and a median, and only one is said to be base salary. Look for a pair from one source.",
            id="two sources",
        )
    if letter == "D":
        return Hint(
            "Look at the country, the year and the job behind each figure.",
            "One figure is from the US in 2026 and about AI product managers. What about the other?",
            "The second figure is from Europe, from 2023, in euros, and about all product managers. That is too much "
            "at once.",
            id="country, year and job",
        )
    return Hint(
        "Answer with one of the letters A, B, C and D.",
        'For example `fair = "A"`, or choose it in the list.',
        "One letter, in quotation marks.",
        id="no letter",
    )
