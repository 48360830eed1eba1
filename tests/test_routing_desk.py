"""Answers about refunds and letters of apology: what the graders let pass and what they do not."""

import datetime
from types import SimpleNamespace

import pytest

from helpers.routing import apology, deciding, drafts, properties, reasons, refunds

EARLY, LATE = datetime.date(2026, 7, 1), datetime.date(2026, 10, 1)
LOOKUP = {
    "refund.window": ["changed my mind"],
    "refund.time": ["where is my"],
    "refund.flex": ["flex"],
    "person": ["dispute"],
}


def case(text, day, *needs):
    ticket = SimpleNamespace(text=text, received=datetime.datetime.combine(day, datetime.time(9)), customer="c-1")
    return refunds.RefundCase(ticket, needs)


def test_the_fact_is_that_of_the_day():
    assert "30 days" in refunds.answer_by_rule("changed my mind", EARLY, LOOKUP)
    assert "14 days" in refunds.answer_by_rule("changed my mind", LATE, LOOKUP)


@pytest.mark.parametrize("text", ["hello", "I dispute this, where is my money"])
def test_without_a_topic_or_with_person_a_colleague_takes_over(text):
    assert refunds.answer_by_rule(text, LATE, LOOKUP) == refunds.HAND_OVER


@pytest.mark.parametrize(
    ("reply", "needs", "day", "right"),
    [
        ("You can return it within 14 days.", ("refund.window",), LATE, True),
        ("You can return it within 30 days.", ("refund.window",), LATE, False),
        ("You can return it within 30 days.", ("refund.window",), EARLY, True),
        ("Within 14 days, no, within 30 days.", ("refund.window",), LATE, False),
        ("It arrives within 7 working days.", ("refund.window", "refund.time"), LATE, False),
        (refunds.HAND_OVER, ("person",), LATE, True),
        (refunds.HAND_OVER, ("refund.time",), LATE, False),
        ("It arrives within 7 working days.", ("person",), LATE, False),
        ("7 working days; a quarter; taken off; 10 working days.", ("refund.time",), LATE, False),
    ],
)
def test_an_answer_is_right_when_it_says_what_is_needed_and_little_else(reply, needs, day, right):
    assert refunds.grade_answer(reply, case("my bike", day, *needs))[0] is right


def test_all_facts_at_once_are_no_answer():
    everything = {topic: ["bike"] for topic in refunds.TOPICS if topic != "person"}
    reply = refunds.answer_by_rule("my bike", LATE, everything)
    ok, why = refunds.grade_answer(reply, case("my bike", LATE, "refund.time"))
    assert not ok and "nobody asked for" in why


@pytest.mark.parametrize(
    ("lookup", "said"),
    [({"refund.colour": ["x"]}, "no topic"), ({"refund.time": "x"}, "list of phrases"), ([], "a dictionary"),
     ({"refund.time": [3]}, "a phrase is a text")],
)  # fmt: skip
def test_a_look_up_that_cannot_be_meant_is_refused(lookup, said):
    with pytest.raises(ValueError, match=said):
        refunds.check_lookup(lookup)


def test_refund_cases_are_english_messages_about_refunds_and_all_of_them():
    from helpers import world

    wanted = {t.id for t in world.tickets(language="en") if t.intent == "refund_return"}
    assert {c.ticket.id for c in refunds.refund_cases()} == wanted


# letters

LETTER = apology.shipped_template()
CASES = apology.apology_cases()


def test_there_are_forty_test_cases_and_each_customer_has_one():
    assert len(apology.apology_cases("test")) >= 40 and len({c.customer for c in CASES}) == len(CASES)
    assert len({c.text for c in CASES}) == len(CASES) and {c.kind for c in CASES} == set(apology.KINDS)


def test_the_template_has_every_property_but_the_customers_own_point():
    found = {fault for c in CASES for fault in properties.faults(apology.filled(LETTER, c), c)}
    assert found == {"point"}


