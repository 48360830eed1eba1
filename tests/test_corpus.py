"""What module 07 shows of a corpus: the map, the cut page, the four boxes, the scores around a threshold."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from helpers import corpus, plots, world
from helpers.corpus.cutting import marked_words
from helpers.rag import Hit, Index

PAGE = SimpleNamespace(
    title="Returns", text="You can return it within 14 days of delivery.\n\nBring it to a hub, please."
)
AXES = {"cat": (1.0, 0.0, 0.0), "dog": (0.0, 1.0, 0.0), "fish": (0.0, 0.0, 1.0)}


def embed(texts):
    """Unit vectors by the words that a text holds."""
    rows = [np.sum([axis for word, axis in AXES.items() if word in text] or [(1, 1, 1)], axis=0) for text in texts]
    return np.asarray([row / np.linalg.norm(row) for row in rows], dtype=np.float32)


@pytest.fixture
def index():
    made = Index(
        [
            {"id": "a", "text": "the cat", "topic": "cats"},
            {"id": "b", "text": "the dog", "topic": "dogs"},
            {"id": "c", "text": "the fish", "topic": "fish"},
            {"id": "d", "text": "cat and dog", "topic": "cats"},
        ],
        embed=embed,
    )
    yield made
    made.close()


def test_the_map_places_a_query_on_the_chunk_that_equals_it(index):
    atlas = corpus.Atlas(index)
    assert atlas.ids == ["a#0", "b#0", "c#0", "d#0"] and atlas.groups == ["cats", "dogs", "fish", "cats"]
    assert atlas.place("a cat") == pytest.approx(atlas.points[0], abs=1e-5)
    assert [hit.document for hit in atlas.nearest("dog", k=1)] == ["b"]


def test_the_share_is_the_variance_of_the_two_widest_axes(index):
    _, vectors = index.vectors()
    spread = np.linalg.svd(vectors - vectors.mean(axis=0), compute_uv=False) ** 2
    assert corpus.Atlas(index).share == pytest.approx(spread[:2].sum() / spread.sum(), abs=1e-5)


def test_the_description_of_the_map_names_the_nearest_and_what_the_map_shows(index):
    _, words = corpus.Atlas(index).picture("a dog", k=2)
    assert "1. b (dogs), cosine 1.00" in words and "2. d" in words
    _, alone = corpus.Atlas(index).picture()
    assert "4 chunks" in alone and "cats, dogs, fish" in alone


def test_a_map_needs_three_chunks_and_a_text_to_place(index):
    with pytest.raises(ValueError, match="holds 1"):
        corpus.Atlas(Index([("x", "cat")], embed=embed))
    with pytest.raises(ValueError, match="a text to place"):
        corpus.Atlas(index).place(" ")


def test_the_map_refuses_what_it_cannot_draw():
    with pytest.raises(ValueError, match="one group per point"):
        plots.topic_map([(0, 0)], [])
    with pytest.raises(ValueError, match="rows from 0 to 0"):
        plots.topic_map([(0, 0)], ["a"], query=(0, 0), nearest=[1])


@pytest.mark.parametrize(
    ("size", "overlap", "said"),
    [
        (7, 0, "“14 days” stands whole in chunk 1."),
        (6, 0, "“14 days” is cut in two: no chunk holds it whole."),
        (6, 1, "“14 days” stands whole in chunk 2."),
        (9, 4, "“14 days” stands whole in chunk 1 and 2."),
        (99, 0, "15 words in 1 chunk of at most 99 words. “14 days” stands whole in chunk 1."),
    ],
)
def test_the_cut_says_whether_a_phrase_stays_whole(size, overlap, said):
    _, words = corpus.cut_picture(PAGE, size, overlap, mark="14 days")
    assert words.endswith(said)


def test_a_phrase_is_found_by_its_words_not_by_its_letters():
    assert list(marked_words("114 days, then **14 days.**", "14 days")) == [3, 4]
    assert not marked_words("nothing here", "14 days") and not marked_words("nothing here", "")


def test_the_cut_refuses_an_overlap_as_large_as_the_chunk():
    with pytest.raises(ValueError, match="overlap"):
        corpus.cut_picture(PAGE, 10, 10)


def test_four_boxes_say_all_four_counts():
    _, words = corpus.boxes_figure({"found\n": (3, 40), "not found": (1, 6)})
    assert (
        words
        == "50 questions in four boxes. found, right: 3; found, wrong: 40; not found, right: 1; not found, wrong: 6."
    )


@pytest.mark.parametrize("counts", [{}, {"found": (1, 2)}, {"a": (0, 0), "b": (0, 0)}, {"a": (1, -1), "b": (0, 0)}])
def test_boxes_refuse_other_shapes(counts):
    with pytest.raises(ValueError, match=r"two rows|all four"):
        corpus.boxes_figure(counts)


def test_scores_are_counted_below_the_threshold_not_at_it():
    groups = {"answerable": [0.2, 0.5, 0.7], "off the subject": [0.1, 0.3]}
    _, words = corpus.scores_figure(groups, 0.5)
    assert words == "Questions below 0.50, by kind: answerable 1 of 3; off the subject 2 of 2."
    with pytest.raises(ValueError, match="at least one score"):
        corpus.scores_figure({"empty": []})


def test_rankings_stand_side_by_side_with_the_right_page_marked():
    shown = repr(corpus.ranking_table({"words": ["a"], "meaning": ["b", "a"]}, "Both", right={"a"}))
    assert "1 | a ✓ | b" in shown and "2 | – | a ✓" in shown


def test_hits_are_marked_by_page_or_by_page_and_version():
    hits = [
        Hit("a.v2#0", "a.v2", "Title\n## Head\n**Bold** text", 0.512, {"page": "a"}),
        Hit("b#0", "b", "text", 0.4, {}),
    ]
    assert "1 | a.v2 ✓ | 0.51 | Head Bold text" in repr(corpus.hits_table(hits, "Found", right=["a"]))
    assert "2 | b ✓ | 0.40 | text" in repr(corpus.hits_table(hits, "Found", right=["b"]))
    assert corpus.passage(hits[0], 6) == "Head …"


def test_cosines_are_drawn_nearest_first():
    _, words = corpus.cosine_figure("a", {"far": "x", "near": "y"}, [0.1, 0.9])
    assert words == "Cosine to “a”, nearest first: near (y) 0.90; far (x) 0.10."
    with pytest.raises(ValueError, match="one cosine for each"):
        corpus.cosine_figure("a", {"far": "x"}, [])


def test_a_place_is_taken_once():
    _, words = corpus.places_figure([5, 2])
    assert words == "Right pages stand at place 2 and 5 of 10."
    with pytest.raises(ValueError, match="different numbers"):
        corpus.places_figure([2, 2])


def test_an_answer_of_two_figures_needs_a_chunk_that_holds_both():
    question = next(q for q in world.questions() if q.id == "q-w1-051")  # prices and ranges, from two pages
    single = next(q for q in world.questions() if q.id == "q-w1-003")
    assert corpus.whole([question, single], 1000) == [False, True]
    assert corpus.whole([single], 1) == [False]


def test_words_that_the_embedder_does_not_read_change_nothing():
    def three(texts):  # reads the first three words
        return embed([" ".join(text.split()[:3]) for text in texts])

    cosines = corpus.unread("cat dog fish cat cat", [0, 1, 2, 4], three)
    assert cosines == pytest.approx([1, 1, 1, 0.577], abs=1e-3)
    _, words = corpus.unread_figure([0, 1, 2, 4], cosines, 5)
    assert words.startswith("With the last 2 of 5 words gone, the vector is the same")
    with pytest.raises(ValueError, match="from 0 to 4"):
        corpus.unread("cat dog fish cat cat", [5], three)


def test_whole_words_find_what_the_index_finds_and_nothing_without_a_shared_word(index):
    search = corpus.whole_words([hit for name in index.documents() for hit in index.chunks(name)])
    assert [hit.document for hit in search("a cat", 5)] == ["a", "d"] and search("cats", 5) == []
    with pytest.raises(ValueError, match="no chunk"):
        corpus.whole_words([])


def test_an_untouched_lesson_needs_no_embedder():
    from helpers.corpus import examples
    from helpers.retrieving import embedding

    missing = [text for text in examples.every() if embedding.name_of(text) not in embedding._recorded()]
    assert missing == [], "run data/world/record_rag.py vectors"


def test_tokens_are_counted_beyond_the_limit_of_the_embedder():
    assert corpus.tokens("bike") == 3  # with the marks at both ends
    assert corpus.tokens("bike " * 300) == 302


def test_the_record_of_a_page_names_its_days_without_a_heading_and_what_a_filter_sees():
    pages = [world.document(name) for name in ("money-back-promise", "refund-window")]
    shown = corpus.records_table(pages, "day", "pages").text.splitlines()
    assert "within 30 days of delivery" in shown[2] and "| Growth | 2026-03-01" in shown[2]
    assert "| You can return a new subscription for a full refund within 14 days" in shown[3]
