"""Lesson 06: repeated tries, votes, the router's confidence, and the promises of thresholds."""

from __future__ import annotations

import math

import numpy as np
import pytest

from helpers import doubting, plots, published, stats
from helpers.doubting import languages, promises
from helpers.published.repeats import TauTask

TASKS = published.tau_bench()


@pytest.mark.parametrize(("k", "best", "every", "naive"), [(1, 0.42, 0.42, 0.42), (4, 0.72, 0.20, 0.0311)])
def test_best_case_every_case_and_the_power_of_the_mean_on_tau_bench(k, best, every, naive):
    found = [of(TASKS, k) for of in (doubting.at_least_one, doubting.every_try, doubting.mean_power)]
    assert [e.value for e in found] == pytest.approx([best, every, naive], abs=5e-5)
    assert all(e.low < e.value < e.high for e in found)


def test_the_next_try_after_a_success_counted_by_hand():
    two = [TauTask(0, 4, 4), TauTask(1, 4, 2), TauTask(2, 4, 0)]
    # after a success: task 0 always again; task 1 one of the three other tries. Weights 1 and 1/2.
    assert doubting.again(two).value == pytest.approx((1 + 0.5 / 3) / 1.5)


def test_votes_of_three_of_four_tries_counted_by_hand():
    assert [doubting.majority_of(4, c, 3) for c in range(5)] == [0, 0, 0.5, 1, 1]
    assert doubting.majority_of(5, 2, 1) == 0.4


@pytest.mark.parametrize("given", [(4, 2, 2), (4, 2, 5), (4, 5, 3), (4, 2, 0), (4, -1, 3)])
def test_an_even_or_impossible_vote_is_refused(given):
    with pytest.raises(ValueError, match="m must be odd"):
        doubting.majority_of(*given)


def test_the_vote_takes_the_first_of_equally_frequent_answers():
    assert doubting.vote(["b", "a", "a", "b", "c"]) == "b"
    with pytest.raises(ValueError, match="at least one"):
        doubting.vote([])


def test_the_language_job_is_asked_of_test_messages_and_shows_each_language_under_a_limit():
    asked = languages.tickets()
    assert {one.split for one in asked} == {"test"} and len({one.id for one in asked}) == len(asked) > 60
    few = doubting.guessed(limit=6)
    assert {row.truth for row in few} == {"English", "German", "Dutch"} and len(few) == 6
    with pytest.raises(ValueError, match="3 or more"):
        doubting.guessed(limit=2)


def test_every_language_draw_is_recorded_and_a_vote_follows_the_most_frequent():
    told = doubting.guessed()
    assert all(len(row.draws) == languages.DRAWS and set(row.draws) <= set(languages.NAMES.values()) for row in told)
    assert len({row.draws for row in told}) > 10, "the draws are repeats of their own, not one reply seven times"
    assert all(row.vote_right for row in told if row.share_right > 0.5)
    row = languages.Guessed(told[0].ticket, ("Dutch", "English", "English", "Dutch", "German"))
    assert row.share_right == pytest.approx(0.4) and not row.vote_right, "of equal ones the first counts"


def test_what_a_vote_changes_by_group_counted_by_hand():
    single, voted = [0.6, 0.8, 0.7, 0.4, 0.2, 0.3, 0.5], [True, True, True, False, False, False, True]
    one, other = doubting.vote_by_group(list("aaabbbc"), single, voted, range(7))  # c is one case: left out
    assert (one.cases, one.vote, one.verdict, other.verdict) == (3, 1.0, "better", "worse")
    assert (one.single, one.difference.value, other.difference.value) == pytest.approx((0.7, 0.3, -0.3))
    assert one.cells[:4] == ("a", 3, "70 %", "100 %") and one.cells[4].startswith("+30 points (+")
    assert doubting.verdict(stats.Estimate(0.1, -0.1, 0.3)) == "no change shown"
    with pytest.raises(ValueError, match="one of each"):
        doubting.vote_by_group(["a"], [0.5], [True], [])