def test_the_example_letter_has_every_property():
    assert properties.faults(drafts.example_letter(), drafts.example_case()) == []


def one(kind):
    return next(c for c in CASES if c.kind == kind and c.next)


@pytest.mark.parametrize(
    ("kind", "change", "fault"),
    [
        ("no_show", lambda t, c: t.replace("sorry", "aware"), "sorry"),
        ("no_show", lambda t, c: t.replace(c.missed.words, "that day"), "slot"),
        ("no_show", lambda t, c: t.replace(c.next.words, "another day"), "next"),
        ("not_home_again", lambda t, c: t.replace("15 euros", "a fee"), "fee"),
        ("late", lambda t, c: t.replace("one quarter", "a part"), "fee"),
        ("no_show", lambda t, c: t.replace("is free", "costs 15 euros"), "fee"),
        ("no_show", lambda t, c: t + " You get 20 euros back. Your Meadow team", "amounts"),
        ("no_show", lambda t, c: t + " Or on 24 December. Your Meadow team", "dates"),
        ("no_show", lambda t, c: t.replace(f"{c.next.day:%A}", "Sunday"), "dates"),
        ("no_show", lambda t, c: t.replace(f"{c.next.start}:00", "7:00"), "dates"),
        ("no_show", lambda t, c: t + " This will never happen again.", "promises"),
        ("no_show", lambda t, c: t + " word" * 120 + ".", "length"),
        ("no_show", lambda t, c: t.replace(c.name, "[Name]"), "clean"),
        ("no_show", lambda t, c: t + "\n\n" + c.text, "clean"),
        ("no_show", lambda t, c: t + ". We will try. We will try. We will try.", "clean"),
        ("no_show", lambda t, c: t + " And then the", "clean"),
    ],
)  # fmt: skip
def test_each_property_can_fail_alone(kind, change, fault):
    chosen = one(kind)
    before = properties.faults(apology.filled(LETTER, chosen), chosen)
    after = properties.faults(change(apology.filled(LETTER, chosen), chosen), chosen)
    assert fault in after and fault not in before


def test_the_point_is_taken_up_by_naming_it():
    chosen = next(c for c in CASES if c.point)
    text = apology.filled(LETTER, chosen)
    assert "point" in properties.faults(text, chosen)
    word = chosen.point.split(" | ")[0]
    assert "point" not in properties.faults(text.replace("If anything", f"As to the {word}: if anything"), chosen)


def test_an_unknown_slot_is_named():
    with pytest.raises(ValueError, match=r"no slot \{nmae\}"):
        apology.filled("Dear {nmae}", CASES[0])


# minutes


def test_minutes_follow_what_has_to_be_done():
    lab = SimpleNamespace(given=SimpleNamespace(minutes_to_check=1, minutes_to_write=6, minutes_to_add=2))
    letters = [(None, "", []), (None, "", ["point"]), (None, "", ["fee", "point"])]
    assert deciding.letter_minutes(lab, letters) == pytest.approx((1 + 3 + 7) / 3)
    fact, person = case("x", LATE, "refund.time"), case("x", LATE, "person")
    rows = [(fact, "7 working days", True, ""), (fact, "no", False, ""), (fact, refunds.HAND_OVER, False, ""),
            (person, refunds.HAND_OVER, True, ""), (person, "a colleague", True, "")]  # fmt: skip
    assert deciding.answer_minutes(lab, rows) == pytest.approx((1 + 7 + 6 + 6 + 7) / 5)


@pytest.mark.parametrize(
    ("text", "percent", "euros"),
    [
        ("49 % right, 12 to 30 %", [49, 30], []),
        ("It costs 619 euros, not EUR 588.5", [], [619, 588.5]),
        ("7 points and 3 percent", [7, 3], []),
        ("Two of 12 mails", [], []),
    ],
)
def test_figures_are_found_in_a_reason(text, percent, euros):
    assert reasons.quoted(text) == (percent, euros)
