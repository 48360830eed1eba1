"""Module 07: designs of a search, what they find, groundedness by rule, guards, thresholds, own cases."""

from __future__ import annotations

import pytest

from helpers import retrieving, world
from helpers.retrieving import Design, asking, deciding, finding, own, silence, wanted

PASSAGE = (
    "Refund window\nYou can return a new subscription within 14 days of delivery. Call 0800 555 0112. A kit costs 90 "
    "euros. "
    "Open Monday to Friday 8:00 to 18:00. The City and Plus plans; the Eastmere hub. 20 percent off."
)


@pytest.fixture(autouse=True)
def own_lab(monkeypatch):
    """What `begin` sets in a test ends with it."""
    monkeypatch.setattr("helpers.retrieving.lab._current", None)


@pytest.mark.parametrize(
    ("reply", "state", "wrong"),
    [
        ("You have 14 days.", "supported", []),
        ("You have 14 days, not 30 days.", "unsupported", ["30 days"]),
        ("It costs EUR 90.00 and 20 % less on Mondays.", "supported", []),
        ("It costs 14 euros.", "unsupported", ["€14"]),
        ("Call 0800-555-0112.", "supported", []),
        ("Call 0900 555 0199 at once.", "unsupported", ["0900 555 0199"]),
        ("We open at 8:00, and at 9:00 on Sunday.", "unsupported", ["9:00", "sunday"]),
        ("Go to the Eastmere hub.", "supported", []),
        ("Go to the Lindenhaven hub.", "unsupported", ["lindenhaven"]),
        ("I do not know. Please ask a colleague.", "no claim", []),
        ("Do this: 1. Open the app. 2. Tap the button.", "no claim", []),
        ("", "no claim", []),
    ],
)
def test_groundedness_looks_up_figures_days_and_names(reply, state, wrong):
    found = retrieving.ground(reply, [PASSAGE])
    assert found.state == state
    assert sorted(claim.text for claim in found.claims if not claim.supported) == sorted(wrong)


def test_what_the_customer_said_is_no_claim_of_the_reply():
    assert retrieving.ground("After 30 days?", [PASSAGE], "Can I return it after 30 days?").state == "no claim"


def test_a_page_supports_its_own_sentences():
    """No sentence of a published page makes a claim that the same page does not support."""
    for page in world.documents()[:20]:
        found = retrieving.ground(page.text, [f"{page.title}\n{page.text}"])
        assert [claim.text for claim in found.claims if not claim.supported] == [], page.id


def test_groundedness_refuses_what_is_no_text():
    with pytest.raises(ValueError, match="a text and a list of texts"):
        retrieving.ground("You have 14 days.", "14 days")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"chunk_words": 80, "overlap": 80}, "overlap must be smaller than chunk_words"),
        ({"k": 0}, "k must be a whole number"),
        ({"k": 99}, "k must be at most 50"),
        ({"mode": "vector"}, "mode is one of bm25, dense, hybrid"),
        ({"pages": "all"}, "pages is one of"),
        ({"as_of": "yesterday"}, "a date like"),
        ({"guards": "date"}, "guards is a list"),
        ({"guards": ["moon"]}, "guards is a list"),
        ({"chunk_words": "80"}, "chunk_words must be a whole number"),
    ],
)
def test_a_design_that_cannot_be_is_refused_with_the_reason(settings, said):
    with pytest.raises(ValueError, match=said):
        Design(**settings)


def test_the_first_k_of_a_long_ranking_are_what_k_alone_finds():
    for question in retrieving.asked()[:12]:
        alone = [hit.id for hit in retrieving.search(question.text, Design())]
        assert [hit.id for hit in retrieving.found(Design(), [question])[0].hits] == alone


def test_recall_and_the_answer_in_the_passages_are_counted_by_hand():
    question = next(question for question in retrieving.answerable() if len(question.documents) == 2)
    hits = [hit for hit in retrieving.chunks(Design(chunk_words=320)) if hit.metadata["page"] in question.documents]
    both, one = finding.Found(question, tuple(hits)), finding.Found(question, tuple(hits[:1]))
    assert both.recall == 1 and both.holds
    assert one.recall == 0.5 and finding.Found(question, ()).recall == 0 and not finding.Found(question, ()).holds


def test_answers_of_every_recorded_design_are_there_and_show_what_was_found():
    for design, questions in retrieving.recorded():
        rows = retrieving.answers(design, questions)
        assert len(rows) == len(questions), design.text
        assert {row.reply.source for row in rows} == {"recorded"}
        for row in rows[:3]:
            assert all(text in row.reply.row["messages"][-1]["content"] for text in row.texts)


def test_an_answer_that_nobody_recorded_is_left_out():
    assert retrieving.answers(Design(chunk_words=77), retrieving.asked()[:2]) == []


def test_date_filter_keeps_what_was_published_on_that_day():
    for day in ("2026-08-31", "2026-11-15"):
        known = {page.key for page in world.documents(day)}
        design = Design(pages="history", as_of=day, k=20)
        shown = {hit.document for row in retrieving.found(design, asking.changed()) for hit in row.hits}
        assert shown <= known
    unfiltered = {
        hit.document for row in retrieving.found(Design(pages="history"), asking.changed()) for hit in row.hits
    }
    assert unfiltered - known


