"""What lesson 09 shows: the situations of the attack, the disguises, the marked message, the figures."""

import pytest

from helpers import guarding, safety


def test_the_shown_case_is_a_dev_case_that_the_recorded_model_gives_in_to_with_and_without_a_rule():
    case = guarding.shown()
    assert case.split == "dev" and case.channel == "tool"
    for defence in ("none", "prompt"):
        reply = guarding.one(defence)
        assert reply.source == "recorded" and safety.succeeded(case, reply.text).success


def test_every_reply_of_the_attack_is_recorded_and_no_test_case_is_among_them():
    found = guarding.tried()
    assert {row.reply.source for row in found} == {"recorded"} and {row.case.split for row in found} == {"dev"}
    rates = guarding.rates(found)
    attacks = len(safety.red_team("dev", attacks=True))
    assert [rates[rule].n for rule in guarding.RULES[:2]] == [attacks, attacks]
    twins = [row for row in found if row.rule == guarding.RULES[2]]
    assert twins and all(row.attack.id == row.case.twin_of for row in twins)
    assert rates[guarding.RULES[0]].value > rates[guarding.RULES[2]].value


@pytest.mark.parametrize("bad", [0, 61, True, 8.0])
def test_live_cases_have_limits(bad):
    with pytest.raises(ValueError, match="live_cases"):
        guarding.tried(bad)


def test_marks_of_the_message_lie_on_its_values():
    values = [guarding.MESSAGE[span.start : span.end] for span in guarding.marked()]
    assert len(values) == 11 and {"jordan", "Mehmet", "Radfahren7", "DE89 3704 0044 0532 0130 00"} <= set(values)
    missed = guarding.missed()
    assert {span.kind for span in missed} == {"name"} and len(missed) == 2
    found = safety.redact(guarding.MESSAGE)[1]
    assert all(any(f.start < span.end and span.start < f.end for span in guarding.marked()) for f in found)


def test_a_marked_text_shows_what_was_taken_and_what_was_missed():
    block = guarding.redacted(guarding.MESSAGE, guarding.missed())
    assert "[CARD_1]" in block._repr_html_() and block._repr_html_().count("missed: name") == 2
    assert "missed: name, name" in repr(block)
    assert "<b>" not in guarding.redacted("<b> ana@mail.example")._repr_html_()


def test_the_search_finds_one_disguise_and_no_filter_finds_other_words():
    assert guarding.found_by_search() == ["plain"]
    assert set(guarding.disguises()) - set(guarding.found_by_guard()) == {"other words"}
    assert "My bike is late.\n" not in repr(guarding.disguise_table())
    assert all(ord(sign) < 0xE0000 for sign in repr(guarding.disguise_table()))


def test_figures_say_what_they_show():
    _, text = guarding.bound(50)
    assert "5.8 %" in text and "6.0 %" in text
    assert "Mistral is cheapest" in guarding.costs(2, 0.01)[1] and "GPT-4 is cheapest" in guarding.costs(100, 0.01)[1]
    assert "3 of 3" in guarding.legs(safety.Feature("x", True, True, True))[1]
