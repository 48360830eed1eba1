"""Counting, agreement, fixes, audit, cases and pictures of module 02, each on data small enough to count by hand."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from helpers import coding, keeping, plots, stats, world
from helpers.annotate import Mark
from helpers.check import check
from helpers.coding import agreement, audit, cases, fixes, notes, page, study, trial

STUDY = study.Study()


@pytest.fixture(autouse=True)
def fresh(my_folder, monkeypatch):
    monkeypatch.setattr(keeping, "state", keeping.State())
    monkeypatch.delenv("WORKBOOK_RUN_LOG", raising=False)


def small(monkeypatch, rows):
    """A study of made-up conversations: (codes, primary, severity, page) each."""
    traces = [SimpleNamespace(id=f"t{n}", turns=(1,), question=SimpleNamespace(severity=severity, cluster=page))
              for n, (_, _, severity, page) in enumerate(rows)]  # fmt: skip
    labels = {f"t{n}": world.TraceLabel(tuple(codes), primary, "", tuple(codes), tuple(codes), False)
              for n, (codes, primary, _, _) in enumerate(rows)}  # fmt: skip
    made = study.Study()
    monkeypatch.setattr(study.Study, "traces", property(lambda self: traces))
    monkeypatch.setattr(study.Study, "label", lambda self, name: labels[name])
    return made


ROWS = [
    (["retrieval_miss"], "retrieval_miss", "costly", "a"),
    (["retrieval_miss", "broken_output"], "retrieval_miss", "costly", "a"),
    (["broken_output"], "broken_output", "annoying", "b"),
    (["unsafe", "broken_output"], "unsafe", "unforgivable", "c"),
    ([], None, "annoying", "d"),
]


def test_first_faults_are_shares_of_all_conversations_and_add_up(monkeypatch):
    made = small(monkeypatch, ROWS)
    found = {name: share.value for name, share in made.first_faults().items()}
    assert found == pytest.approx({"search": 0.4, "page": 0, "invents": 0, "reply": 0.2, "care": 0.2, "right": 0.2})
    assert made.top(2) == ("retrieval_miss", "broken_output")
    assert sum(share.value for share in STUDY.first_faults().values()) == pytest.approx(1)


def test_an_interval_counts_pages_and_not_conversations(monkeypatch):
    alike = [(["unsafe"], "unsafe", "costly", "a")] * 6 + [([], None, "costly", "b")] * 6 + ROWS
    made = small(monkeypatch, alike)
    share = made.share(made.first(["unsafe"]))
    naive = stats.wilson(7, 17)
    assert share.value == pytest.approx(naive.value) and share.width > 1.3 * naive.width


def test_a_share_among_some_uses_those_as_the_denominator():
    second = STUDY.share(STUDY.any("lost_context"), lambda trace: len(trace.turns) > 1)
    longer = [trace for trace in STUDY.traces if len(trace.turns) > 1]
    hits = sum("lost_context" in STUDY.label(trace.id).codes for trace in longer)
    assert second.value == pytest.approx(hits / len(longer))


def test_a_fix_puts_right_only_what_has_no_other_fault(monkeypatch):
    made = small(monkeypatch, ROWS)
    found = coding.gains(made)
    assert (found["search"].first, found["search"].right, found["search"].euros) == (2, 1, 20)
    assert (found["model"].first, found["model"].right, found["model"].euros) == (1, 1, 2)
    assert (found["safety text"].right, found["safety text"].by_severity["unforgivable"]) == (1, 1)
    assert coding.together(made, ("search", "model")) == 3, "the two together mend what neither does alone"
    assert coding.together(made, ("search", "model", "safety text")) == 4
    assert coding.order_of_fixes(made) == ["safety text", "search", "model", "pages", "hand over"]
    with pytest.raises(ValueError, match="No fix"):
        coding.together(made, ("luck",))


def test_every_code_of_the_guideline_has_a_fix():
    assert {code for fix in fixes.FIXES for code in fix.codes} == set(world.FAILURES)
    assert {code for _, codes in study.FIRST_FAULTS.values() for code in codes} == set(world.FAILURES)


def test_agreement_is_counted_and_undefined_where_one_verdict_is_used_throughout():
    pairs = [(True, True)] * 85 + [(True, False)] * 6 + [(False, True)] * 4 + [(False, False)] * 5
    row = agreement.compare("x", pairs, [str(n) for n in range(100)])
    assert (row.both, row.first, row.second, row.neither, row.used) == (85, 6, 4, 5, 95)
    assert row.agreement.value == pytest.approx(0.9)
    assert (row.kappa.value, row.ac1.value) == pytest.approx((0.445061, 0.878049), abs=1e-6)
    same = agreement.compare("x", [(True, True)] * 9, list("abcdefghi"))
    assert same.agreement.value == 1 and same.kappa is None and same.ac1.value == 1
    assert agreement.coefficient(same.ac1) == "1.00 (no interval)" and agreement.coefficient(None) == "undefined"


def test_disputed_conversations_are_those_with_one_reader_only():
    for trace, who in coding.disputed(STUDY, "no_answer", 1000):
        label = STUDY.label(trace.id)
        assert ("no_answer" in label.first) == (who == "first") != ("no_answer" in label.second)
    row = coding.agreements(STUDY)["no_answer"]
    assert len(coding.disputed(STUDY, "no_answer", 1000)) == row.first + row.second
    with pytest.raises(ValueError, match="is no code"):
        coding.disputed(STUDY, "rude")


def test_the_audit_finds_the_planted_pages_from_dates_and_facts_alone():
    planted = {found.id: found.defect for found in world.documents() if found.defect}
    assert set(audit.outdated()) == {name for name, defect in planted.items() if defect in ("stale", "conflict")}
    assert set(audit.ownerless()) == {name for name, defect in planted.items() if defect == "ownerless"}


def test_what_the_learner_sees_of_a_page_does_not_hold_its_defect():
    rows = audit.page_rows()
    assert len(rows) == len(world.documents())
    assert all(tuple(row) == audit.COLUMNS for row in rows) and "defect" not in audit.COLUMNS
    shown = repr(coding.find("full refund")) + repr(coding.change_table()) + repr(coding.page_table())
    assert not {"defect", "stale", "conflict", "ownerless"} & set(shown.replace("|", " ").split())


@pytest.mark.parametrize(
    ("words", "old", "new"),
    [("30 days of delivery | 14 days of delivery", "money-back-promise", "refund-window"),
     ("48 hours | 24 hours", "insurance-claims-checklist", "theft-first-steps")],
)  # fmt: skip
def test_a_search_for_the_words_of_a_rule_shows_both_pages_the_old_one_first(words, old, new):
    text = repr(coding.find(words))
    assert 0 < text.index(f"\n{old} |") < text.index(f"\n{new} |")


@pytest.mark.parametrize("words", ["", "a", "24 hours |", ["48 hours"], 48])
def test_words_that_nobody_can_look_for_are_answered_in_a_sentence(words):
    assert "at least three letters" in repr(coding.find(words))


def test_a_sentence_that_begins_with_a_number_is_found_and_its_heading_stands_before_it():
    found = repr(coding.find("200 euros"))
    assert "cargo-deposit" in found and ": 200 euros." in found
    assert audit.sentences("1. First step.\n200 euros. On your invoice.\n- 2 keys\n") == [
        "First step.", "200 euros.", "On your invoice.", "2 keys",
    ]  # fmt: skip


def test_pages_are_sorted_by_a_column_and_shown_without_an_index():
    shown = repr(coding.page_table("reviewed")).splitlines()
    dates = [line.split(" | ")[5] for line in shown[2:]]
    assert dates == sorted(dates) and dates[0] == ""
    assert "can be sorted by page, title" in repr(coding.page_table("age"))


def test_sentences_lose_their_marks_and_keep_their_words():
    assert audit.sentences("## What it costs\n- [ ] Bring **both** keys. Then go.\n") == [
        "What it costs", "Bring both keys.", "Then go.",
    ]  # fmt: skip


def test_the_sample_has_every_kind_of_question_and_follows_the_seed():
    sample = coding.begin(to_read=14, seed=4).sample
    assert len({trace.id for trace in sample}) == 14
    assert {trace.question.kind for trace in sample} == set(world.KINDS)
    assert [t.id for t in sample] == [t.id for t in study.Study(to_read=14, seed=4).sample]
    assert [t.id for t in sample] != [t.id for t in study.Study(to_read=14, seed=5).sample]
    assert sum(len(trace.turns) > 1 for trace in study.Study().sample) >= 3
    coding.begin()


@pytest.mark.parametrize(
    ("given", "phrase"),
    [({"split": "all"}, "one of"), ({"to_read": 4}, "from 8 to 40"), ({"to_read": True}, "8 to 40")],
)
def test_settings_that_cannot_be_meant_are_refused(given, phrase):
    with pytest.raises(ValueError, match=phrase):
        coding.begin(**given)


def test_the_readers_codes_are_kept_back_until_six_notes_are_written(monkeypatch, capsys):
    coding.begin()
    ids = [trace.id for trace in STUDY.sample]
    five = {name: Mark(note="names no price, repeats itself") for name in ids[:5]}
    assert not coding.may_look(five) and "5 of 6" in capsys.readouterr().out
    assert coding.may_look({**five, ids[6]: Mark(tags=("right",))}) and coding.may_look({}, skip=True)
    assert not coding.may_look({**five, ids[6]: Mark(tags=("unsafe",))}), "codes of the list are no notes of one's own"
    assert not coding.may_look({name: Mark(note="x") for name in ids}), "what 02.2 refuses opens nothing"
    pasted = {trace.id: Mark(note=trace.turns[0].text) for trace in STUDY.sample}
    assert not coding.may_look(pasted) and not coding.may_look({str(n): five[ids[0]] for n in range(9)})
    monkeypatch.setenv("WORKBOOK_RUN_LOG", "x")
    assert coding.may_look({})


def test_the_readers_codes_stand_beside_the_learners_only_after_three_tries(monkeypatch):
    coding.begin()
    marks = {trace.id: Mark(tags=("stale_source",)) for trace in STUDY.sample}
    assert "once 02.4 is right" in repr(notes.compare_with_readers(STUDY, marks))
    plain = {name: {"tags": list(mark.tags), "note": ""} for name, mark in marks.items()}
    for number in range(3):
        assert "once 02.4 is right" in repr(notes.compare_with_readers(STUDY, marks)), number
        check("02.4", plain)
    assert "coded by you and by the readers" in repr(notes.compare_with_readers(STUDY, marks))


def test_right_codes_open_the_readers_codes_at_once():
    coding.begin()
    marks = {t.id: Mark(tags=STUDY.label(t.id).codes or ("right",)) for t in STUDY.sample}
    assert "12 conversations, coded by you" in repr(notes.compare_with_readers(STUDY, marks))


def test_words_in_common_are_those_of_the_conversation():
    trace = next(trace for trace in STUDY.traces if trace.id == "tr-q-w1-001")
    assert notes.words_in_common(trace, "asks the monthly price, hears of toddlers") == {"monthly", "price", "toddlers"}
    assert not notes.words_in_common(trace, "this was not what they should have said")


def test_a_case_takes_question_page_and_severity_from_the_conversation():
    made = coding.case("tr-q-w1-001", failure="ignores_source", must="49 euros")
    question = STUDY.traces[0].question
    assert (made.id, made.input, made.cluster, made.severity) == (
        question.id, question.text, question.cluster, question.severity,
    )  # fmt: skip
    assert made.must == ("49 euros",) and made.tags == ("ignores_source", "single")
    assert coding.case("tr-q-w1-001", failure="unsafe", must=49, must_not=[1.5]).must_not == ("1.5",)
    for wrong, phrase in ((("tr-none", "unsafe"), "no conversation"), (("tr-q-w1-001", "rude"), "is no code")):
        with pytest.raises(ValueError, match=phrase):
            coding.case(wrong[0], failure=wrong[1])


def test_cases_are_kept_for_lab_03_and_asked_of_later_versions(my_folder):
    assert "left no cases" in repr(coding.tried(["A", "B"]))
    own = [cases.own_case(trace, code) for code in STUDY.top(2) for trace in coding.candidates(STUDY, code, 2)]
    for early in ([], [1], ..., own[:2]):
        assert "Nothing is kept yet" in coding.keep(early) and not cases.file().exists()
    assert "4 cases are kept" in coding.keep(own)
    assert "Nothing is kept yet" in coding.keep([]) and len(coding.kept()) == 4, "earlier cases stay"
    assert [one.id for one in coding.kept()] == [one.id for one in own]
    asked = repr(coding.tried(["A", "B"]))
    assert all(one.id in asked for one in own) and ("pass" in asked or "fail" in asked)
    cases.file().write_text("not json\n", encoding="utf-8")
    assert coding.kept() == []


def test_a_solved_notebook_does_not_overwrite_the_learners_cases(my_folder, capsys):
    keeping.solved_notebook()
    said = coding.keep([cases.own_case(t, code) for code in STUDY.top(2) for t in coding.candidates(STUDY, code, 2)])
    assert "not kept" in said and not cases.file().exists()


def test_follow_ups_are_searched_with_the_message_before_them():
    found = coding.followups(STUDY)
    assert len(found.traces) == len(found.alone) == len(found.together) >= 20
    assert found.difference.value == pytest.approx((sum(found.together) - sum(found.alone)) / len(found.traces))
    first = found.traces[0]
    assert trial.with_context(first) == f"{first.turns[0].text} {first.turns[1].text}"


@pytest.mark.live
def test_the_kept_search_comes_out_again():
    again = trial.search()
    kept = trial._kept()
    assert set(again) == set(kept)
    same = sum([row[:2] for row in again[name]] == [row[:2] for row in kept[name]] for name in kept)
    assert same >= len(kept) - 2, "another processor may order two near sections differently, not more"


def test_claims_carry_what_the_counts_say():
    known = coding.claims(STUDY)
    assert list(known) == list("abcdef") and {claim.supported for claim in known.values()} == {True, False}
    invents = STUDY.share(STUDY.any("invented_fact"))
    assert "In such conversations" in known["d"].text, "its own true counts alone would make it true"
    assert known["a"].supported == (invents.high <= float(known["a"].text.split()[2]) / 100)
    before = STUDY.share(STUDY.first(["retrieval_miss", "stale_source"]))
    assert float(known["b"].text.split()[3]) <= 100 * before.low < float(known["b"].text.split()[3]) + 1


def test_pictures_are_drawn_with_and_without_a_guess():
    faults = STUDY.first_faults()
    for figure in (
        coding.guess_beside(dict.fromkeys(faults, 16), faults),
        coding.guess_beside(None, faults),
        coding.first_and_any(STUDY),
    ):
        assert len(plots.png(figure)) > 10_000


def test_the_page_says_what_is_open_and_gives_nothing_away():
    empty = page.one_page(STUDY, taxonomy=..., mend=..., better=..., pages=..., cases=..., look=False).data
    read = page.one_page(STUDY, taxonomy=..., mend=..., better=..., pages=..., cases=..., notes={"a": 1, "b": 2}).data
    assert "2 of them by us" in read and "0 of them by us" in empty
    assert "Still open" in empty and "money-back" not in empty and "%" not in empty.split("**What this")[0]


def test_a_card_folds_passages_and_does_not_show_the_right_reply():
    trace = next(trace for trace in STUDY.traces if len(trace.turns) > 1)
    shown = coding.card(trace)
    assert shown.html.count("<details>") == 3 * len(trace.turns) and "<details open" not in shown.html
    assert trace.turns[1].text in shown.text and trace.question.reference not in shown.html
