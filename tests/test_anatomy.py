"""What lesson 02 shows: stations, ways to choose what is read, label noise, page dates."""

from __future__ import annotations

import pytest

from helpers import anatomy, coding, stats, world


@pytest.fixture(scope="module")
def study():
    return coding.Study("dev")


# Stations


def test_stations_hold_every_code_once_and_every_conversation(study):
    codes = [c for station in anatomy.STATIONS for fault in station.faults for c in coding.FIRST_FAULTS[fault][1]]
    assert sorted(codes) == sorted(world.FAILURES)
    found = anatomy.counts(study)
    assert sum(count for count, _ in found.values()) == len(study.traces)
    for count, share in found.values():
        assert share.value == pytest.approx(count / len(study.traces))


def test_stations_figure_says_the_counts_and_refuses_counts_that_do_not_add_up(study):
    found = anatomy.counts(study)
    _, words = anatomy.stations_figure(found, len(study.traces))
    for station in anatomy.STATIONS:
        assert f"{station.name}: {found[station.name][0]} of {len(study.traces)}" in words
    with pytest.raises(ValueError, match="add up"):
        anatomy.stations_figure(found, len(study.traces) + 1)


# Ways to choose


def truth(study, target):
    held = study.first(coding.FIRST_FAULTS[anatomy.TARGETS[target]][1])
    return sum(held) / len(held)


@pytest.mark.parametrize("target", anatomy.TARGETS)
def test_random_and_weighted_draws_are_honest_on_average(study, target):
    drawn = anatomy.draws(study, target, size=28, runs=400, seed=1)
    share = truth(study, target)
    for name in ("at random", "by kind, weighted back"):
        spread = (share * (1 - share) / 28) ** 0.5
        assert abs(drawn[name].mean - share) < 4 * 1.5 * spread / 400**0.5, name
        if share > 0.1:  # four of a kind are too few for the interval of a rare fault
            assert drawn[name].coverage.high > 0.95, name


def test_the_grave_ones_mislead_about_limits_and_are_all_grave(study):
    target, rule = "it should have warned or held back", "a wrong reply is unforgivable"
    drawn = anatomy.draws(study, target, size=28, runs=100, seed=1, rule=rule)
    grave = sum(t.question.severity == "unforgivable" and study.label(t.id).primary is not None for t in study.traces)
    picked = drawn["the interesting ones"]
    assert picked.mean > 1.5 * truth(study, target) and picked.coverage.high < 0.5
    assert grave >= 28 and picked.grave == 28, "only unforgivable ones are taken"
    assert drawn["at random"].grave == pytest.approx(28 * grave / len(study.traces), abs=1)


def test_a_draw_by_kind_takes_every_kind_and_no_conversation_twice(study):
    import numpy as np

    from helpers.anatomy.plans import _even

    kinds = [trace.question.kind for trace in study.traces]
    groups = {kind: np.flatnonzero(np.array(kinds) == kind) for kind in set(kinds)}
    chosen = _even(np.random.default_rng(0), groups, 63)
    assert sum(map(len, chosen.values())) == 63
    for kind, places in chosen.items():
        assert len(set(places)) == len(places) <= len(groups[kind]) and len(places) >= min(7, len(groups[kind]))


def test_the_same_seed_draws_the_same(study):
    one, two, other = (
        anatomy.draws(study, "the search did not find it", size=20, runs=5, seed=seed)["at random"].values
        for seed in (3, 3, 4)
    )
    assert one == two != other


@pytest.mark.parametrize(
    ("change", "says"),
    [({"size": 13}, "14 to"), ({"size": 90}, "14 to"), ({"runs": 0}, "runs"), ({"rule": "x"}, "'x' is not one of")],
)
def test_draws_refuse_what_cannot_be(study, change, says):
    with pytest.raises(ValueError, match=says):
        anatomy.draws(study, "the search did not find it", **({"size": 20, "runs": 5, "seed": 1} | change))


