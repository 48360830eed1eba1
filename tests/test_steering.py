"""Lesson 05: the drop of a winner, interchangeable wordings, the sweep, changes against one base, JSON, figures."""

from __future__ import annotations

import numpy as np
import pytest

from helpers import plots, stats, steering

PAGES = [f"page {place // 3}" for place in range(60)]


def noise(prompts: int, seed: int = 1) -> np.ndarray:
    """Prompts that are equally good: every verdict is a coin."""
    return np.random.default_rng(seed).integers(0, 2, (prompts, 60))


def test_one_prompt_promises_what_it_delivers():
    one = steering.simulate(prompts=1, cases=40, rate=0.4, apart=0.05, runs=4000, seed=3)
    assert abs(one.drop.value) < 0.01
    assert one.prompts == 1


def test_best_of_equal_prompts_loses_what_theory_says():
    # best of two fair normal scores is 0.564 standard deviations above the mean; 100 cases of rate 0.5 have sd 0.05
    two = steering.simulate(prompts=2, cases=100, rate=0.5, apart=0, alike=0, runs=20_000, seed=3)
    assert two.drop.value == pytest.approx(0.564 * 0.05, abs=0.001)
    assert two.delivered[-1] == pytest.approx(0.5)


def test_more_prompts_and_fewer_cases_lose_more():
    drops = {
        (prompts, cases): steering.simulate(prompts=prompts, cases=cases, runs=1000, seed=1).drop.value
        for prompts in (4, 32)
        for cases in (20, 400)
    }
    assert drops[32, 20] > drops[4, 20] > drops[4, 400] > 0
    assert drops[32, 20] > drops[32, 400]


def test_cases_that_all_prompts_answer_alike_cannot_fool():
    alike = steering.simulate(prompts=16, cases=40, apart=0, alike=1.0, runs=2000, seed=1)
    assert abs(alike.drop.value) < 0.01


@pytest.mark.parametrize(
    ("given", "says"),
    [({"prompts": 0}, "prompts must be"), ({"cases": 1.5}, "cases must be"), ({"apart": 3}, "apart must be a share")],
)
def test_simulation_says_what_is_wrong(given, says):
    with pytest.raises(ValueError, match=says):
        steering.simulate(**({"prompts": 3, "cases": 20} | given))


def test_halves_see_noise_vanish_and_a_real_lead_stay():
    loses = steering.halves(noise(16), PAGES, runs=200, seed=2)
    assert loses.drop.value > 0.08
    assert loses.at(1) < 0.02 < loses.at(4) < loses.at(16)
    lead = np.zeros((4, 60), int)
    lead[2] = 1  # always right
    stays = steering.halves(lead, PAGES, runs=200, seed=2)
    assert stays.drop.value == 0 and stays.delivered[-1] == 1


def test_halves_keep_pages_together():
    # on each page one wording is right and the other wrong: only pages that were not split apart make the lead vanish
    scores = np.zeros((2, 60), int)
    for place, page in enumerate(PAGES):
        scores[int(page.split()[1]) % 2, place] = 1
    found = steering.halves(scores, PAGES, runs=400, seed=2)
    assert found.drop.value > 0.15  # with cases on their own it would be about 0.10


def test_interval_of_the_drop_is_around_it_and_wider_with_fewer_pages():
    many = steering.halves(noise(8), PAGES, runs=200, seed=2).drop
    few = steering.halves(noise(8), [f"{place // 10}" for place in range(60)], runs=200, seed=2).drop
    assert many.low < many.value < many.high
    assert few.width > many.width


@pytest.mark.parametrize(
    ("scores", "pages", "says"),
    [
        (noise(3), PAGES[:5], "one cluster per case"),
        (noise(3), ["a", "b"] * 30, "too few to divide"),
        (np.full((2, 60), np.nan), PAGES, "without a verdict"),
    ],
)
def test_halves_say_what_is_wrong(scores, pages, says):
    with pytest.raises(ValueError, match=says):
        steering.halves(scores, pages)


def test_interchangeable_wordings_are_not_called_different():
    calm = steering.swing(noise(10, seed=4), PAGES, seed=1)
    middle, low, high = calm.by_chance
    assert low <= middle <= high
    assert calm.p_value > 0.05
    worse = noise(10, seed=4)
    worse[3] = 0
    assert steering.swing(worse, PAGES, seed=1).p_value < 0.01


def test_one_wording_has_no_swing():
    with pytest.raises(ValueError, match="at least two"):
        steering.swing(noise(1), PAGES)


def test_alike_counts_the_cases_with_one_verdict():
    assert steering.alike([[1, 1, 0, 0], [1, 0, 0, 1]]) == 0.5


