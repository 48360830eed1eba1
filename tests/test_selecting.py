"""Lab 08: counts, prices, ranges and limits are what they say, and follow the settings."""

from __future__ import annotations

import os

import pytest

from helpers import cost, selecting, unsure, world
from helpers.selecting import lab as labs
from helpers.selecting import memo, pricing, prompts, reference, tables, ways


@pytest.fixture(scope="module")
def lab():
    return selecting.begin()


@pytest.fixture(autouse=True)
def kept(monkeypatch, lab):
    monkeypatch.setattr(labs, "_current", lab)


def test_fates_are_counted_from_labels_and_words_of_danger(lab):
    found = lab.ways()[ways.BUNDLED_WAY].fates
    replies = {r.question: r.right for r in world.replies("A", split="test", temperature=0)}
    questions = world.questions("test")
    handed = [q for q in questions if unsure.guess(q.text, tuple(unsure.DANGER)) == "unforgivable"]
    right = sum(replies[q.id] for q in questions if q not in handed)
    assert (found.n, found.handed, found.right) == (len(questions), len(handed), right)
    assert found.gone == round(0.2 * (found.again + found.gone)) and found.resolved == found.n - found.gone


def test_cost_of_a_resolved_ticket_is_the_sum_by_hand(lab):
    f, way = lab.ways()[ways.BUNDLED_WAY].fates, lab.ways()[ways.BUNDLED_WAY]
    sum_by_hand = way.call * 1.1 + f.handed / f.n * 4 + f.again / f.n * 15 + f.worst / f.n * 100
    assert lab.resolution(ways.BUNDLED_WAY).total.value == pytest.approx(sum_by_hand / (f.resolved / f.n))
    assert reference.sheet(lab)["total"] == pytest.approx(sum_by_hand / (f.resolved / f.n))
    low, high = lab.resolution(ways.BUNDLED_WAY).total[1:3]
    assert low < sum_by_hand / (f.resolved / f.n) < high


def test_assumed_quality_meets_a_counted_one_where_both_are_the_same(lab):
    """A hosted model as often right as the box differs from it only by its calls and by rounding."""
    box = lab.ways()[ways.BOX]
    same = lab.resolution(lab.hosted()[0], right=box.right[0])
    counted = lab.resolution(ways.BOX)
    assert same.parts["escalation"] == pytest.approx(counted.parts["escalation"], rel=0.01)
    assert same.parts["re-opening"] == pytest.approx(counted.parts["re-opening"], rel=0.02)


def test_people_cost_what_a_person_costs_and_more_right_costs_less(lab):
    assert lab.span(ways.PEOPLE)[0] == pytest.approx(4.0 + 0.03 * 15)
    euros = [lab.resolution(lab.hosted()[0], right=right / 10).total.value for right in range(11)]
    assert euros == sorted(euros, reverse=True)


def test_a_time_in_front_leaves_nothing_to_the_cache_and_at_the_end_nearly_all():
    early, late = prompts.calls(prompts.ORDER), prompts.calls(reference.reference_order())
    assert early.cached < 0.02 * early.tokens and late.cached > 0.98 * late.tokens - 10
    assert sorted(set(prompts.prompts(late.order))) == sorted(prompts.prompts(late.order))
    with pytest.raises(ValueError, match="each of"):
        prompts.calls(["time"])


def test_predicted_dollars_are_those_of_litellm(lab, monkeypatch):
    """At the prices of its own map, and at the sheet's for the model of section 4, which that map may lack."""
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    import litellm

    calls = prompts.calls(reference.reference_order())
    usage = litellm.Usage(
        prompt_tokens=calls.tokens,
        completion_tokens=calls.completion,
        prompt_tokens_details={"cached_tokens": calls.cached},
    )

    def theirs(model):
        reply = litellm.ModelResponse(model=model.split("/")[-1], usage=usage)
        return litellm.completion_cost(reply, model=model)

    for name in ("openai/gpt-5-nano", "openai/gpt-4o-mini"):
        mine = cost.cost(name, calls.tokens, calls.completion, calls.cached, as_of=lab.as_of, sheet="shipped")
        assert mine == pytest.approx(theirs(name), abs=1e-9)
    row = lab.price(lab.cached_model())
    entry = {
        "input_cost_per_token": row.input / 1e6,
        "output_cost_per_token": row.output / 1e6,
        "cache_read_input_token_cost": row.cache_read / 1e6,
        "litellm_provider": "openai",
        "mode": "chat",
        "max_tokens": 1000,
    }
    monkeypatch.setitem(litellm.model_cost, lab.cached_model().split("/")[-1], entry)
    assert lab.cached_usd() == pytest.approx(theirs(lab.cached_model()), abs=1e-9)


def test_the_model_of_the_cache_section_keeps_a_beginning_as_short_as_this_one(lab):
    served = prompts.calls(reference.reference_order()).cached
    assert lab.least_cached(lab.cached_model()) <= served < lab.least_cached("anthropic/claude-haiku-4-5")
    assert lab.least_cached("acme/m1") is None
    assert "nothing of it is kept" in lab.order_text(["time", "rules", "handbook", "question"])
    assert "nothing" not in lab.order_text(reference.reference_order())
    assert lab.warm(5) == pytest.approx(0.366, abs=0.002) and lab.warm(1e6) == pytest.approx(1)