def test_poisoned_page_is_in_no_other_collection_and_a_guard_keeps_it_out():
    page = retrieving.poisoned_page()
    assert page.id not in {one.id for one in world.all_documents()}
    assert retrieving.ATTACK in page.text
    questions = asking.hunted()
    assert all("quick-help" in row.pages for row in retrieving.found(Design(pages="poisoned"), questions))
    guarded = retrieving.found(Design(pages="everything", guards=["owner"]), questions)
    assert not any("quick-help" in row.pages for row in guarded)


def test_threshold_costs_are_those_of_the_four_kinds_of_question():
    question = world.questions()[0]
    rows = [
        silence.Scored(question, score, there)
        for score, there in ((0.2, False), (0.6, False), (0.3, True), (0.9, True))
    ]
    step = silence.step(rows, 0.5)
    assert (step.stopped, step.silent, step.lost, step.there) == (1, 2, 1, 2)
    assert step.euros == pytest.approx(100 * (0.5 * (0.5 * 20 + 0.5 * 4) + 0.5 * 0.5 * 4))
    assert silence.step(rows, 0.5, 0.0).euros == pytest.approx(200)
    with pytest.raises(ValueError, match="with and without an answer"):
        silence.step(rows[:2], 0.5)


def test_threshold_of_the_suite_is_lower_than_that_of_a_desk_with_more_unanswered_questions():
    rows = silence.scored("dev")
    assert silence.cheapest(rows).threshold < silence.cheapest(rows, retrieving.UNANSWERED).threshold


def test_own_cases_are_kept_with_their_pages_once_accepted(my_folder, monkeypatch):
    from helpers.checks import m07

    monkeypatch.delenv("WORKBOOK_RUN_ID", raising=False)
    cases = m07._reference_cases()
    assert own.keep(cases[:2]).startswith("Nothing is kept yet") and own.kept() == []
    assert "5 cases are kept in retrieval_cases_07.jsonl" in own.keep(cases)
    kept = own.kept()
    assert [case.metadata["pages"] for case in kept] == [
        [] if one.pages == ("none",) else list(one.pages) for one in cases
    ]
    assert kept[-1].tags == ("retrieval", "not_answerable") and kept[0].must == ("5 days",)


@pytest.mark.parametrize("page", [3, [3], None])
def test_a_case_that_cannot_be_read_is_open_and_says_so(page, capsys):
    assert wanted("When do you try my card again?", page=page, phrase="5 days") is ...
    assert "When do you try my card again?" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"k": None}, "k must be"),
        ({"below": 2}, "below is a cosine"),
        ({"guards": 3}, "guards is a list"),
        ({"extra": 1}, "no setting extra"),
    ],
)
def test_a_chosen_design_that_cannot_be_is_refused(change, said):
    with pytest.raises(ValueError, match=said):
        deciding.chosen(deciding.REFERENCE | change)


def test_a_text_in_place_of_a_design_is_refused():
    with pytest.raises(ValueError, match="a dictionary was expected"):
        deciding.chosen("80 words")
    with pytest.raises(ValueError, match="lacks guards"):
        deciding.chosen({name: value for name, value in deciding.REFERENCE.items() if name != "guards"})


def test_bad_parameters_of_the_lab_are_refused():
    with pytest.raises(ValueError, match="live_cases must be a whole number of at least 10"):
        retrieving.begin(live_cases=3)
    with pytest.raises(ValueError, match="overlap must be smaller"):
        retrieving.begin(chunk_words=20, overlap=20)


def test_a_design_without_recorded_answers_says_so_and_takes_the_one_of_the_workbook(capsys):
    lab = retrieving.begin(chunk_words=100)
    assert "No answers of the model are recorded for this design" in capsys.readouterr().out
    assert lab.base() == Design() and lab.row(lab.design).right is None
    retrieving.begin()


def test_claims_that_are_shown_first_have_a_unit_and_every_state_is_there():
    rows = retrieving.telling(retrieving.current().answers())
    assert [row.ground.state for row in rows] == [state for state in retrieving.STATES for _ in range(2)]
    kinds = {claim.kind for row in rows for claim in row.ground.claims}
    assert kinds and kinds <= {"amount", "share", "time", "duration"}


def test_what_becomes_of_a_case_counts_the_chunks_shown_and_the_threshold():
    late = wanted("Somebody cut my lock last night. Whom do I tell?", page="theft-first-steps", phrase="24 hours")
    silent = wanted("Do you sell helmets for dogs?", page="none")
    place = own.place_of(late, Design())
    assert place and place > 1
    assert own.outcome(late, Design(k=1)) == f"place {place}, not shown: it is not among the first 1 chunk"
    assert own.outcome(late, Design(k=20)) == f"place {place}, shown"
    assert "so a person answers" in own.outcome(late, Design(), below=0.99)
    assert own.outcome(silent, Design()) == "whatever is shown is wrong"
    assert own.outcome(silent, Design(), below=0.99).endswith("as it should be")


def test_the_table_of_one_budget_says_how_many_designs_it_holds():
    shown = retrieving.budget_table(retrieving.SAME_BUDGET).text
    assert f"cut in {len(retrieving.SAME_BUDGET)} ways" in shown