def test_a_share_with_clusters_is_wider_and_stays_within_0_and_1():
    right = [True] * 18 + [False] * 2
    alone, grouped = doubting.share(right), doubting.share(right, [number // 5 for number in range(20)])
    assert alone.value == grouped.value == 0.9 and grouped.width > alone.width and grouped.high <= 1
    assert doubting.share([True] * 5, list("aabbc")).low < 0.6, "all right is not certain"
    with pytest.raises(ValueError, match="no answer"):
        doubting.share([])


def test_no_message_is_routed_by_a_model_that_saw_its_customer():
    dev, test = doubting.routed("dev"), doubting.routed("test")
    assert not {row.ticket.customer for row in dev} & {row.ticket.customer for row in test}
    assert len(doubting.routed("both")) == len(dev) + len(test)
    assert all(0 < row.confidence <= 1 and row.right == (row.team == row.ticket.intent) for row in dev + test)
    with pytest.raises(ValueError, match="split is one of dev, test, both; got 'all'"):
        doubting.routed("all")


def test_the_router_is_more_often_right_where_it_is_surer_but_not_as_often_as_it_says():
    test = doubting.routed("test")
    top = doubting.share([row.right for row in test if row.confidence >= 0.9])
    rest = doubting.share([row.right for row in test if row.confidence < 0.5])
    assert rest.high < top.low and top.value < 0.9


@pytest.mark.parametrize(("target", "delta"), [(0.9, 0.1), (0.8, 0.05), (0.95, 0.2)])
def test_fewest_right_answers_are_those_of_the_exact_bound(target, delta):
    needed = promises.least_right(60, target, delta)
    for n in range(1, 61):
        first = next(
            (c for c in range(n + 1) if stats.clopper_pearson(c, n, level=1 - delta, side="lower").low >= target), n + 1
        )
        assert needed[n] == first, n


def test_the_simulated_rules_are_those_of_the_library_and_of_the_notebook():
    rng = np.random.default_rng(5)
    labels, runs = 80, 40
    sure = rng.beta(promises.A, promises.B, (runs, labels))
    right = rng.random((runs, labels)) < promises.FLOOR + promises.SLOPE * sure
    found = doubting.promised(labels, runs=runs, seed=5)
    for number in range(runs):
        plain = doubting.naive(sure[number], right[number], 0.9)
        sound = stats.threshold_with_guarantee(sure[number], right[number], target=0.9).threshold
        for threshold, rule in zip((plain, sound), found.values(), strict=True):
            expected = math.nan if threshold is None else promises._true(threshold)[0]
            assert rule.accuracy[number] == pytest.approx(expected, nan_ok=True)


def test_the_true_accuracy_behind_a_threshold_is_that_of_a_large_sample():
    rng = np.random.default_rng(0)
    sure = rng.beta(promises.A, promises.B, 400_000)
    right = rng.random(sure.size) < promises.FLOOR + promises.SLOPE * sure
    for threshold in (0.0, 0.6, 0.9):
        accuracy, covered = promises._true(threshold)
        kept = sure >= threshold
        assert (right[kept].mean(), kept.mean()) == pytest.approx((accuracy, covered), abs=0.005)


def test_the_naive_threshold_misses_its_promise_in_more_than_half_and_the_guarantee_in_less_than_a_tenth():
    simple, safe = doubting.promised(100, runs=2000, seed=6).values()
    assert simple.missed.low > 0.5 and safe.missed.high < 0.1
    assert safe.refused.low > 0.5, "with 100 labels most teams get no threshold"
    more = doubting.promised(1000, runs=2000, seed=6)
    assert more["naive"].missed.value > 0.45, "more labels do not repair the naive rule"
    assert more["with a guarantee"].refused.value < safe.refused.value / 1.5


@pytest.mark.parametrize("given", [{"labels": 9}, {"labels": 50, "runs": 2}, {"labels": 50, "target": 1.0}])
def test_a_simulation_that_makes_no_sense_is_refused(given):
    with pytest.raises(ValueError, match="10 or more"):
        doubting.promised(**given)


def test_halves_keep_customers_together_and_refuse_what_cannot_be():
    sure, right = [0.9, 0.9, 0.1, 0.1] * 20, [True, True, False, False] * 20
    people = [number // 4 for number in range(80)]
    found = doubting.halves(sure, right, people, 0.9, splits=20)
    assert found.splits == 20 and found.missed == 0 and found.coverage == pytest.approx(0.5)
    with pytest.raises(ValueError, match=r"no threshold reaches 0\.9"):
        doubting.halves(sure, [False] * 80, people, 0.9, splits=5)
    with pytest.raises(ValueError, match="at least two clusters"):
        doubting.halves(sure, right, [1] * 80, 0.9)
    with pytest.raises(ValueError, match="same answers"):
        doubting.naive([0.4], [True, False], 0.9)


def test_figures_say_in_words_what_they_show():
    bins = [type("Bin", (), {"n": 40, "mean": 0.7, "rate": stats.wilson(20, 40)})()]
    curve = stats.risk_coverage(np.linspace(0, 1, 40), [False] * 20 + [True] * 20)
    made = {
        "10 solved 4 times": doubting.tasks_figure(TASKS),
        "every one: 1: 42 %": doubting.tries_figure({"every one": [doubting.every_try(TASKS, 1)]}),
        "the majority of 11 with 25 %": doubting.vote_figure(11, mark=0.4),
        "70 % sure, 50 % (35 to 65 %) right of 40": doubting.reliability_figure({"x": bins}),
        "half: 50 % answered, 0 % of these wrong": doubting.risk_figure(curve, {"half": (0.5, 0.0)}),
        "promised 90 %": doubting.promise_figure(doubting.promised(50, runs=50), target=0.9),
        "50 % (15 to 85 %) of 4 are there after 2 s": doubting.waiting_figure({"x": [1, 2, 3, 4]}, deadline=2),
    }
    made["1 with 0, 1 with 1, 1 with 2. The vote is right in 2"] = doubting.spread_figure(
        [0, 1, 2], [False, True, True], 2
    )
    for words, (fig, said) in made.items():
        assert words in said
        assert len(plots.png(fig)) > 5000


@pytest.mark.parametrize(
    "draw",
    [
        lambda: doubting.tasks_figure([]),
        lambda: doubting.spread_figure([8], [True], 7),
        lambda: doubting.tries_figure({}),
        lambda: doubting.reliability_figure({"x": []}),
        lambda: doubting.promise_figure({}, target=0.9),
        lambda: doubting.waiting_figure({"x": []}, deadline=1),
        lambda: doubting.risk_figure(stats.risk_coverage([0.5], [True])),
    ],
)
def test_a_figure_of_nothing_is_refused(draw):
    with pytest.raises(ValueError, match="at least"):
        draw()
