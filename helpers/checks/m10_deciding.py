"""Check 10.9: what is done with Meadow's chat, with a reason that names the article and its day."""

from __future__ import annotations

import re
from datetime import date

from helpers import regulation
from helpers.check import Hint, Right, exercise
from helpers.checks import m10_dates

CHOICES = (
    "leave it as it is",
    "disclose now, mark by 2 December 2026",
    "disclose now, mark by 2 December 2027",
    "switch it off until it discloses and marks",
    "hold until the high-risk duties are met",
)
RIGHT = (CHOICES[1], CHOICES[3])
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS)
_DAYS = (
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})\.?,? (?P<y1>20\d\d)",
    rf"(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>20\d\d)",
    r"(?P<y3>20\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)",
    r"(?P<d4>\d{1,2})[./](?P<m4>\d{1,2})[./](?P<y4>20\d\d)",
)
DAY = re.compile("|".join(_DAYS), re.I)
EXAMPLE = (
    "We tell guests from today on, because Art. 50(3) has applied since 2 August 2026.",
    "We accept that the notice costs some bookings.",
)
ABOUT = re.compile(
    r"art|\bact\b|dut|chat|anna|assistant|customer|people|person|tell|told|say|said|disclos|mark|label|text|name|machine|"
    r"\bai\b|fine|cap|euro|eur\b|provider|deployer|tier|limited|risk|launch|switch|live|accept|counsel|supplier|date|day|"
    r"since|until|bind|appl|law|late|deadline|weeks?|cost|banner|greeting|breach|legal|message|portrait|release",
    re.I,
)
FEWEST = 12  # different words
# The duty denied, or a sentence that does nothing about it. "Art. 50(2) does not apply until …" is no denial.
DENIED = re.compile(
    r"\b50\b(?!\s?\([234]\))[^.;]{0,40}\b(?:not|never)\b (?:yet )?(?:appl\w+|bind\w*|bound|in force|hold\w*)\b"
    r"(?! (?:until|before))|\b50\s?\(2\)[^.;]{0,25}\bnever\b|\bstop(?:s|ped)? (?:to apply|applying)\b|"
    r"\bbreak the law\b|\b(?:so|and) (?:the chat |we |it |anna )?(?:says?|does|do|changes?) nothing\b|"
    r"\b(?:ignore|do not care about|don't care about) (?:it|the law|the duty|art)|\bnonsense\b",
    re.I,
)
DONE = re.compile(
    r"disclos|\btell|\btold|\bsay|\bsaid|inform|\bmark|\blabel|switch|off\b|offline|notice|\bname|\brename|wording|counsel|"
    r"transparen|\bAI\b|machine|\bchat|\banna\b|assistant|customer|banner|greeting|message|portrait|release|\bpaus|\bfix|complain",
    re.I,
)
CAP_SIGN = re.compile(
    r"(?:eur|euros?|€)\s?(\d[\d.,]*)\s?(million|mn|m\b)?|(\d[\d.,]*)\s?(million|mn|m\b)?\s?(?:eur|euros?|€)", re.I
)


def days_in(text: str) -> list[date]:
    """The days that a text names, in the forms of people and of machines; impossible ones are left out."""
    found = []
    for match in DAY.finditer(text):
        part = {key: value for key, value in match.groupdict().items() if value}
        year, month, day = (next(value for key, value in part.items() if key[0] == name) for name in "ymd")
        number = int(month) if month.isdigit() else [name[:3] for name in MONTHS].index(month[:3].lower()) + 1
        try:
            found.append(date(int(year), number, int(day)))
        except ValueError:
            continue
    return found


def sentences(text: str) -> list[str]:
    """The sentences of a text; the dot of "Art. 50" or of a number ends none."""
    kept = re.sub(r"\b(Art|No|e\.g|i\.e)\.\s?", r"\1· ", text)
    parts = re.split(r"(?<=[.!?;])\s+|\n+", kept)
    return [part.replace("· ", ". ").strip() for part in parts if part.strip(" .!?")]


def _anna():
    return regulation.classify(regulation.feature("anna"))


def _due(id: str) -> date:
    result = _anna()
    return next(due.applies_from for due in (*result.duties, *result.upcoming) if due.id == id)


