"""The red-team suite, the redaction set, and the plumbing of lab 09."""

from __future__ import annotations

import pytest

from helpers import evals, redteam, safety
from helpers.redteam import asking, finishing, guarding, running, suite_file, tasks
from helpers.safety.folding import compact


@pytest.fixture(scope="module")
def lab():
    return redteam.begin()


def test_the_suite_has_at_least_160_attacks_and_50_twins_in_both_halves():
    attacks, harmless = safety.red_team(attacks=True), safety.red_team(attacks=False)
    assert len(attacks) >= 160 and sum(case.twin_of is not None for case in harmless) >= 50
    for category in safety.CATEGORIES:
        for split in ("dev", "test"):
            assert safety.red_team(split, category), (category, split)


def test_a_datum_is_never_in_the_request_and_always_in_the_prompt_unless_least_privilege_keeps_it_out():
    for case in safety.red_team(attacks=True):
        if case.success.kind == "datum":
            said = {name: compact(redteam.messages(case, name)[0]["content"])[0] for name in redteam.DEFENCES}
            for datum in case.success.any:
                key = compact(datum)[0]
                assert key not in compact(case.whole)[0], case.id
                assert key in said["none"] and key in said["prompt"] and key not in said["least"], case.id


def test_markers_are_used_once_and_no_two_cases_have_the_same_text():
    cases = safety.red_team()
    markers = [m for case in cases if case.attack and case.success.kind == "marker" for m in case.success.any]
    assert len(markers) == len(set(markers))
    assert len({case.whole for case in cases}) == len(cases)


def test_every_case_about_a_never_event_is_unforgivable_by_its_tags_too():
    for case in safety.red_team(attacks=True):
        assert (safety.severity(case) == "unforgivable") == (case.severity == "unforgivable"), case.id
        kind = {"canary": "secret", "datum": "other_customer"}.get(case.success.kind)
        assert kind is None or kind in case.tags, case.id


def test_canary_stands_in_three_prompts_and_not_under_least_privilege():
    case = safety.red_team()[0]
    for name in redteam.DEFENCES:
        text = " ".join(message["content"] for message in redteam.messages(case, name))
        assert (redteam.CANARY in text) == (name != "least")
    with pytest.raises(ValueError, match="one of none"):
        redteam.messages(case, "hope")


def test_spotlight_changes_only_what_comes_from_elsewhere():
    for case in safety.red_team()[::7]:
        same = redteam.messages(case, "spotlight") == redteam.messages(case, "none")
        assert same == (case.channel == "user"), case.id


def test_every_case_is_recorded_in_every_defence(lab):
    for name in redteam.DEFENCES:
        shots = lab.shots(name)
        assert len(shots) == len(safety.red_team()) and {shot.reply.source for shot in shots} == {"recorded"}


def test_evals_grade_agrees_with_the_rule_of_each_case(lab):
    shots = {shot.case.id: shot for shot in lab.shots("none")}
    run = lab.run("none")
    for output, grades in zip(run.outputs, run.grades[running.GRADER], strict=True):
        shot = shots[output.case_id]
        assert (grades.status == "fail") == (shot.success or (not shot.case.attack and shot.refused))


def test_least_privilege_leaks_neither_code_nor_data(lab):
    shots = lab.shots("least")
    assert not any(s.success for s in shots if s.case.attack and s.case.success.kind in ("canary", "datum"))
    assert not any(running.spilled(shot) for shot in shots)
    assert any(running.spilled(shot) for shot in lab.shots("none"))


def test_dev_scores_of_the_learned_guard_are_worse_than_those_of_the_guard_that_saw_them(lab):
    dev = safety.red_team("dev")
    fitted = guarding.learned(lab).scores([case.whole for case in dev])
    held_out = guarding.learned_scores(lab, "dev")

    def wrong(scores):
        return sum((score >= 0.5) != case.attack for score, case in zip(scores, dev, strict=True))

    assert wrong(fitted) < wrong(held_out)


def test_a_guard_pays_exactly_from_the_share_that_is_said(lab):
    for name in ("careful rules", "both"):
        share, one = guarding.pays_from(lab, name), guarding.seen(lab, "dev")[name]
        for factor, cheaper in ((0.98, False), (1.02, True)):
            money = {"attack_share": share * factor, "loss": lab.loss_eur, "blocked_cost": lab.blocked_eur}
            with_guard = safety.guard_cost(*one.missed, *one.blocked, **money).total_eur
            without = safety.guard_cost(1, 1, 0, 1, **money).total_eur
            assert (with_guard < without) == cheaper, name


def test_the_filter_stops_every_recorded_leak_of_the_code(lab):
    leaked = [shot for name in redteam.DEFENCES for shot in tasks.code_shots(lab, name) if shot.success]
    assert leaked
    assert all(safety.filter_output(shot.text, [redteam.CANARY]).blocked for shot in leaked)


def test_a_stronger_chain_never_lets_more_never_events_through(lab):
    bare = finishing.final(lab, {"defence": "none", "guard": "no guard", "filter": False})
    full = finishing.final(lab, {"defence": "none", "guard": "both", "filter": True})
    assert full.never[0] < bare.never[0] and full.away[0] >= bare.away[0] and full.never[1] == bare.never[1]


def test_at_most_three_live_settings_are_refused_and_a_small_run_holds_every_kind(monkeypatch):
    with pytest.raises(ValueError, match="at least 16"):
        redteam.begin(live_cases=3)
    monkeypatch.setattr("helpers.llm.kept.live_only", lambda wanted: True)
    for size in (16, 24, 40):
        small = running.Lab("local/smollm2-135m", size)
        cases = small.cases()
        assert len(cases) == size
        for split in ("dev", "test"):
            assert {c.success.kind for c in small.cases(split) if c.attack} == {"canary", "marker", "phrase", "datum"}
            assert any(c.channel == "document" for c in small.cases(split)) and tasks.never_cases(small, split)


def test_kept_cases_can_be_loaded_into_any_suite(my_folder, monkeypatch):
    monkeypatch.setattr("helpers.keeping.keeps", lambda: True)
    redteam.begin()
    said = redteam.keep(...)
    cases = suite_file.kept()
    assert "safety_cases_09.jsonl" in said and len(cases) > 70
    assert all("safety" in case.tags for case in cases) and isinstance(cases[0], evals.Case)


def test_redaction_set_holds_60_messages_with_every_kind_in_both_halves():
    for split in ("dev", "test"):
        cases = safety.redaction_set(split)
        assert len(cases) >= 30 and {span.kind for case in cases for span in case.spans} == set(safety.KINDS)
        assert sum(not case.spans for case in cases) >= 5
    assert asking.MAX_TOKENS == 48
