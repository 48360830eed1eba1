"""Module 08's arithmetic: caches, cost per resolved ticket, cascades, queues, margins."""

from __future__ import annotations

import math

import numpy as np
import pytest

from helpers import cost, published, stats


def letters(text):
    return [ord(letter) for letter in text]


@pytest.mark.parametrize(
    ("write", "read", "calls"), [(1.25, 0.1, 2), (2, 0.1, 3), (1, 0.1, 2), (0.5, 0.5, 1), (1.5, 0.5, 3)]
)
def test_break_even_is_the_first_call_at_which_the_cache_costs_less(write, read, calls):
    assert cost.break_even_calls(write, read) == calls
    assert write + (calls - 1) * read < calls
    assert calls == 1 or write + (calls - 2) * read >= calls - 1


@pytest.mark.parametrize(("write", "read"), [(1.25, 1), (-1, 0.1), (1.25, -0.1), (float("nan"), 0.1), ("x", 0.1)])
def test_break_even_refuses_what_never_pays_or_is_no_number(write, read):
    with pytest.raises(ValueError):
        cost.break_even_calls(write, read)


def test_a_stamp_in_front_kills_the_cache_and_behind_it_does_not():
    rules, stamps = "rules " * 30, ["1:00", "2:01", "3:02"]
    front = cost.cached_calls([stamp + rules for stamp in stamps], tokens=letters)
    behind = cost.cached_calls([rules + stamp for stamp in stamps], tokens=letters)
    assert front == [0, 0, 0] and behind == [0, len(rules), len(rules)]
    assert cost.shared_prefix(rules + "1", rules + "2", tokens=letters) == len(rules)


def test_a_cache_has_a_shortest_beginning_and_blocks():
    prompts = ["x" * 100 + end for end in "ab"]
    assert cost.cached_calls(prompts, at_least=101, tokens=letters) == [0, 0]
    assert cost.cached_calls(prompts, block=64, tokens=letters) == [0, 64]
    with pytest.raises(ValueError, match="list of texts"):
        cost.cached_calls("one text", tokens=letters)


def test_cost_per_resolution_by_hand():
    found = cost.cost_per_resolution(
        0.01, tries=1.5, p_escalate=0.3, person=4, p_reopen=0.1, reopen=5, p_unforgivable=0.001, loss=100, resolved=0.8
    )
    assert found.total.value == pytest.approx((0.015 + 1.2 + 0.5 + 0.1) / 0.8)
    assert found.parts["escalation"] == pytest.approx(1.5) and sum(found.parts.values()) == pytest.approx(
        found.total.value
    )
    assert found.total.low == found.total.high and "none was counted" in found.total.note


def test_counts_give_an_interval_that_holds_95_of_100_times():
    rng, truth, n = np.random.default_rng(1), (0.3, 0.9), 200
    exact = (0.01 + truth[0] * 4) / truth[1]
    hits = 0
    for i in range(300):
        k, r = rng.binomial(n, truth[0]), rng.binomial(n, truth[1])
        total = cost.cost_per_resolution(
            0.01, p_escalate=(int(k), n), person=4, resolved=(int(r), n), draws=600, seed=i
        ).total
        hits += total.contains(exact)
    assert 0.91 < hits / 300 < 0.985


def test_the_same_seed_gives_the_same_interval():
    a, b = (cost.cost_per_resolution(0.01, p_escalate=(3, 10), person=4, resolved=(9, 10)) for _ in range(2))
    assert a.total == b.total and a.total.n == 10


@pytest.mark.parametrize(
    ("changes", "phrase"),
    [
        ({"resolved": 0}, "resolved is 0"),
        ({"resolved": (0, 10)}, "resolved is 0"),
        ({"resolved": 80}, "between 0 and 1"),
        ({"p_escalate": (11, 10)}, "count, of"),
        ({"p_escalate": (1.5, 10)}, "count, of"),
        ({"tries": 0.5}, "1 or more"),
        ({"person": -1}, "0 or more"),
        ({"call": float("inf")}, "0 or more"),
        ({"p_reopen": True}, "between 0 and 1"),
    ],
)
def test_cost_per_resolution_says_what_is_wrong(changes, phrase):
    given = {"call": 0.01, "resolved": 0.9} | changes
    with pytest.raises(ValueError, match=phrase):
        cost.cost_per_resolution(given.pop("call"), **given)


def made(n, seed):
    """A cheap system whose confidence is honest, and a dear one that is right nine times in ten."""
    rng = np.random.default_rng(seed)
    score = rng.uniform(0.3, 1, n)
    return cost.Answers(score, (rng.uniform(size=n) < score).astype(int), (rng.uniform(size=n) < 0.9).astype(int))


def test_break_even_escalation_is_where_both_cost_the_same():
    share = cost.break_even_escalation(0.2, 1.0)
    assert share == pytest.approx(0.8) and 0.2 + share * 1.0 == pytest.approx(1.0)
    assert cost.break_even_escalation(1.5, 1.0) < 0
    with pytest.raises(ValueError, match="nothing to save"):
        cost.break_even_escalation(0, 0)