def _reference() -> dict[str, str]:
    told, marked = _due("art-50-1"), _due("art-50-2")
    why = (
        f"Art. 50(1) has applied since {regulation.in_words(told)}, so we say today that it is an AI and drop the "
        f"name Anna. "
        f"Its text has to be marked by {regulation.in_words(marked)}, because it was on the market before August "
        f"2026 (Art. 50(2)). "
        "The high-risk duties do not reach it. We accept that counsel has still to confirm the tier."
    )
    return {"choice": CHOICES[1], "why": why}


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def _against(choice: str) -> Hint | None:
    if choice in RIGHT:
        return None
    told, marked = regulation.in_words(_due("art-50-1")), regulation.in_words(_due("art-50-2"))
    if choice == CHOICES[0]:
        return Hint(
            "Which duty of the table of section 9 binds already today, and is it kept?",
            f"Art. 50(1) has applied since {told}. The chat says that it is a colleague.",
            "It has to disclose now; only the marking has a later day.",
            id="as it is",
        )
    if choice == CHOICES[2]:
        return Hint(
            "From which day has generated text to be marked? Look at the row of Art. 50(2), and at when the chat "
            "went live.",
            "2 December 2027 is the day of other duties, for another tier.",
            f"The marking applies from {marked}.",
            id="wrong day",
        )
    return Hint(
        "Does any high-risk rule hold for the chat? Look at the tier and the rule that decided.",
        "Its tier is limited: Art. 50. The duties of Art. 9 to 15 are those of another tier.",
        "Choose what Art. 50 asks for, by its days.",
        id="other tier",
    )


def _days(part: str) -> Hint | None:
    """A day in one sentence that the duty it speaks of does not have."""
    told, marked = _due("art-50-1"), _due("art-50-2")
    known = {told, marked, regulation.day(regulation.TODAY), regulation.feature("anna").card["placed_on"]}
    known |= (
        {start.date for start in regulation.schedule()}
        if re.search(r"high.risk|annex|literacy|amend", part, re.I)
        else set()
    )
    given = days_in(part)
    stray = [on for on in given if on not in known]
    if stray:
        return Hint(
            f"You write {regulation.in_words(stray[0])}. What begins on that day for this chat?",
            "Take the days of the table of its duties.",
            f"Art. 50(1): {regulation.in_words(told)}; Art. 50(2): {regulation.in_words(marked)}.",
            id="day not of the chat",
        )
    marks = re.search(r"\bmark|50\s?\(2\)|machine.readable|detect", part, re.I)
    tells = re.search(r"\bdisclos|50\s?\(1\)|\btell|\btold|\bsay|\binform", part, re.I)
    only = [on for on in given if on in (told, marked)]
    if marks and not tells and only and marked not in only and not re.search(r"before", part, re.I):
        return Hint(
            f"You give the marking {regulation.in_words(only[0])}. Is that the row of Art. 50(2) for a system that "
            f"is already live?",
            f"For systems on the market before 2 August 2026 it is {regulation.in_words(marked)}.",
            id="day of the marking",
        )
    if tells and not marks and only and told not in only:
        return Hint(
            f"You give the disclosure {regulation.in_words(only[0])}. Has Art. 50(1) to wait until then?",
            f"It has applied since {regulation.in_words(told)}.",
            id="day of the disclosure",
        )
    return None


def _amounts(why: str) -> Hint | None:
    """An amount in euros that is no cap of this firm."""
    meadow = m10_dates.firms(**m10_dates._given)["meadow"]
    cap = regulation.penalty_cap(*meadow)
    known = {float(cap), cap.fixed, cap.share * meadow[1], meadow[1]}
    for match in CAP_SIGN.finditer(why):
        digits, million = (match[1], match[2]) if match[1] else (match[3], match[4])
        plain = digits.rstrip(".,")
        value = 1e6 * float(plain.replace(",", ".")) if million else float(re.sub(r"[.,]", "", plain))
        if not any(abs(value - one) <= 0.01 * one for one in known if one):
            return Hint(
                f"You write {match[0].strip()}. Where does this lab show that figure for Meadow?",
                f"For transparency the cap of Meadow is {cap.text}",
                id="amount",
            )
        if cap.counts == "lower" and value != float(cap) and abs(value - cap.fixed) <= 0.01 * cap.fixed:
            return Hint(
                f"You write {match[0].strip()}. Is that the one of the two figures that counts for a firm of this "
                f"size?",
                cap.text,
                id="amount that does not count",
            )
    return None


