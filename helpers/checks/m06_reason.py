"""Check 06.8: a choice among four policies, and a reason that the test run does not refute.

It compares figures, names and a few claims ("the cheapest") with the run. Whether the reason makes sense it cannot see.
"""

from __future__ import annotations

import re

from helpers import world
from helpers.check import Hint, Right, exercise
from helpers.unsure import deciding, reference, stakes
from helpers.unsure import lab as labs

NUMBER = re.compile(r"(?<![\w.,])(\d[\d,]*(?:\.\d+)?)\s*(%|per cent|percent|euros?\b|EUR\b)?", re.I)
DANGER = re.compile(r"unforgiv|danger|fire|hurt|harm|accident|injur|safety|battery", re.I)
SAYS = re.compile(
    r"\b(?:costs?|cheap|cheaper|cheapest|dear|dearer|dearest|expensive|less|more|sav(?:es?|ing)|than|against|instead|"
    r"shown?|shows|share|ends?|hands?|lower|higher|fewer|loses?|pays?)\b",
    re.I,
)
SMALL = 1.01
TRIVIAL = {(100.0, "%"), (1000.0, "")}  # stand in every such table
ALWAYS, PEOPLE, ONE, YOURS = deciding.OPTIONS
NAMES = {
    ALWAYS: r"always[- ]answer(?:ing)?|answering (?:always|everything)",
    PEOPLE: r"hand(?:ing|s)? (?:everything|all|it all) (?:over|to)|everything (?:handed|goes) (?:over|to)",
    ONE: r"(?:one|single|naive) threshold",
    YOURS: r"yours|ours|(?:our|my) (?:own )?policy|policy by severity",
}
CHEAPEST = re.compile(r"(?<!not )(?<!not the )\b(?:cheapest|least expensive|lowest cost)\b", re.I)
DEAREST = re.compile(r"(?<!not )(?<!not the )\b(?:dearest|most expensive|costliest|highest cost)\b", re.I)
_ANY = "|".join(f"(?:{pattern})" for pattern in NAMES.values())
COMPARED = re.compile(
    r"\b(?:(?P<down>cheaper|less expensive)|(?P<up>dearer|more expensive|costlier|worse)|"
    r"cost\w*\b[^.]{0,24}\b(?:(?P<less>less)|(?P<more>more))\b[^.]{0,12}?) than (?P<other>" + _ANY + ")",
    re.I,
)

ASK_FIGURE = "Which figure decided, against which other policy?"
ASK_ALL = "Name the policy, its figure, the policy it is better than, and what you accept."
ASK_TEST = "Name the figure of the test run that decided it."
ASK_EUROS = "For instance the euros for 1,000 questions of two policies."
ASK_BOTH = "Write the euros of your policy and of the one you compare it with, as they stand in the last table."
ASK_DANGER = "Say what your choice does about them, or what risk is left."
ASK_COLUMN = "The column “unforgivable” is not empty for every policy."
ASK_QUOTE = "Quote the last table: euros for 1,000 questions, or a share in percent."
SAID_HERE = (
    ASK_FIGURE, ASK_ALL, ASK_TEST, ASK_EUROS, ASK_BOTH, ASK_DANGER, ASK_COLUMN, ASK_QUOTE,
    "We accept that the list misses some dangerous questions, and read those that it let through each week.",
    "Give a reason of two to four sentences with a figure of the test table, and say what becomes of the "
    "unforgivable ones.",
)  # fmt: skip


def _near(value: float, figure: float) -> bool:
    return abs(value - figure) <= max(0.6, 0.005 * abs(figure))


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"[.!?;](?:\s|$)", text) if part.strip()]


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def quoted(why: str) -> list[tuple[float, str]]:
    """Numbers of a reason, with the unit that stands behind them ("%", "euros" or "")."""
    found = []
    for number, unit in NUMBER.findall(why):
        digits = number.rstrip(",").replace(",", "")
        kind = "%" if unit.lower() in ("%", "per cent", "percent") else "euros" if unit else ""
        found.append((float(digits), kind))
    return found


