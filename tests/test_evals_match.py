"""What counts as the same words: spelling does not, numbers do."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.evals.match import alternatives, found, mentions, normalise

SAME = [
    ("You have 14 days.", "14 days | two weeks"),
    ("Two  Weeks", "14 days | two weeks"),
    ("it is 29 €", "€29"),
    ("EUR 29.00 a month", "€29"),
    ("costs 50 euros.", "€50"),
    ("€ 29", "29 euro"),
    ("euro 29", "29 euros"),
    ("29,90 euros", "€29.90"),
    ("€29.9", "€29.90"),
    ("1.200 €", "€1,200"),
    ("1 200 euros", "€1200"),
    ("€1 200", "1,200 euros"),
    ("1\u202f200 bikes", "1200 bikes"),
    ("1,200 bikes", "1200 bikes"),
    ("EUR 5,000.50", "€5000.50"),
    ("14 per cent", "14%"),
    ("14 percent", "14 %"),
    ("**14** days", "14 days"),
    ("_14 days_", "14 days"),
    ("`14 days`", "14 days"),
    ("25km/h", "25 km/h"),
    ("from 9 a.m. to 5 p.m.", "9am"),
    ("you don’t need it", "don't"),
    ("a 14–day wait", "14-day"),
    ("“free”", '"free"'),
    ("€49/month", "€49"),
    ("between €5 and €10", "€5"),
    ("between €5 and €10", "€10"),
    ("STRASSE", "straße"),
    ("the battery\u00a0is swollen", "battery is swollen"),
    ("e-bike", "bike"),
    ("pay €0", "€0.00"),
    ("Since 2024 €29 a month", "€29"),
    ("soft\u00adware", "software"),
]
DIFFERENT = [
    ("You have 14 days.", "4 days"),
    ("€29.90", "€29"),
    ("€290", "€29"),
    ("€129", "€29"),
    ("it is non-refundable", "refundable"),
    ("v1.5", "1"),
    ("version 1.5", "5"),
    ("1,200 bikes", "200 bikes"),
    ("the 14th", "14"),
    ("2*3", "23"),
    ("Since 2024 €29 a month", "€2024"),
    ("refunded", "refund"),
    ("", "anything"),
    ("snake_case", "snake"),
]


@pytest.mark.parametrize(("text", "item"), SAME)
def test_spelling_does_not_matter(text, item):
    assert mentions(text, item)


@pytest.mark.parametrize(("text", "item"), DIFFERENT)
def test_other_words_and_numbers_are_not_found(text, item):
    assert not mentions(text, item)


def test_found_says_which_alternative_matched():
    assert found("You have Two  Weeks.", "14 days | two weeks") == "two weeks"
    assert found("nothing here", "14 days | two weeks") is None


def test_alternatives_are_separated_by_spaced_bars_only():
    assert alternatives("14 days | two weeks") == ("14 days", "two weeks")
    assert alternatives("a|b") == ("a|b",)


@pytest.mark.parametrize("item", ["", "  ", "14 days | ", " | two weeks", "a |  | b", "**", 14, None])
def test_an_empty_or_wrong_item_is_refused(item):
    with pytest.raises(ValueError, match="item to look for"):
        mentions("text", item)


@pytest.mark.parametrize("text", [None, 14, b"bytes", ["a"]])
def test_only_texts_are_normalised(text):
    with pytest.raises(ValueError, match="needs a text"):
        normalise(text)


ALPHABET = st.text(alphabet=st.sampled_from(list("aZ €19.,'’%-–* _`\u00a0|eurpcnthm()")), max_size=24)


@given(ALPHABET | st.text(max_size=30))
@example("*_a")
@example("1 ** 234 €")
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once


@given(
    st.lists(st.sampled_from(["14 days", "€29.90", "two weeks", "1,200 km", "free of charge", "25 km/h"]), min_size=1)
)
def test_a_phrase_is_found_in_any_sentence_made_of_it(parts):
    sentence = "We say: " + "; ".join(parts) + "."
    for part in parts:
        assert mentions(sentence, part)
        assert mentions(sentence.upper(), part)