def _reason(choice: str, why: str) -> Hint | None:
    parts = sentences(why)
    if not 2 <= len(parts) <= 4:
        given = f"{len(parts)} sentence{'s' * (len(parts) != 1)}"
        return Hint(f"You wrote {given}; two to four are asked for.", id="length", form=True)
    said = {_bare(line) for line in EXAMPLE}
    if copied := [part for part in parts if _bare(part) in said]:
        return Hint(f"“{copied[0]}” stands on the page, about a hotel. What do you say of Meadow's chat?", id="copied")
    different = len(set(re.findall(r"[^\W\d_]{2,}", why.lower())))
    if different < FEWEST:
        few = f"Your reason has too few different words ({different}, at least {FEWEST})."
        return Hint(
            f"{few} Which article, from which day, what is done about the chat, and what do you accept?",
            f"{few} Say also what the chat does from now on, or what has to be done by when.",
            id="no reason",
        )
    if stray := next(
        (part for part in parts if not ABOUT.search(part) or re.search(r"\blorem|\bipsum", part, re.I)), None
    ):
        return Hint(
            f"“{stray[:60]}”: what does that say about the chat, its duties or their days?",
            "Each sentence belongs to the decision.",
            id="stray",
        )
    if denied := next((found for part in parts if (found := DENIED.search(part))), None):
        return Hint(
            f"“{denied[0][:60]}”: the table of the duties says that it applies, or the sentence does the opposite of "
            "what you chose.",
            "Say from which day the article applies and what the chat does then. The reason goes with the choice.",
            id="denied",
        )
    if re.search(r"\b(?:is|are|counts as|falls under|be) (?:an? )?(?:high.risk|prohibited|minimal)\b", why, re.I):
        return Hint(
            "Your reason gives the chat another tier than the rules do. Which tier stands in the table of section 9?",
            f"Its tier is {_anna().tier}.",
            id="tier",
        )
    if not re.search(r"\b(?:art(?:icle|\.)?) ?\d", why, re.I):
        return Hint(
            "Name the article that decides, such as Art. 26(6).", "It is an article on transparency.", id="no article"
        )
    if not re.search(r"\bart(?:icle|\.)? ?50\b", why, re.I):
        return Hint(
            "Is that the article by which the chat has its tier? Look at the rule that decided.",
            f"The rules say: {', '.join(_anna().articles)}.",
            id="other article",
        )
    for part in parts:
        if hint := _days(part):
            return hint
    days = set(days_in(why)) & {_due("art-50-1"), _due("art-50-2")}
    if not days:
        return Hint(
            "Name the day from which the duty applies, with its year.",
            "The table of the duties of the chat has a day in each row.",
            f"{regulation.in_words(_due('art-50-1'))} for the disclosure, {regulation.in_words(_due('art-50-2'))} "
            f"for the marking.",
            id="no day",
        )
    if hint := _amounts(why):
        return hint
    if not DONE.search(why):
        return Hint(
            "What is done about the chat does not stand in your reason: is it told, marked, switched off, looked at?",
            "Say what the chat tells or marks, or who settles it by when.",
            id="nothing done",
        )
    return None


@exercise(
    "10.9",
    title="What happens to the chat",
    expects=dict,
    form='a dictionary with "choice" and "why"',
    reference=_reference,
)
def decision(answer):
    """The choice keeps what binds, and the reason names the article and its day."""
    if missing := [name for name in ("choice", "why") if name not in answer]:
        return Hint(f"The answer lacks {' and '.join(map(repr, missing))}.", id="incomplete", form=True)
    choice, why = answer["choice"], answer["why"]
    words = " ".join(choice.split()).casefold() if isinstance(choice, str) else ""
    plain = next((one for one in CHOICES if one.casefold() == words), "")
    if not plain:
        return Hint(f"`choice` is one of {', '.join(map(repr, CHOICES))}.", id="no choice", form=True)
    if not isinstance(why, str):
        return Hint("`why` is a text of two to four sentences between quotes.", id="no text", form=True)
    if hint := _against(plain) or _reason(plain, why):
        return hint
    late = (regulation.day(regulation.TODAY) - _due("art-50-1")).days
    return Right(
        f"Today the disclosure is {late} days late and the marking has "
        f"{(_due('art-50-2') - regulation.day(regulation.TODAY)).days} "
        "days left. This checks articles and days, not sense: counsel has the last word."
    )