def _row(split: str, name: str) -> dict[str, list[float]]:
    """What the lab shows of one policy on a split, and of its difference to the own one: unit -> figures."""
    runs = labs.current().ran.get(split, {})
    if name not in runs:
        return {"%": [], "euros": [], "": []}
    found = {unit: list(values) for unit, values in deciding.figures(runs[name]).items()}
    for other, ran in runs.items():
        if name != other and YOURS in (name, other) and YOURS in runs:
            found["euros"] += deciding.differences({YOURS: runs[YOURS], other if other != YOURS else name: ran})
    found[""] += found["euros"]
    return found


def _shown(split: str) -> dict[str, list[float]]:
    """The figures that the lab shows of a split: "%" and "euros" and "" (counts for 1,000 questions)."""
    found: dict[str, list[float]] = {"%": [], "euros": [], "": []}
    for name in labs.current().ran.get(split, {}):
        for unit, values in _row(split, name).items():
            found[unit] += values
    caught = stakes.alarm(world.questions(split), reference.watched(labs.current()))
    found["%"].append(100 * caught.caught / caught.of)
    return found


def _named(sentence: str) -> list[str]:
    return [name for name, pattern in NAMES.items() if re.search(rf"\b(?:{pattern})\b", sentence, re.I)]


def _holds(value: float, unit: str, figures: dict[str, list[float]]) -> bool:
    return any(_near(value, figure) for figure in figures[unit])


def _figures(choice: str, why: str) -> Hint | None:
    """Every figure with a unit stands in the test run, under the name it is given, and one is of the choice."""
    on_test, on_dev, mine = _shown("test"), _shown("dev"), _row("test", choice)
    others = [name for name in deciding.OPTIONS if name != choice]
    seen = hits = 0
    for sentence in _sentences(why):
        named = _named(sentence)
        for value, unit in quoted(sentence):
            if value <= SMALL or (value, unit) in TRIVIAL:
                continue
            if not _holds(value, unit, on_test):
                if not unit:
                    continue
                if _holds(value, unit, on_dev):
                    return Hint(
                        f"{value:,g} {unit} is a figure of the dev questions, on which the policy was chosen. What "
                        "does test say?",
                        "Take the figure from the last table.",
                        id="dev figure",
                    )
                text = f"You write {value:,g} {unit}. Where does the test run show it?"
                return Hint(text, ASK_QUOTE, id="number not in the run")
            seen += 1
            hits += _holds(value, unit, mine)
            if named and unit == "euros" and not any(_holds(value, unit, _row("test", name)) for name in named):
                owner = next(name for name in deciding.OPTIONS if _holds(value, unit, _row("test", name)))
                return Hint(
                    f"You give {value:,g} euros to “{named[0]}”. In whose row of the last table does it stand?",
                    f"It stands in the row of “{owner}”.",
                    id="another row",
                )
    if not seen:
        return Hint(ASK_TEST, ASK_EUROS, ASK_BOTH, id="no number")
    if not hits:
        euros = 1000 * labs.current().ran["test"][choice].mean("euros").value
        return Hint(
            f"You choose “{choice}”, and no figure of its row stands in your reason. What does your choice cost?",
            f"Give a figure of the row “{choice}”, beside that of “{others[-1]}” or another one.",
            f"“{choice}” costs {euros:,.0f} euros for 1,000 questions.",
            id="not of the choice",
        )
    return None


def _claims(choice: str, why: str) -> Hint | None:
    """ "The cheapest", "the dearest" and "cheaper than ..." hold for the policy of which they are said."""
    runs = labs.current().ran["test"]
    euros = {name: 1000 * ran.mean("euros").value for name, ran in runs.items()}
    for sentence in _sentences(why):
        about = _named(sentence) or [choice]
        for pattern, pick, word in ((CHEAPEST, min, "cheapest"), (DEAREST, max, "dearest")):
            end = pick(euros, key=euros.get)
            if pattern.search(sentence) and not any(euros[name] == euros[end] for name in about):
                return Hint(
                    f"You write that “{about[0]}” is the {word}. It costs {euros[about[0]]:,.0f} euros for 1,000 "
                    "questions. Does none of the four lie beyond it?",
                    f"“{end}” costs {euros[end]:,.0f} euros.",
                    id=f"not the {word}",
                )
        for found in COMPARED.finditer(sentence):
            before = [(m.start(), n) for n, p in NAMES.items() for m in re.finditer(p, sentence[: found.start()], re.I)]
            subject, other = max(before)[1] if before else choice, _named(found["other"])[0]
            cheaper = bool(found["down"] or found["less"])
            if subject != other and (euros[subject] < euros[other]) is not cheaper:
                return Hint(
                    f"“{subject}” costs {euros[subject]:,.0f} euros for 1,000 questions, “{other}” "
                    f"{euros[other]:,.0f}. Which of the two is cheaper?",
                    f"Your sentence says that “{subject}” is the {'cheaper' if cheaper else 'dearer'} one.",
                    id="compared wrongly",
                )
    return None


