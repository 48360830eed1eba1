"""Chunks hold the whole text, in order, with the overlap asked for, and know where they come from."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import world
from helpers.rag import chunk, pieces
from helpers.rag.chunking import plain


@given(
    st.lists(st.text(alphabet="abcé漢 \n", min_size=0, max_size=8), max_size=40).map(" ".join),
    st.integers(1, 12),
    st.integers(0, 11),
)
def test_chunks_cover_every_word_in_order_and_overlap_as_asked(text, size, overlap):
    if overlap >= size:
        with pytest.raises(ValueError, match="overlap"):
            chunk(text, size, overlap)
        return
    cut = [part.split() for part in chunk(text, size, overlap)]
    joined = [word for number, part in enumerate(cut) for word in (part if number == 0 else part[overlap:])]
    assert joined == text.split()
    assert all(len(part) <= size for part in cut)
    for before, after in itertools.pairwise(cut):
        assert len(before) == size and before[size - overlap :] == after[:overlap]
        assert len(after) > overlap, "a chunk is never only the overlap"


def test_line_ends_inside_a_chunk_stay():
    assert chunk("one\ntwo\n\nthree four", 3) == ["one\ntwo\n\nthree", "four"]


def test_a_short_text_is_one_chunk_and_an_empty_one_none():
    assert chunk("a b", 10, 3) == ["a b"] and chunk(" \n ", 10) == []


@pytest.mark.parametrize(("size", "overlap"), [(0, 0), (5, 5), (5, -1), (True, 0), (5.0, 0)])
def test_bad_sizes_are_refused(size, overlap):
    with pytest.raises(ValueError, match=r"size|overlap"):
        chunk("a b c", size, overlap)


def test_a_page_keeps_its_version_dates_and_title():
    page = world.document("refund-window")
    first, second = pieces(page, 100, 10)[:2]
    assert first.id == "refund-window.v2#0" and first.document == "refund-window.v2" and second.start == 90
    assert first.text.startswith(page.title + "\n") and second.text.startswith(page.title + "\n")
    assert first.metadata["page"] == "refund-window" and first.metadata["topic"] == "refund"
    assert first.metadata["valid_from"] == "2026-09-01"
    assert first.metadata["valid_from_day"] == datetime.date(2026, 9, 1).toordinal()
    assert "valid_to" not in first.metadata, "what is not known is left out"


def test_metadata_is_made_plain():
    made = plain({"n": 1, "tags": ("a", "b"), "none": None, "day": datetime.date(2026, 1, 2), "odd": object})
    assert made["tags"] == "a, b" and made["n"] == 1 and "none" not in made and made["day"] == "2026-01-02"
    assert isinstance(made["odd"], str)


@pytest.mark.parametrize(
    "wrong", [{"text": "x"}, {"id": "", "text": "x"}, {"id": "a#1", "text": "x"}, {"id": "a", "text": 3}, 7]
)
def test_a_document_that_cannot_be_read_is_named(wrong):
    with pytest.raises(ValueError, match="document"):
        pieces(wrong, 10, 0)