def test_the_curve_runs_from_the_cheap_one_alone_to_the_dear_one_alone():
    answers = made(400, 3)
    points = cost.curve(answers, cheap=0.1, dear=1)
    first, last = points[0], points[-1]
    assert (first.escalated, first.quality, first.cost) == (0, pytest.approx(np.mean(answers.cheap_right)), 0.1)
    assert (last.escalated, last.quality, last.cost) == (
        1,
        pytest.approx(np.mean(answers.dear_right)),
        pytest.approx(1.1),
    )
    assert max(point.quality for point in points) > last.quality  # together better than either


def test_a_cascade_is_chosen_on_dev_and_measured_on_test():
    dev, test = made(1500, 1), made(1000, 2)
    found = cost.cascade(dev, test, cheap=0.1, dear=1, target=0.85)
    score = np.asarray(test.score)
    kept = score >= found.threshold
    assert found.guarantee == stats.threshold_with_guarantee(dev.score, dev.cheap_right, target=0.85)
    out = found.held_out
    assert out.escalated.value == pytest.approx(1 - kept.mean())
    assert out.cost.value == pytest.approx(0.1 + (1 - kept.mean()))
    assert out.saved.value == pytest.approx(1 - out.cost.value) and out.saved.low < out.saved.value < out.saved.high
    right = np.where(kept, test.cheap_right, test.dear_right)
    assert out.against_dear.value == pytest.approx(right.mean() - np.mean(test.dear_right))
    assert out.against_dear.low < out.against_dear.value < out.against_dear.high


def test_the_promise_holds_in_nine_of_ten_samples_or_more():
    broken = chosen = 0
    for seed in range(150):
        found = cost.cascade(made(300, seed), cheap=0.1, dear=1, target=0.8)
        if found.threshold is not None:
            chosen += 1
            broken += (found.threshold + 1) / 2 < 0.8  # true accuracy above a threshold of uniform honest scores
    assert chosen > 100 and broken / chosen <= 0.1


def test_with_few_cases_nothing_is_promised_and_a_hand_set_threshold_promises_nothing():
    few = made(8, 1)
    nothing = cost.cascade(few, few, cheap=0.1, dear=1, target=0.95)
    assert nothing.threshold is None and nothing.held_out is None and nothing.guarantee.reason
    hand = cost.cascade(few, few, cheap=0.1, dear=1, target=0.95, threshold=0.5)
    assert hand.guarantee is None and hand.held_out is not None


@pytest.mark.parametrize(
    "answers", [([0.5], [1], [1, 0]), ([1.5], [1], [1]), ([0.5], [2], [1]), ([], [], []), ([float("nan")], [1], [1])]
)
def test_a_cascade_refuses_what_is_no_pair_of_answers(answers):
    with pytest.raises(ValueError):
        cost.curve(cost.Answers(*answers), cheap=0.1, dear=1)


def test_erlang_c_by_the_textbook():
    assert cost.erlang_c(1, 0.6) == pytest.approx(0.6)  # M/M/1: a request waits as often as the server is busy
    a, k = 8.0, 10
    top = a**k / math.factorial(k) * k / (k - a)
    assert cost.erlang_c(k, a) == pytest.approx(top / (sum(a**i / math.factorial(i) for i in range(k)) + top))
    assert cost.erlang_c(3, 3) == 1.0


def test_capacity_by_littles_law():
    plan = cost.capacity(36_000, 6.0)  # ten a second, six seconds each: sixty in flight
    assert plan.offered == pytest.approx(60) and plan.servers == 86 and plan.utilisation <= 0.7
    assert plan.in_flight == pytest.approx(plan.per_second * (plan.wait + plan.seconds))
    one = cost.capacity(1800, 1.0, servers=1)  # M/M/1 at a half: W = S / (1 - rho)
    assert one.wait + one.seconds == pytest.approx(2.0)
    full = cost.capacity(3600, 2.0, servers=2)
    assert full.utilisation == pytest.approx(1) and math.isinf(full.wait)
    tight = cost.capacity(3600, 2.0, at_most=0.99, wait=0.05)
    assert tight.wait <= 0.05 < cost.capacity(3600, 2.0, servers=tight.servers - 1).wait


@pytest.mark.parametrize("given", [(0, 1), (10, 0), (10, float("nan")), (10, 1, 0), (10, 1, 1.5)])
def test_capacity_refuses_no_load_and_no_server(given):
    with pytest.raises(ValueError):
        cost.capacity(*given)


def test_the_queue_of_the_formula_is_the_queue_of_a_simulation():
    rng, k, mean = np.random.default_rng(5), 3, 1.0
    plan = cost.capacity(2.4 * 3600, mean, servers=k)
    free, at, waited = [0.0] * k, 0.0, []
    for gap, takes in zip(rng.exponential(1 / 2.4, 60_000), rng.exponential(mean, 60_000), strict=True):
        at += gap
        i = free.index(min(free))
        start = max(at, free[i])
        waited.append(start - at)
        free[i] = start + takes
    assert np.mean(waited) == pytest.approx(plan.wait, rel=0.1)