def test_sweep_tells_correct_from_agreeing_from_correct_each_time():
    passed = {0.0: [[1, 1], [0, 0], [1, 1]], 1.0: [[1, 0], [0, 0], [1, 1]]}
    texts = {0.0: [["a", "a"], ["b", "b"], ["c", "c"]], 1.0: [["a", "x"], ["b", "y"], ["c", "c"]]}
    cold, hot = steering.heat(passed, texts, ["p", "q", "r"])
    assert cold.correct.value == pytest.approx(2 / 3) == cold.every_time.value
    assert hot.correct.value == pytest.approx(0.5) and hot.every_time.value == pytest.approx(1 / 3)
    assert (hot.same_text.value, hot.same_verdict.value) == (pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert cold.change is None and hot.change.value == pytest.approx(-1 / 6)
    assert hot.holm == pytest.approx(hot.change.p_value)
    _, said = steering.heat_figure([cold, hot])
    assert "same text each time" in said and "verdict" not in said


def test_sweep_wants_repeats_and_the_same_shapes():
    with pytest.raises(ValueError, match="at least 2 draws"):
        steering.heat({0: [[1]]}, {0: [["a"]]}, ["p"])
    with pytest.raises(ValueError, match="differ in shape"):
        steering.heat({0: [[1, 1]]}, {0: [["a"]]}, ["p"])


def test_figures_say_what_they_show():
    one = stats.wilson(30, 60)
    strip, said = steering.strip_figure({"wordings": {"a": stats.wilson(20, 60), "b": one}, "bare": {"bare": one}})
    assert "2 prompts from 33 % (a) to 50 % (b)" in said and "bare: 50 %" in said
    grid, said_grid = steering.grid_figure({"bare": {"R1": 0.5, "R2": None}})
    assert said_grid == "bare: R1 50 %, R2 never applied."
    parts, said_parts = steering.parts_figure({"bare": {"page": 120, "question": 20}})
    assert said_parts == "bare: page 120, question 20, in all 140."
    outcomes, said_outcomes = steering.outcome_figure({"asked for": {"no JSON": 3, "valid": 5}})
    assert said_outcomes == "asked for: 3 no JSON, 5 valid."
    curve, said_curve = steering.optimism_figure(steering.simulate(prompts=8, cases=40, seed=1), prompts=4)
    assert said_curve.startswith("The best of 4 promised ")
    for figure in (strip, grid, parts, outcomes, curve):
        assert len(plots.png(figure)) > 5000


def test_figures_refuse_what_they_cannot_draw():
    with pytest.raises(ValueError, match="same rules"):
        steering.grid_figure({"a": {"R1": 1.0}, "b": {"R2": 1.0}})
    with pytest.raises(ValueError, match="nothing to draw"):
        steering.parts_figure({"a": {}})
    with pytest.raises(ValueError, match="from 1 to 8"):
        steering.simulate(prompts=8, cases=20, seed=1).at(9)


@pytest.fixture(scope="module")
def lab():
    from helpers.prompting.lab import Lab

    return Lab()


def test_parts_add_up_to_the_recorded_tokens_and_rules_are_about_what_they_add(lab):
    bare, rules = lab.run("bare"), lab.run("rules")
    for name, run in (("bare", bare), ("rules", rules)):
        parts = steering.tokens(name, run)
        counted = sum(o.prompt_tokens + o.completion_tokens for o in run.outputs) / len(run.outputs)
        assert sum(parts.values()) == pytest.approx(counted)
    added = sum(b.prompt_tokens - a.prompt_tokens for a, b in zip(bare.outputs, rules.outputs, strict=True)) / 60
    assert steering.tokens("rules", rules)["rules"] == pytest.approx(added, rel=0.15)
    assert list(steering.tokens("both", lab.run("both"))) == [
        "instruction", "rules", "examples", "page", "question", "reply",
    ]  # fmt: skip


def test_price_of_a_thousand_calls_is_that_of_the_price_file():
    assert steering.per_thousand("openai/gpt-6-luna", {"page": 900, "question": 100, "reply": 50}) == pytest.approx(
        0.125
    )
    assert steering.cached_share("anthropic/claude-sonnet-5-5") == pytest.approx(0.05)


def test_samples_differ_in_what_they_break(lab):
    found = steering.samples(lab.run("bare"), 4, seed=5)
    broken = [tuple(name for name, grade in item.verdicts.items() if grade.status == "fail") for item in found]
    assert len(found) == 4 == len(set(broken))


def test_rules_kept_are_those_of_the_run(lab):
    run = lab.run("rules_last")
    counts = run.counts()["R4"]
    assert steering.kept({"last": run})["last"]["R4"] == counts["pass"] / 60


def test_steps_count_what_was_repaired_and_broken(lab):
    (step,) = steering.steps(lab.run("rules"), {"last": lab.run("rules_last")}, "R4")
    assert (step.broken > step.repaired, step.verdict) == (True, "worse")
    assert step.holm == step.difference.p_value  # one comparison: nothing to correct
    with pytest.raises(ValueError, match="at least one other run"):
        steering.steps(lab.run("rules"), {})


def test_json_replies_are_all_counted_and_enforced_ones_are_more_often_valid(lab):
    found = steering.formats({name: lab.run(name) for name in ("json", "schema")})
    assert all(sum(row.values()) == 60 for row in found.values())
    assert found["schema"]["no such JSON"] < found["json"]["no such JSON"]


def test_sweep_has_the_k_that_was_asked_for(lab):
    cold, hot = steering.sweep(lab, [0.0, 1.0], k=2)
    assert (cold.draws, cold.k) == (5, 2)
    assert cold.every_time.value == cold.correct.value  # five equal replies
    assert hot.every_time.value <= hot.correct.value
    with pytest.raises(ValueError, match="k"):
        steering.sweep(lab, [0.0, 1.0], k=6)


def test_contest_has_every_prompt_and_wording_once(lab):
    entered = steering.contest(lab)
    assert len(entered) == len(lab.text_variants) + len(steering.wordings(lab)) - 1
    assert {len(scores) for scores in entered.values()} == {60}


def test_other_settings_are_recorded_and_do_what_they_say():
    (stopped,) = steering.knob("stop", ("\n",))
    assert stopped.source == "recorded" and "\n" not in stopped.text
    (cut,) = steering.knob("max_tokens", 8)
    assert (cut.finish, cut.completion_tokens) == ("length", 8)
    assert len({reply.text for reply in steering.knob("top_p", 1.0)}) == 3
    with pytest.raises(ValueError, match="max_tokens, stop or top_p"):
        steering.knob("seed", 1)