def test_plans_figure_says_the_average_and_the_truth(study):
    drawn = anatomy.draws(study, "the search did not find it", size=20, runs=20, seed=1)
    _, words = anatomy.plans_figure(drawn, 0.25)
    assert words.startswith("All conversations: 25 %.") and all(name in words for name in drawn)


# Label noise


@pytest.mark.parametrize(
    ("right", "passes_wrong", "fails_right", "shown"),
    [(0.02, 0.03, 0.03, 0.0488), (0.95, 0.03, 0.03, 0.923), (0.5, 0.1, 0.1, 0.5), (0.3, 0, 0, 0.3), (1, 0.2, 0.1, 0.9)],
)
def test_measured_rate(right, passes_wrong, fails_right, shown):
    assert anatomy.measured_rate(right, passes_wrong=passes_wrong, fails_right=fails_right) == pytest.approx(shown)


def test_the_correction_of_module_04_turns_the_measured_rate_round():
    shown = anatomy.measured_rate(0.3, passes_wrong=0.1, fails_right=0.2)
    back = stats.corrected_rate(round(1000 * shown), 1000, (800, 1000), (900, 1000))
    assert back.value == pytest.approx(0.3, abs=1e-9)


def test_measured_difference_is_the_difference_of_the_measured_rates():
    errors = {"passes_wrong": 0.1, "fails_right": 0.05}
    apart = anatomy.measured_rate(0.6, **errors) - anatomy.measured_rate(0.5, **errors)
    assert anatomy.measured_difference(0.1, **errors) == pytest.approx(apart) == pytest.approx(0.085)


def test_shares_outside_0_to_1_are_refused():
    with pytest.raises(ValueError, match="fails_right"):
        anatomy.measured_rate(0.2, passes_wrong=0.1, fails_right=3)
    with pytest.raises(ValueError, match="passes_wrong"):
        anatomy.measured_difference(0.2, passes_wrong=-0.1, fails_right=0)


def test_noise_figure_counts_what_the_labels_show():
    _, words = anatomy.noise_figure(0.1, 0.2, 0.1, 1000)
    assert "100 are right" in words and "show 270: 90 of these are right, 180 are wrong" in words and "misses" in words
    assert "3 are right (2.0 %)" in (small := anatomy.noise_figure(0.02, 0.03, 0.03, 150)[1])
    assert "Measured 4.7 % (2.3 to 9.3 %); the interval misses" in small, "without decimals 2 to 9 % would hold 2 %"
    assert "holds the truth" in anatomy.noise_figure(0.5, 0.1, 0.1, 100)[1]


# Pages


def test_freshness_counts_agree_with_the_planted_defects():
    found = anatomy.freshness()
    pages = world.documents()
    assert found.published == len(pages)
    assert found.stale == sum(page.defect in ("stale", "conflict") for page in pages)
    assert found.unowned == sum(page.defect == "ownerless" for page in pages)
    assert found.stale < found.old < found.published


def test_every_page_has_its_dot_also_one_that_nobody_ever_reviewed():
    figure, _ = anatomy.freshness_figure()
    axes = figure.axes[0]
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert len(dots) == len(world.documents()) and axes.get_xticklabels()[0].get_text() == "never"


def test_freshness_figure_names_no_page():
    _, words = anatomy.freshness_figure()
    for page in world.documents():
        if page.defect:
            assert page.id not in words and page.title not in words


def test_stale_pages_are_shown_more_often_than_passed_on(study):
    shown, passed_on = anatomy.stale_pages(study)
    assert 0 < passed_on < shown < len(study.traces)


# On the page


def test_reply_table_shows_neither_passages_nor_codes(study):
    trace = study.traces[0]
    text = repr(anatomy.reply_table([trace]))
    assert trace.turns[0].text in text
    assert not any(code in text for code in study.label(trace.id).codes)
    assert not any(passage.text in text for passage in trace.turns[0].retrieved)


def test_datasheet_gives_a_section_and_names_those_it_has():
    block = anatomy.datasheet("Known limits")
    assert "English only" in block.text and "<li>" in block.html and "<!--" not in block.html
    with pytest.raises(ValueError, match="Known limits"):
        anatomy.datasheet("No such part")
