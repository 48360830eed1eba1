"""Lesson 01: held-out messages, small tests and bills."""

import pytest

from helpers import comparing, routing, world
from helpers.routing.routed import Routed


def routed(scores, name="router"):
    """A router with these scores on the first messages to hold out, each from another customer."""
    seen, tickets = set(), []
    for ticket in comparing.parts().held:
        if ticket.customer not in seen and len(tickets) < len(scores):
            seen.add(ticket.customer)
            tickets.append(ticket)
    teams = [ticket.intent if score else None for ticket, score in zip(tickets, scores, strict=True)]
    return Routed(name, tickets, teams, [float(score) for score in scores])


def test_no_customer_is_both_learnt_from_and_measured_on():
    learn, held, asked = comparing.parts()
    assert {t.id for t in learn} | {t.id for t in held} == {t.id for t in world.tickets("dev")}
    assert not {t.customer for t in learn} & {t.customer for t in held}
    assert {t.id for t in asked} < {t.id for t in held}


def test_more_labels_help_and_the_rest_is_refused():
    few, many = comparing.learned(20), comparing.learned()
    assert comparing.gap(few, many).low > 0
    assert len(many.tickets) == len(comparing.parts().held)
    for labels in (1, 10_000, 20.0):
        with pytest.raises(ValueError, match="labels must be a whole number"):
            comparing.learned(labels)


def test_a_router_that_was_not_given_a_message_cannot_be_compared_on_it():
    short = routed([1, 0, 1])
    with pytest.raises(ValueError, match="was not given"):
        comparing.gap(routed([1, 0, 1, 1]), short)


def test_small_tests_find_a_large_difference_and_not_a_small_one():
    nothing, everything = routed([0] * 60), routed([1] * 60)
    large = comparing.small_tests(nothing, everything, 20, tests=30)
    assert large.count(comparing.BETTER) == 30 and large.misled == 0
    back = comparing.small_tests(everything, nothing, 20, tests=30)
    assert back.count(comparing.WORSE) == 30
    one, two = routed([1, 0] * 30), routed([1, 0] * 29 + [1, 1])
    unclear = comparing.small_tests(one, two, 20, tests=30, seed=2)
    assert unclear.count(comparing.UNKNOWN) == 30 and 0 < unclear.misled <= 30
    with pytest.raises(ValueError, match="from 5 to 60"):
        comparing.small_tests(one, two, 61)


def test_fates_add_up_and_silence_is_not_an_error():
    found = comparing.by_rules({"billing": ["charge*", "invoice*", "paid"]}, comparing.parts().held)
    shares = comparing.fates(found)
    assert sum(share.value for share in shares.values()) == pytest.approx(1)
    assert shares["left to a person"].value == pytest.approx(found.left)
    decided = comparing.when_it_decides(found)
    assert decided.value == pytest.approx(shares["right team"].value / (1 - found.left))
    with pytest.raises(ValueError, match="leaves every message"):
        comparing.when_it_decides(comparing.by_rules({"billing": ["zzz zzz"]}, comparing.parts().held))


def test_the_commonest_team_is_learnt_from_other_customers():
    found = comparing.most_common(comparing.parts().held)
    assert len(set(found.teams)) == 1
    learn = [ticket.intent for ticket in comparing.parts().learn]
    assert learn.count(found.teams[0]) == max(learn.count(team) for team in set(learn))


def test_bills_are_told_part_by_part():
    bill = routing.bill("rules", left=0.5, wrong=0.1)
    _, words = comparing.bills_figure({"rules": bill})
    assert f"rules {bill.total:.0f}" in words and f"errors {comparing.euros(bill.errors)}" in words
    assert "calls of the model" not in words
    with pytest.raises(ValueError, match="nothing to draw"):
        comparing.bills_figure({})


def test_spans_and_sums_keep_the_digits_that_matter():
    assert [comparing.span(s) for s in (0.00012, 0.045, 0.162, 2.078)] == ["0.12 ms", "45 ms", "162 ms", "2.08 s"]
    assert [comparing.euros(e) for e in (0.02, 4.12, 370.4)] == ["0.02", "4.1", "370"]


@pytest.mark.parametrize(
    ("number", "digits", "text"), [(64_653, 1, "60,000"), (10_908, 2, "11,000"), (96, 1, "100"), (3.14, 2, "3.1")]
)
def test_a_large_number_is_told_with_few_digits(number, digits, text):
    from helpers.comparing import about

    assert about(number, digits) == text


def test_about_refuses_what_is_not_above_zero():
    from helpers.comparing import about

    with pytest.raises(ValueError, match="above 0"):
        about(0)
