"""Module 10, what the lab shows: scores, first contact, evidence, lists, pages, the model's answers, the brief."""

from __future__ import annotations

import pytest

from helpers import keeping, regulation
from helpers.regulation import act, asking, page, sourcing, tracing


@pytest.fixture(autouse=True)
def fresh(my_folder, monkeypatch):
    monkeypatch.setattr(keeping, "state", keeping.State())


def test_a_prohibited_feature_called_minimal_is_counted_apart():
    found = regulation.score({"stress": "minimal", "credit": "minimal", "fraud": "high", "anna": "limited"})
    assert found.unforgivable == ("stress",)
    assert found.low == ("stress", "credit") and found.high == ("fraud",) and found.right == ("anna",)
    with pytest.raises(ValueError, match="a tier is one of"):
        regulation.score({"anna": "low"})


@pytest.mark.parametrize("kind", regulation.KINDS)
def test_the_reference_texts_have_every_property_and_each_property_is_missed_without_it(kind):
    text = regulation.DISCLOSURES[kind]
    assert regulation.disclosure_faults(kind, text) == []

    def lacking(changed):
        return {name for name, *_ in regulation.disclosure_faults(kind, changed)}

    plain = text.replace("automated ", "").replace("an AI", "a helper").replace("AI", "helpful")
    plain = plain.replace("a machine, not a person", "quick").replace("software, not a person", "quick")
    assert "what it is" in lacking(plain.replace("It is not a person and", "It"))
    assert "whose it is" in lacking(text.replace("Meadow", "the company"))
    assert "a way to a person" in lacking(text.split("To ")[0])
    assert "a name of a person" in lacking("My name is Anna. " + text)
    assert "a life of a person" in lacking(text + " I have worked here for years.")
    assert "words of specialists" in lacking(text + " It uses a language model.")
    assert "too long" in lacking(text + " Please wait." * 30)
    assert "what matters is elsewhere" in lacking(text + " For more see our terms.")
    if kind != "chat":
        assert "on whose behalf" in lacking(text.replace("{customer}", "a rider"))


def test_a_text_for_an_unknown_place_is_refused():
    with pytest.raises(ValueError, match="kind is one of chat, voice, agent"):
        regulation.disclosure_faults("fax", "hello")
    with pytest.raises(ValueError, match="words between quotes"):
        regulation.disclosure_faults("chat", 3)


def test_evidence_says_not_yet_until_a_decision_is_there_and_then_quotes_it(monkeypatch):
    assert {row.kind for row in regulation.evidence()} == {"not yet"}
    decided = {"choice": "hold", "why": "20 of 24 must-pass cases failed.", "evidence": {}, "run_id": "r-1"}
    keeping.state.decisions["03.release"] = decided
    rows = {(row.article, row.module): row for row in regulation.evidence()}
    assert rows["Art. 15", "03"].kind == "yours" and "20 of 24" in rows["Art. 15", "03"].shown
    assert "run r-1" in rows["Art. 9", "03"].shown
    assert rows["Art. 15", "09"].shown == "not yet: do lab 09"
    assert "2 of 12 lines" in repr(regulation.show_traceability())


def test_the_line_of_article_50_rests_on_the_texts_and_not_on_a_decision():
    keeping.state.decisions["10.launch"] = {"choice": "x", "why": "y", "evidence": {}, "run_id": None}
    line = next(row for row in regulation.evidence() if row.article == "Art. 50")
    assert line.kind == "not yet" and line.shown == "not yet: section 6 of this lab"
    line = next(row for row in regulation.evidence(dict(regulation.DISCLOSURES)) if row.article == "Art. 50")
    assert line.kind == "yours" and "10.launch" not in line.shown


def test_a_long_reason_is_cut_in_the_table_and_whole_in_the_brief():
    why = "It is long. " * 40 + "Here it ends"
    keeping.state.decisions["03.release"] = {"choice": "hold", "why": why, "evidence": {}, "run_id": None}
    assert "Here it ends" not in repr(regulation.show_traceability()) and "Here it ends" in page.text_of(**OPEN)


def test_slips_are_those_of_the_learner_and_open_while_there_is_no_answer():
    mine = {found.id: "minimal" for found in regulation.features(workshop=True)}
    assert regulation.slips(mine) == 3 and regulation.slips(mine | {"stress": "prohibited"}) == 2
    for nothing in (..., {}, {"stress": "minimal"}, dict.fromkeys(mine, "limited"), mine | {"anna": "low"}):
        assert regulation.slips(nothing) == "10.1 open"


def test_what_a_feature_or_a_finding_prints_of_itself_is_not_its_answer():
    found, match, claim = regulation.feature("credit"), regulation.matches()[0], regulation.claims()[0]
    assert found.reasons not in repr(found) and "expected" not in repr(found)
    assert "LLM01" not in repr(match) and claim.error not in repr(claim)


def test_a_word_that_the_card_does_not_know_is_told_and_not_raised():
    assert "answer questions" in repr(regulation.show_grown("anna", purpose="banana"))
    assert "grown" in repr(regulation.show_grown("anna", purpose="score credit", profiling="yes"))


def test_a_prohibition_that_waits_is_not_shown_as_binding():
    row = repr(regulation.show_four_dates(["stand-in"], ["2026-08-02", "2026-12-02"]))
    assert "prohibited from 2 December 2026, until then limited" in row and "prohibited; binds: Art. 5" in row
    assert "Art. 50(1), (5), Art. 50(1)" not in repr(regulation.show_four_dates(["voice-agent"]))