@exercise(
    "06.8",
    title="The decision",
    expects=dict,
    form='a dictionary with "choice" and "why"',
    reference=lambda: reference_decision(),
)
def decision(answer):
    """One of the four policies; the reason quotes its row of the test run and says what becomes of the unforgivable."""
    lacking = [name for name in ("choice", "why") if name not in answer]
    if lacking:
        return Hint(f"The answer lacks {' and '.join(map(repr, lacking))}.", id="incomplete", form=True)
    choice, why = answer["choice"], answer["why"]
    if choice not in deciding.OPTIONS:
        return Hint(f"`choice` is one of {', '.join(map(repr, deciding.OPTIONS))}.", id="no choice", form=True)
    if not isinstance(why, str):
        return Hint("`why` is a text of two to four sentences.", id="no text", form=True)
    lab = labs.current()
    if not lab.ran.get("test"):
        text = "Run the cell with the test questions first: the reason has to rest on them."
        return Hint(text, id="no run", form=True)
    if choice == YOURS and lab.ran["test"][YOURS].name != YOURS:
        return Hint(
            "There is no policy of yours in the table yet: that row is the reference policy. Answer exercise 7 and run "
            "section 8 again, or choose one of the other three.",
            id="not yours",
            form=True,
        )
    parts = _sentences(why)
    if not 2 <= len(parts) <= 4:
        given = f"{len(parts)} sentence{'s' * (len(parts) != 1)}"
        return Hint(f"You wrote {given}; two to four are asked for.", id="length", form=True)
    if choice == ALWAYS:
        events = 1000 * lab.ran["test"][ALWAYS].mean("event").value
        return Hint(
            f"“Always answer” is not accepted: of 1,000 questions {events:.0f} would end with an unforgivable answer "
            "that a customer acts on. Who signs that?",
            "Its euros leave those out, because no saving makes up for them. Choose another policy.",
            id="always answer",
        )
    said = {_bare(part) for text in SAID_HERE for part in _sentences(text)}
    if copied := [part for part in parts if _bare(part) in said]:
        return Hint(
            f"“{copied[0].strip()}” stands on the page or in a hint. What do you say of this box, in your words?",
            "Take the figures of the last table, and say what you accept by your choice.",
            id="copied",
        )
    if len(set(re.findall(r"[^\W\d_]{2,}", why.lower()))) < 12:
        return Hint(
            f"Your reason has too few different words to say anything. {ASK_FIGURE}", ASK_ALL, id="no reason"
        )  # fmt: skip
    if hint := _figures(choice, why) or _claims(choice, why):
        return hint
    if not SAYS.search(why):
        return Hint(
            "A figure stands in your reason, and no word of what it is. Does your choice cost that, save it, show it?",
            f"In the row “{choice}” the last table says what each figure is.",
            id="a bare figure",
        )
    if not DANGER.search(why):
        return Hint(f"And the unforgivable ones? {ASK_DANGER}", ASK_COLUMN, id="nothing on danger")
    return Right(
        "Your figures are those of the test run. This checks figures and a few claims, not sense: whether the reason "
        "convinces, ask the person who has to sign it."
    )


def reference_decision() -> dict[str, str]:
    """A decision with its reason, made from the test run (which it makes when there is none)."""
    return {"choice": YOURS, "why": reference.reference_why(labs.current())}
