"""What lesson 10 shows: figures say what they draw, counts are those of the rules, no feature of the lab is named."""

import pytest

from helpers import paths, regulation
from helpers.regulation import lesson, pictures

LESSON = [found.id for found in regulation.lesson_features()]


def test_the_timeline_names_the_old_day_only_after_the_amendment():
    assert "Annex III 2 December 2027 (was 2 August 2026)" in pictures.timeline_figure("2026-07-27")[1]
    before = pictures.timeline_figure("2026-07-26")[1]
    assert "Annex III 2 August 2026" in before and "was" not in before and "(ba)" not in before


def test_four_days_show_that_the_day_moves_and_the_tier_does_not():
    words = pictures.four_dates_figure(["lesson-essays", "lesson-smile", "lesson-mood"])[1]
    assert "Graded overnight (high): 1 July 2025 waits, from 2 Aug 2026, 2 August 2026 waits, from 2 Dec 2027" in words
    assert "2 December 2027 binds" in words and words.count("must stop") == 4 and words.count("ask first") == 4


def test_a_name_on_a_bought_tool_brings_the_duties_of_the_supplier():
    essays = regulation.feature("lesson-essays")
    ours, theirs = lesson.own_and_others(regulation.classify(essays))
    named = regulation.classify(regulation.changed(essays, made="bought, under our name"))
    assert 0 < ours < theirs and lesson.own_and_others(named) == (ours + theirs, 0)


def test_guesses_are_counted_and_prohibited_called_minimal_is_named():
    guesses = {"lesson-smile": "minimal", "lesson-hotel": "limited", "lesson-recipes": None}
    assert lesson.tiers_guessed(guesses) == (1, ["lesson-smile"])


def test_each_first_message_of_the_hotel_fails_article_50_and_the_faults_are_not_shown_before_the_guess():
    rows = repr(lesson.show_first_words(checked=True)).splitlines()[2:]
    assert len(rows) == 3 and all("(Art. 50(1))" in row for row in rows)
    assert "Art. 50" not in repr(lesson.show_first_words())


@pytest.mark.parametrize(
    "infringement, turnover, size, says",
    [
        ("prohibited practice", 2000, "large", "140,000,000"),
        ("transparency", 8, "SME", "the lower counts: EUR 240,000"),
        ("gpai", 8, "SME", "uncertain"),
        ("transparency", 0, "SME", "EUR 0"),
    ],
)
def test_the_figure_of_fines_says_the_cap(infringement, turnover, size, says):
    assert says in pictures.fines_figure(infringement, turnover, size)[1]


def test_there_is_no_figure_of_fines_before_fines_exist():
    assert "no such fine before" in pictures.fines_figure("transparency", 8, "SME", "2025-07-01")[1]


def test_the_lesson_names_no_feature_that_the_lab_asks():
    text = (paths.ROOT / "notebooks" / "source" / "10_regulation.py").read_text(encoding="utf-8")
    for found in regulation.features():
        assert f'"{found.id}"' not in text and found.name not in text, found.id
    assert "Not legal advice" in text.split("tags=")[0] and "Not legal advice" in text.split("## What to take")[1]


def test_the_four_tiers_stand_in_words_with_the_features_on_them():
    words = pictures.tiers_figure({"high": ["Graded overnight"]})[1]
    assert all(tier in words for tier in regulation.TIERS) and "Graded overnight" in words
