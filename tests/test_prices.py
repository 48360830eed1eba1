"""Dated prices: which row counts, what a call costs, and that a missing or zero price is an error and not a bargain."""

from __future__ import annotations

import datetime as dt

import pytest

from helpers import prices
from helpers.prices import NoPrice


@pytest.fixture
def own(my_folder):
    """Write rows into my/models.yaml."""

    def write(text: str) -> None:
        (my_folder / "models.yaml").write_text(text, encoding="utf-8")

    return write


TWO_DATES = """
source: https://example.org
rows:
  - {model: openai/x, as_of: 2026-01-01, input: 4.0, output: 8.0}
  - {model: openai/x, as_of: 2026-07-01, input: 2.0, output: 4.0}
"""


def test_the_shipped_file_is_whole_and_short(my_folder):
    rows = prices.rows()
    assert 10 <= len(rows) <= 20
    for row in rows:
        assert row.source and row.as_of <= dt.date(2026, 11, 24)
        if row.kind == "hosted":
            assert row.input > 0 and row.output > row.input and row.key.endswith("_API_KEY")
            assert row.cache_read is None or row.cache_read < row.input
            assert row.cache_write is None or row.cache_write == pytest.approx(1.25 * row.input)
        else:
            assert "Not free" in row.note


def test_the_newest_row_not_later_than_the_date(own):
    own(TWO_DATES)
    assert prices.price("openai/x").input == 2.0
    assert prices.price("openai/x", "2026-06-30").input == 4.0
    assert prices.price("openai/x", dt.date(2026, 7, 1)).input == 2.0
    assert prices.price("openai/x", dt.datetime(2026, 7, 1, 8)).input == 2.0
    with pytest.raises(NoPrice, match=r"first price.*2026-01-01, later than 2025-12-31"):
        prices.price("openai/x", "2025-12-31")
    with pytest.raises(ValueError, match="as_of must be a date"):
        prices.price("openai/x", "soon")


def test_a_cost_by_hand(my_folder):
    # 10,000 in of which 9,000 cached, 500 out on gpt-4o-mini: $0.001125; uncached $0.0018 (as litellm has it)
    assert prices.cost("openai/gpt-4o-mini", 10_000, 500, cached_tokens=9_000) == pytest.approx(0.001125)
    assert prices.cost("openai/gpt-4o-mini", 10_000, 500) == pytest.approx(0.0018)
    assert prices.cost("openai/gpt-4o-mini", 10_000, 500, batch=True) == pytest.approx(0.0009)
    assert prices.cost("anthropic/claude-haiku-4-5", 1000, 0, cache_write_tokens=1000) == pytest.approx(0.00125)
    assert prices.cost("openai/gpt-4o-mini", 0, 0) == 0.0


def test_long_prompts_have_other_prices(my_folder):
    at, over = (prices.cost("openai/gpt-6-sol", tokens, 1000) for tokens in (272_000, 272_001))
    assert at == pytest.approx((272_000 * 2 + 1000 * 10) / 1e6)
    assert over == pytest.approx((272_001 * 4 + 1000 * 15) / 1e6)
    assert prices.cost("openai/gpt-6-sol", 300_000, 0, cached_tokens=300_000) == pytest.approx(0.4 * 0.3)


def test_a_local_model_costs_nothing_by_the_token(my_folder):
    assert prices.cost("local/smollm2-135m", 1000, 1000) == 0.0
    assert prices.cost("ollama/llama3.2", 1000, 1000) == 0.0
    assert prices.is_local("ollama/llama3.2") and prices.is_local("local/smollm2-135m")
    assert not prices.is_local("openai/gpt-4o-mini") and not prices.is_local("openai/unheard-of")
    assert prices.price("local/smollm2-135m").hourly_usd > 0


@pytest.mark.parametrize(
    "model", ["openai/unheard-of", "azure/gpt-4o-mini", "openrouter/openai/gpt-4o-mini", "nothing"]
)
def test_a_missing_price_says_how_to_add_a_row(own, model):
    with pytest.raises(NoPrice, match=r"my/models\.yaml") as caught:
        prices.cost(model, 10, 10)
    line = next(line for line in str(caught.value).splitlines() if line.strip().startswith("- {"))
    own(f"rows:\n{line}\n")  # the printed row works as it stands
    assert prices.cost(model, 1_000_000, 0) == pytest.approx(1.0)


def test_a_price_of_zero_is_no_bargain(own):
    own("rows: [{model: openai/free, as_of: 2026-11-01, source: x, input: 0, output: 0}]")
    with pytest.raises(NoPrice, match="is 0"):
        prices.cost("openai/free", 10, 10)
    own("rows: [{model: openai/free, as_of: 2026-11-01, source: own machine, kind: local}]")
    assert prices.cost("openai/free", 10, 10) == 0.0


def test_own_rows_win_and_are_read_again_when_they_change(own):
    assert prices.price("gpt-4o-mini").input == 0.15
    own("rows: [{model: openai/gpt-4o-mini, as_of: 2026-11-24, source: my contract, input: 0.1, output: 0.5}]")
    assert prices.price("gpt-4o-mini").input == 0.1
    own("rows: [{model: openai/gpt-4o-mini, as_of: 2026-11-24, source: my contract, input: 0.125, output: 0.5}]")
    assert prices.price("openai/gpt-4o-mini").input == 0.125


def test_no_batch_interface(my_folder):
    with pytest.raises(NoPrice, match="no batch price"):
        prices.cost("deepseek/deepseek-chat", 10, 10, batch=True)


@pytest.mark.parametrize(
    ("tokens", "message"),
    [
        ({"prompt_tokens": -1, "completion_tokens": 0}, "prompt_tokens must be 0 or more"),
        ({"prompt_tokens": float("nan"), "completion_tokens": 0}, "prompt_tokens must be 0 or more"),
        ({"prompt_tokens": 5, "completion_tokens": 0, "cached_tokens": 6}, "cannot be more"),
    ],
)
def test_counts_that_cannot_be(my_folder, tokens, message):
    with pytest.raises(ValueError, match=message):
        prices.cost("openai/gpt-4o-mini", **tokens)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rows: [", "not readable YAML"),
        ("- a", "needs a list under `rows:`"),
        ("rows: [5]", "row 1"),
        ("rows: [{model: a/b, as_of: 2026-01-01, source: x, input: 1}]", "output missing"),
        ("rows: [{model: a/b, as_of: 2026-01-01, input: 1, output: 1}]", "source missing"),
        ("rows: [{model: a/b, source: x, input: 1, output: 1}]", "as_of missing"),
        ("rows: [{model: a/b, as_of: May, source: x, input: 1, output: 1}]", "must be a date"),
        ("rows: [{model: a/b, as_of: 2026-01-01, source: x, input: -1, output: 1}]", "number of 0 or more"),
        ("rows: [{model: a/b, as_of: 2026-01-01, source: x, input: cheap, output: 1}]", "number of 0 or more"),
        ("rows: [{model: a/b, as_of: 2026-01-01, source: x, input: 1, outptu: 1}]", "unknown fields"),
        ("rows: [{model: a/b, as_of: 2026-01-01, source: x, kind: cloud}]", "`hosted` or `local`"),
        ("rows: [{model: a/b, as_of: 2026-01-01, source: x, input: 1, output: 1, above: {tokens: 5}}]", "above needs"),
    ],
)
def test_a_broken_row_is_named(own, text, message):
    own(text)
    with pytest.raises(ValueError, match=message) as caught:
        prices.price("a/b")
    assert "models.yaml" in str(caught.value)