def test_the_shipped_ranges_come_back_and_odd_ones_are_told_in_a_sentence():
    lab = selecting.begin()
    shipped = dict(lab.shipped())
    assert "40 to 80 %" in lab.believe({"gpt-5-nano": (0.40, 0.80)}) and lab.shipped() == shipped
    lab.believe(lab.shipped())
    assert lab.assumed() == shipped
    for odd in ({"gpt": (0.1, 0.2)}, {"openai/gpt-5-nano": (40, 80)}, 0.5):
        assert lab.believe(odd).startswith("Not taken") and lab.assumed() == shipped


def test_the_tornado_says_where_each_assumption_goes_and_takes_a_short_name(lab):
    from helpers import plots
    from helpers.selecting import figures

    figure, said = figures.tornado_figure(lab, "gpt-6-sol")
    assert "price of a wrong answer (7.5 to 30 euros)" in said and "share right (80 to 98 %)" in said
    assert said.startswith("openai/gpt-6-sol")
    odd, said_odd = figures.tornado_figure(lab, "gpt")
    assert said_odd.startswith("There is no way 'gpt'")
    box, said_box = figures.tornado_figure(lab, "answer box")
    assert f"{lab.span('answer box')[0]:.2f} euros at the middle (by counts" in said_box
    for one in (figure, odd, box):
        plots.close(one) if hasattr(plots, "close") else None


def test_bill_is_tickets_times_the_price_of_a_call(lab):
    tokens = lab.tokens("A")
    one = cost.cost(lab.hosted()[1], *tokens, as_of="2026-11-24", sheet="shipped")
    assert lab.bill_usd() == pytest.approx(4000 * one)
    parts = prompts.budget("A")
    assert sum(parts.parts.values()) - parts.parts["reply"] + parts.frame == pytest.approx(parts.prompt)
    assert 10 <= parts.frame <= 20


def test_sheets_change_prices_and_not_what_was_counted(lab):
    half = selecting.begin(price_sheet="halved")
    assert half.bill_usd() == pytest.approx(lab.bill_usd() / 2)
    assert half.span(ways.BOX) == lab.span(ways.BOX)
    assert "Assumption" in cost.assumption("halved")


def test_a_sheet_of_ones_own_with_other_models_is_taken(tmp_path):
    text = "as_of: 2026-11-24\nsource: own\nrows:\n" + "\n".join(
        f"  - {{model: acme/m{n}, input: {n}, output: {4 * n}}}" for n in (3, 1, 2, 9)
    )
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    lab = selecting.begin(price_sheet=str(tmp_path / "own.yaml"))
    assert lab.hosted() == ["acme/m1", "acme/m3", "acme/m9"] and lab.pair() == ("acme/m3", "acme/m9")
    assert lab.cheapest_resolved() in lab.ways() and lab.cheapest_call() in ("acme/m1", "bundled model")
    (tmp_path / "few.yaml").write_text("\n".join(text.split("\n")[:5]), encoding="utf-8")
    with pytest.raises(ValueError, match="needs 3"):
        selecting.begin(price_sheet=str(tmp_path / "few.yaml"))


def test_price_of_a_call_moves_least_and_the_share_right_most(lab):
    found = memo.swings(lab, "openai/gpt-6-sol")
    assert found[0].name == memo.RIGHT and found[-1].name == "price of a call"
    assert memo.shaken(lab, ways.PEOPLE) in lab.hosted()


def test_prices_for_shops_keep_or_miss_their_goals(lab):
    best = pricing.reference_pricing(lab)
    assert pricing.fault_of_pricing(lab, best) is None
    assert pricing.fault_of_pricing(lab, best | {"price": best["price"] - 0.01}) == "margin"
    assert pricing.fault_of_pricing(lab, {"scheme": "flat", "price": pricing.least(lab, "flat")}) == "middle shop"
    assert pricing.usage(lab) == pricing.usage(lab) != pricing.usage(labs.Lab(seed=9))


def test_cascade_is_chosen_on_dev_and_its_look_at_test_is_within_its_promise(lab):
    found = lab.cascade()
    dev, test = lab.answers("dev"), lab.answers("test")
    assert len(dev.score) == len(world.tickets("dev")) and len(test.score) == len(world.tickets("test"))
    assert 0.4 < sum(dev.cheap_right) / len(dev.cheap_right) < 0.7  # of customers that it was not trained on
    assert found.guarantee.lower_bound >= round(lab.wanted(), 3)
    assert "euros for 1,000 messages" in tables.cascade_text(lab)


def test_load_on_loopback_meets_the_plan(lab):
    plan = lab.plan()
    ran = lab.load(plan.servers, 4.0)
    assert ran.errors == 0 and ran.observed == pytest.approx(plan.in_flight, rel=0.35)
    assert ran.observed == pytest.approx(ran.law, rel=0.2)


def test_own_measurement_is_bounded(lab, capsys):
    lab.measure(0)
    assert "Nothing measured" in capsys.readouterr().out
    for wrong in (31, -1, 2.0, True):
        with pytest.raises(ValueError, match="0 to 30"):
            lab.measure(wrong)