def test_a_p95_of_twenty_calls_has_no_upper_end_and_one_of_two_hundred_has():
    few, many = ([0.1 * i for i in range(n)] for n in (20, 200))
    assert math.isinf(cost.latency(few)[0.95].high) and math.isfinite(cost.latency(many)[0.95].high)
    assert math.isfinite(cost.latency(few)[0.5].high)
    with pytest.raises(ValueError, match="0 or more"):
        cost.latency([1.0, -1.0])


def test_time_per_token_leaves_the_first_out():
    assert cost.per_token(1.0, 9.0, 81) == pytest.approx(0.1)
    for bad in ((1, 9, 1), (9, 1, 10), (-1, 2, 3)):
        with pytest.raises(ValueError):
            cost.per_token(*bad)


def test_a_load_on_loopback_holds_as_many_requests_as_littles_law_says():
    found = cost.load([0.08, 0.12, 0.1], per_second=40, duration=2.0, servers=40, seed=2)
    assert found.errors == 0 and len(found.times) == found.requests
    assert found.observed == pytest.approx(found.law, rel=0.2)
    assert found.law == pytest.approx(found.requests / 2.0 * found.mean_seconds)
    assert max(found.waits) < 0.05 and min(found.times) >= 0.079


def test_with_too_few_servers_requests_wait():
    found = cost.load([0.1], per_second=25, duration=1.0, servers=1, seed=2)
    assert found.utilisation > 1 and max(found.waits) > 0.3


@pytest.mark.parametrize(
    ("seconds", "given"),
    [([], {}), ([0], {}), ([0.1], {"duration": 99}), ([0.1], {"per_second": 0}), ([0.1], {"per_second": 900})],
)
def test_a_load_is_bounded(seconds, given):
    with pytest.raises(ValueError):
        cost.load(seconds, **({"per_second": 5} | given))


def test_margin_by_decile_by_hand():
    usage = list(range(100, 0, -1))
    flat = cost.margin(usage, price=40, cost_each=0.5)
    assert [decile.number for decile in flat.deciles] == list(range(1, 11))
    assert flat.deciles[0].usage == pytest.approx(5.5) and flat.deciles[9].usage == pytest.approx(95.5)
    assert flat.negative == [9, 10] and flat.deciles[9].margin == pytest.approx((40 - 47.75) / 40)
    assert flat.total == pytest.approx(1 - 50.5 * 0.5 / 40) and flat.at(0.9) == pytest.approx(1 - 45 / 40)


def test_paid_by_outcome_no_decile_differs_and_the_share_resolved_counts():
    found = cost.margin(range(1, 101), price=1.0, cost_each=0.2, scheme="outcome", outcome_share=0.5)
    assert {round(decile.margin, 9) for decile in found.deciles} == {0.6}
    assert cost.margin(range(1, 101), price=1.0, cost_each=0.2, scheme="outcome", outcome_share=0.1).total < 0


@pytest.mark.parametrize(
    "given",
    [
        {"usage": [1] * 9},
        {"scheme": "per click"},
        {"scheme": "seat"},
        {"scheme": "seat", "seats": [1]},
        {"price": -1},
        {"outcome_share": 2},
        {"usage": [-1] * 10},
    ],
)
def test_margin_says_what_is_wrong(given):
    given = {"usage": range(10), "price": 1, "cost_each": 1} | given
    with pytest.raises(ValueError):
        cost.margin(given.pop("usage"), **given)


def test_a_tornado_changes_one_assumption_at_a_time_and_sorts():
    swings = cost.tornado(lambda a, b, c: a * 10 + b - c, {"a": 1, "b": 1, "c": 1}, {"b": (0, 2), "a": (0, 2)})
    assert [(s.name, s.at_low, s.at_high, s.width) for s in swings] == [("a", 0, 20, 20), ("b", 9, 11, 2)]
    for bad in ({}, {"d": (0, 1)}, {"a": 3}):
        with pytest.raises(ValueError):
            cost.tornado(lambda a: a, {"a": 1}, bad)


def test_routellm_figures_come_out_again_and_a_perfect_router_lies_above_a_coin():
    for benchmark, low, high in (("MMLU", 0.681, 0.806), ("GSM8K", 0.638, 0.857)):
        rows = published.routed(benchmark)
        n = sum(row.n for row in rows)
        assert sum(row.mixtral_right for row in rows) / n == pytest.approx(low, abs=0.0005)
        assert sum(row.gpt4_right for row in rows) / n == pytest.approx(high, abs=0.0005)
        coin, perfect = cost.routed_curve(rows, cheap=0.1, dear=1)
        assert coin[-1].quality == pytest.approx(high, abs=0.0005) and perfect[0].quality == pytest.approx(
            low, abs=0.0005
        )
        assert perfect[-1].quality > coin[-1].quality and perfect[-1].cost < coin[-1].cost
