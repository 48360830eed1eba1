"""Module 04: which replies were read and how, what judges say, how they compare, and a judge that cannot be asked."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from helpers import judging, recordings, stats
from helpers.check import Hint, exercises
from helpers.judging import judges, prompts, spending
from helpers.llm.request import make


@pytest.fixture(scope="module")
def lab():
    return judging.begin(judge_model="local/smollm2-135m")


def test_read_replies_are_those_of_the_datasheet():
    rows = judging.read_replies()
    undecided = [row for row in rows if row.stratum == "rule undecided"]
    assert len(undecided) == 317 and len(rows) == 397
    assert sum(bool(row.first) and bool(row.second) for row in undecided) == 55
    assert sum(not row.first and not row.second for row in undecided) == 259


def test_label_is_what_both_readers_say_also_against_the_rule():
    audited = [row for row in judging.read_replies() if row.stratum == "rule decided"]
    assert len(audited) == 80 and sum(bool(row.right) for row in audited) == 1
    for row in judging.read_replies():
        if row.first == row.second:
            assert row.right is row.first


def test_dev_and_test_share_no_page():
    dev, test = ({row.page for row in judging.read_replies(split)} for split in ("dev", "test"))
    assert dev and test and not dev & test


def test_weights_add_up_to_all_replies():
    assert sum(row.weight for row in judging.read_replies()) == pytest.approx(len(judging.all_replies()))
    assert judging.strata()["rule undecided"].weight == 1
    assert len({(row.question.id, row.text) for row in judging.all_replies()}) == len(judging.all_replies())


def test_phrases_pass_everything_that_the_rule_could_not_decide():
    """Why their rates on the read replies mean nothing without weights."""
    rows = [row for row in judging.read_replies() if row.stratum == "rule undecided"]
    assert set(judging.verdicts("phrases", rows)) <= {True, None}


def test_confusion_counts_every_reply_once_and_unscored_apart():
    table = judging.confusion([True, True, True, False, False, False], [True, False, None, True, False, None])
    assert table == (1, 1, 1, 1, 1, 1) and table.scored == 4 and table.unscored == 2
    assert table.square == [[1, 1], [1, 1]]
    with pytest.raises(ValueError, match="same replies"):
        judging.confusion([True], [True, False])
    with pytest.raises(ValueError, match="no label"):
        judging.confusion([None], [True])


def test_rates_equal_the_counts_and_weights_change_them(lab):
    rows, said = lab.rows(), lab.verdicts("phrases")
    table = lab.table("phrases")
    plain, weighted = judging.rates(rows, said), judging.rates(rows, said, weighted=True)
    assert plain.tnr.value == pytest.approx(table.wrong_fail / (table.wrong_fail + table.wrong_pass))
    by_hand = [
        sum(r.weight for r, s in zip(rows, said, strict=True) if not r.right and s is verdict)
        for verdict in (False, True)
    ]
    assert weighted.tnr.value == pytest.approx(by_hand[0] / sum(by_hand))
    assert weighted.tnr.low > plain.tnr.high


def test_a_judge_that_fails_everything_has_no_rate_on_what_it_left_unscored(lab):
    with pytest.raises(ValueError, match="No right reply was scored"):
        judging.rates(lab.rows(), [None if row.right else False for row in lab.rows()])


def test_threshold_table_passes_from_the_threshold_on():
    first, second = judging.threshold_table([True, False, True], [0.5, 0.5, 0.9], [0.5, 0.6])
    assert (first.tpr, first.tnr) == (1, 0) and (second.tpr, second.tnr) == (0.5, 1)
    with pytest.raises(ValueError, match="one of the two is missing"):
        judging.threshold_table([True], [0.5], [0.5])


def test_kept_cosines_are_those_of_the_embedder(monkeypatch):
    rows = judging.few(judging.read_replies(), 6)
    rows += [dataclasses.replace(rows[0], text=rows[0].text + prompts.PADDING)]
    assert judges.measure(rows) == pytest.approx(judging.cosines(rows), abs=2e-3)
    empty = dataclasses.replace(rows[0], text="  ")
    assert judging.cosines([empty]) == [0.0]


def test_prompts_hold_question_reference_and_reply_whatever_stands_in_them():
    for name in judging.VARIANTS:
        text = judging.prompt("Where?", "At {output}.", "Say {input}", name)
        assert "Where?" in text and "At {output}." in text and "Say {input}" in text
    assert prompts.SWAPPED.endswith("fail or pass.")
    assert judging.prompt("q", "r", "a", "swapped") != judging.prompt("q", "r", "a")
    with pytest.raises(ValueError, match="plain"):
        judging.prompt("q", "r", "a", "sideways")


@pytest.mark.parametrize(
    ("text", "strict", "lenient"),
    [("pass", True, True), (" Fail.", False, False), ("It passes.", None, True), ("pass or fail", None, None),
     ("The answer failed", None, False), ("", None, None), ("compass", None, None)],
)  # fmt: skip
def test_verdict_is_read_strictly_and_leniently(text, strict, lenient):
    assert judging.verdict_of(text) is strict and judging.lenient(text) is lenient


def test_verdicts_of_the_model_are_the_recorded_ones():
    rows = judging.read_replies("test")[:10]
    for variant in ("plain", "swapped"):
        settings = {key: value for key, value in prompts.settings(variant).items() if key != "invalid"}
        asked = [prompts.prompt(row.question.text, row.question.reference, row.text, variant) for row in rows]
        keys = [make(text, model="local/smollm2-135m", **settings).key for text in asked]
        recorded = recordings.get_many(keys)
        assert len(recorded) == 10
        said = judging.verdicts("model", rows, variant=variant, model="local/smollm2-135m")
        assert said == [judging.verdict_of(recorded[key]["text"]) for key in keys]


def test_the_model_follows_the_order_of_the_words_and_not_the_reply(lab):
    """What the lab says about the bundled model, from the recording."""
    assert lab.changed("swapped").low > 0.9 and lab.changed("padded").high < 0.1
    for variant in ("plain", *judging.PROBES):
        assert abs(lab.rates(judging.MODEL, variant=variant).youden) < 0.1
    assert "better than a coin" in lab.corrected(judging.MODEL)


def test_phrases_as_read_contradict_what_they_pass_and_weights_resolve_it(lab):
    assert "not like these cases" in lab.corrected("phrases", weighted=False)
    fixed = lab.corrected("phrases")
    assert fixed.contains(lab.labels_only().value)


def test_labels_alone_hold_the_share_of_the_reference_labels(lab):
    from helpers import world

    for version in ("A", "B"):
        labels = world.replies(version, split="test", temperature=0)
        found = judging.Lab(version=version).labels_only()
        assert found.contains(sum(label.right for label in labels) / len(labels))


def test_estimates_that_the_draw_supports_agree_and_the_naive_one_does_not():
    ways = judging.estimates()
    assert {way.letter for way in ways.values() if way.supported} == {"d", "e"}
    assert ways["d"].found.value == pytest.approx(ways["e"].found.value, abs=1e-9)
    assert ways["a"].found.low > ways["e"].found.high
    assert isinstance(ways["c"].found, str)


def test_budget_starts_from_the_measured_width_and_shrinks(lab):
    widths = judging.budget(lab, "phrases")
    assert widths[1, 1] == pytest.approx(lab.corrected("phrases").width, abs=1e-9)
    assert widths[16, 16] < widths[16, 1] < widths[1, 1] and widths[16, 16] < widths[1, 16] < widths[1, 1]


def test_direct_width_is_that_of_wilson_and_labels_needed_is_the_smallest():
    assert judging.direct_width(100, 0.08) == pytest.approx(stats.wilson(8, 100).width, abs=1e-7)
    number = judging.labels_needed(0.1, 0.08)
    assert judging.direct_width(number, 0.08) <= 0.1 < judging.direct_width(number - 1, 0.08)
    for call in (
        lambda: judging.direct_width(0, 0.1),
        lambda: judging.direct_width(9, 2),
        lambda: judging.labels_needed(0, 0.1),
    ):
        with pytest.raises(ValueError):
            call()
    assert spending.LABEL_FACTORS[0] == spending.REPLY_FACTORS[0] == 1


def test_few_spreads_evenly_and_never_repeats():
    rows = list(range(222))
    chosen = judging.few(rows, 40)
    assert len(set(chosen)) == 40 and chosen == sorted(chosen) and chosen[-1] > 210
    assert judging.few(rows, 500) == rows


def test_a_hosted_judge_without_a_key_is_refused_in_a_sentence_and_the_others_remain(monkeypatch, capsys):
    for name in ("OPENAI_API_KEY", "WORKBOOK_MODEL"):
        monkeypatch.delenv(name, raising=False)
    try:
        alone = judging.begin(judge_model="openai/gpt-5-nano")
        said = capsys.readouterr().out
        assert "openai/gpt-5-nano cannot be the judge here" in said and "key" in said.lower()
        assert alone.names == ("phrases", "similarity", judging.MODEL) and alone.probed == judging.MODEL
    finally:
        judging.begin(judge_model="local/smollm2-135m")


def test_a_hosted_judge_joins_as_the_fourth_with_fewer_replies(monkeypatch):
    """A judge that knows the labels, in place of the provider: everything else runs as for the others."""
    truth = {row.text: row.right for row in judging.read_replies()}

    def perfect(rows, variant, model, repeat, repeats):
        words = ["pass" if truth.get(row.text, False) else "fail" for row in rows for _ in range(repeats)]
        return [type("Reply", (), {"text": word}) for word in words]

    monkeypatch.setattr(judges, "_ask", perfect)
    try:
        lab = judging.begin(judge_model="openai/gpt-5-nano", live_replies=100)
        assert lab.names[-1] == lab.probed == "openai/gpt-5-nano"
        assert len(lab.rows("test", lab.probed)) == 100 and len(lab.rows("test", "phrases")) == 222
        assert lab.rates(lab.probed).youden == 1 and lab.changed("swapped").value == 0
        assert not isinstance(lab.corrected(lab.probed), str)
        assert lab.free_table().unscored == 0 and all(len(set(row)) == 1 for row in lab.draws())
        for key, spec in exercises("04").items():
            said = spec.run(spec.reference_value())
            assert not isinstance(said, Hint), f"{key}: {said}"
        assert judging.best(lab) == lab.probed
    finally:
        judging.begin(judge_model="local/smollm2-135m")


@pytest.mark.parametrize(
    ("setting", "phrase"),
    [({"version": "Z"}, "one of"), ({"version": "0"}, "A, B"), ({"live_replies": 3}, "at least 24"),
     ({"label_cost_eur": 0}, "above 0"), ({"judge_model": 3}, "a name")],
)  # fmt: skip
def test_begin_refuses_settings_that_cannot_be_meant(setting, phrase):
    with pytest.raises(ValueError, match=phrase):
        judging.begin(**setting)


def test_other_wrong_input_is_named():
    rows = judging.read_replies("dev")[:2]
    for call, phrase in (
        (lambda: judging.verdicts("mood", rows), "judge must be one of"),
        (lambda: judging.verdicts("similarity", rows), "needs a threshold"),
        (lambda: judging.read_replies("train"), "split must be one of"),
        (lambda: judging.current().table("mood"), "judge must be one of"),
        (lambda: judging.confusion_figure({}), "at least one"),
        (lambda: judging.rates_figure({}), "at least one"),
    ):
        with pytest.raises(ValueError, match=phrase):
            call()


@pytest.mark.slow
def test_correction_holds_when_the_judge_itself_decided_what_was_read():
    """Simulated: a phrase judge, 28 pages; nearly all that it passes is read, of the rest one in fourteen."""
    rng = np.random.default_rng(1)
    truth, tpr, tnr, audit = 0.08, 0.95, 0.76, 1 / 14
    pages, held, made, naive = np.repeat(np.arange(28), 26), 0, 0, 0
    for _ in range(300):
        right = rng.random(pages.size) < rng.beta(6 * truth, 6 - 6 * truth, 28)[pages]
        said = np.where(right, rng.random(pages.size) < tpr, rng.random(pages.size) > tnr)
        doubtful = said & (rng.random(pages.size) < 0.87)
        read = doubtful | (rng.random(pages.size) < audit)
        weight = np.where(doubtful, 1, 1 / audit)
        asked = np.tile(np.arange(26) < 5, 28)
        passed = stats.weighted_share(said[asked], clusters=pages[asked])
        for weighted in (True, False):
            rates = []
            for label in (True, False):
                chosen = read & (right == label)
                weights = weight[chosen] if weighted else None
                rates.append(stats.weighted_share(said[chosen] == label, weights, clusters=pages[chosen]))
            try:
                found = stats.corrected_share(passed, *rates)
            except ValueError:
                continue
            if weighted:
                held, made = held + found.contains(truth), made + 1
            else:
                naive += found.contains(truth)
    assert made > 250 and held / made > 0.93
    assert naive < 30