def test_evidence_reads_the_learners_store():
    from helpers import store

    store.default().save_decision(
        "02.first_fix", {"choice": "dates", "why": "The most frequent fault.", "evidence": {}}
    )
    found = [row for row in regulation.evidence() if row.module == "02"]
    assert [row.kind for row in found] == ["yours"] and "02.first_fix: dates" in found[0].shown


def test_every_duty_that_is_served_is_a_duty_of_the_law():
    articles = {duty.article.split("(")[0] for duty in regulation.law().duties}
    assert all(served.article in articles for served in tracing.DUTIES_SERVED)


def test_described_pages_agree_with_the_file():
    rows = {row.key for row in regulation.law().schedule} | {row.id for row in regulation.law().penalties}
    rows |= {duty.id for duty in regulation.law().duties}
    found = regulation.claims()
    assert all(claim.row in rows for claim in found)
    assert {claim.error for claim in found} == set(sourcing.ERRORS)
    assert "1 %" in next(claim.right for claim in found if claim.error == "wrong percentage")
    assert regulation.in_words(regulation.applies_from("annex-iii")) in found[0].right


def test_lists_have_their_numbers_of_entries_and_stand_side_by_side():
    sizes = {found.id: len(found.items) for found in regulation.checklists()}
    assert sizes == {"nist-rmf": 4, "nist-genai": 12, "owasp-llm": 10, "owasp-agents": 10}
    assert "LLM06 Excessive Agency" in repr(regulation.show_checklists("owasp-llm", "owasp-agents"))
    with pytest.raises(ValueError, match="no list is called 'iso'"):
        regulation.show_checklists("iso")


def test_what_the_model_says_is_recorded_for_both_orders_of_the_words():
    rows = regulation.asked_model()
    assert len(rows) == 31 and {row.source for row in rows} == {"recorded"}
    assert {row.said for row in rows} | {row.reversed for row in rows} <= set(regulation.TIERS)
    assert sum(row.right for row in rows) == sum(row.said == row.feature.expected for row in rows)
    assert len(regulation.asked_model(limit=3)) == 3
    with pytest.raises(ValueError, match="limit"):
        regulation.asked_model(limit=0)


def test_the_days_that_the_model_named_stand_beside_those_of_the_file():
    rows = {row.key: row for row in regulation.asked_dates()}
    assert set(rows) == set(asking.QUESTIONS)
    assert rows["annex-iii"].right == "2 December 2027" and rows["annex-iii"].was == "2 August 2026"
    assert all(row.right in asking.DAYS and row.said in asking.DAYS for row in rows.values())


@pytest.mark.parametrize(
    "show",
    [
        lambda: regulation.show_rule("anna"),
        lambda: regulation.show_rules(["anna", "lock"]),
        lambda: regulation.show_schedule("2025-07-01"),
        lambda: regulation.show_four_dates(["credit", "stand-in"]),
        lambda: regulation.show_duties("deepfake-ad"),
        lambda: regulation.show_rule_list(),
    ],
)
def test_everything_legal_says_that_it_is_no_advice(show):
    block = show()
    assert act.NOT_LEGAL_ADVICE in repr(block) and act.NOT_LEGAL_ADVICE in block._repr_html_()


def test_a_card_in_words_does_not_show_its_tier():
    for found in regulation.features():
        shown = repr(regulation.show_feature(found)).lower()
        assert found.reasons.lower() not in shown and f"expected: {found.expected}" not in shown
        assert "art. " not in shown and "annex" not in shown


def test_a_duty_of_the_supplier_does_not_lead_the_reasons_of_a_deployer():
    assert "Art. 50(4)" in regulation.classify(regulation.feature("deepfake-ad")).because[0]


def test_the_figure_of_dates_is_described():
    _, said = regulation.timeline_figure()
    assert "2 December 2027 (was 2 August 2026)" in said and "2 August 2028 (was 2 August 2027)" in said


OPEN = {"tiers": ..., "texts": ..., "fines": ..., "decided": ..., "turnover_eur": 40e6, "size": "SME"}


def test_the_brief_shows_no_answer_that_is_open_and_says_what_is():
    text = page.text_of(**OPEN)
    assert act.NOT_LEGAL_ADVICE in text and "Still open:" in text
    for word in ("limited", "2 December 2026", "1,200,000", "prohibited*", "{customer}"):
        assert word not in text


def test_the_brief_holds_the_accepted_answers():
    from helpers.check import exercises

    known = exercises("10")
    given = {"tiers": "10.1", "texts": "10.6", "fines": "10.5", "decided": "10.9"}
    text = page.text_of(**OPEN | {name: known[id].reference_value() for name, id in given.items()})
    assert "Still open" not in text
    for part in ('Chat "Anna"', "2 December 2026", "EUR 1,200,000", "on behalf of {customer}", "EUR-Lex was not read"):
        assert part in text


def test_the_brief_is_written_for_a_learner_and_not_by_a_headless_run(my_folder, monkeypatch):
    assert "regulatory_brief.md" in page.keep_brief(**OPEN)
    monkeypatch.setenv("WORKBOOK_RUN_LOG", str(my_folder / "log.jsonl"))
    assert page.keep_brief(**OPEN).startswith("Not written")
