"""Prices of module 08: the same dollars as litellm where it knows a price, and an error where there is none."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys

import pytest

from helpers import cost, paths, prices
from helpers.cost import paying, pricemap

DAY = "2026-11-24"
COUNTS = [  # prompt, completion, read from the cache, written to it
    (1_000, 100, 0, 0),
    (128_000, 10, 0, 0),
    (150_000, 500, 0, 0),
    (200_000, 10, 0, 0),
    (300_000, 500, 0, 0),
    (600_000, 100, 0, 0),
    (10_000, 500, 9_000, 0),
    (400_000, 500, 200_000, 0),
    (10_000, 0, 0, 4_000),
]
NOT_ASKED = {"github_copilot"}  # litellm asks the network for a login before it names a price
OTHER_PRICE = {"moonshotai.kimi-k2.5"}  # litellm takes the row of another name


@pytest.fixture(scope="module")
def litellm():
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    import litellm

    litellm.suppress_debug_info = True
    return litellm


@pytest.fixture(scope="module")
def asked(litellm):
    """Every accepted model that has tiers or a batch price, and every third of the others."""
    names = [n for n in cost.map_models() if litellm.model_cost[n]["litellm_provider"] not in NOT_ASKED]
    special = [n for n in names if pricemap.find(n).tiers or pricemap.find(n).batch_input]
    return sorted({*special, *names[::3]} - OTHER_PRICE)


def theirs(litellm, name, counts, call_type="completion"):
    from litellm.cost_calculator import cost_per_token
    from litellm.types.utils import PromptTokensDetailsWrapper, Usage

    prompt, completion, read, written = counts
    details = PromptTokensDetailsWrapper(cached_tokens=read, cache_creation_tokens=written)
    usage = Usage(
        prompt_tokens=prompt,
        completion_tokens=completion,
        total_tokens=prompt + completion,
        prompt_tokens_details=details,
    )
    return sum(cost_per_token(name, usage_object=usage, call_type=call_type))


def test_dollars_of_the_map_are_litellms_and_every_difference_has_a_rule(litellm, asked):
    compared = unnamed = 0
    for name in asked:
        row = pricemap.find(name)
        for prompt, completion, read, written in COUNTS:
            mine = prices.dollars(row, prompt, completion, read, cache_write_tokens=written)
            try:
                other = theirs(litellm, name, (prompt, completion, read, written))
            except Exception:  # litellm does not find the provider of its own entry
                unnamed += 1
                break
            unpriced = (0 if row.cache_read else read) + (0 if row.cache_write else written)
            if unpriced:
                # Rule: no cache price means the input price. litellm takes 0, at a few providers the input price.
                gap = unpriced * prices.rates(row, prompt)[0] / 1_000_000
                assert min(abs(mine - other), abs(mine - other - gap)) < 1e-9, name
                continue
            assert mine == pytest.approx(other, rel=0, abs=1e-9), (name, prompt, completion, read, written)
            compared += 1
    assert compared > 4_000 and unnamed < 40


def test_batch_dollars_are_litellms_where_the_map_lists_a_batch_price(litellm, asked):
    listed = [name for name in asked if pricemap.find(name).batch_input]
    assert len(listed) > 60
    same = 0
    for name in listed:
        try:
            other = theirs(litellm, name, (9_000, 700, 0, 0), "aretrieve_batch")
        except Exception:
            continue
        assert prices.dollars(pricemap.find(name), 9_000, 700, batch=True) == pytest.approx(other, rel=0, abs=1e-9), (
            name
        )
        same += 1
    assert same > 50


def test_our_own_rows_cost_what_litellm_says_where_it_knows_them(litellm):
    known = {row.model: pricemap.key_of(row.model) for row in cost.sheet_rows() if row.kind == "hosted"}
    known = {ours: name for ours, name in known.items() if name}
    assert len(known) >= 5
    for ours, name in known.items():
        for counts in [(10_000, 500, 0, 0), (10_000, 500, 9_000, 0)]:
            mine = cost.cost(ours, *counts[:3], as_of=DAY)
            assert mine == pytest.approx(theirs(litellm, name, counts), rel=0, abs=1e-9), name


def test_the_example_of_the_notes():
    assert cost.cost("openai/gpt-4o-mini", 10_000, 500, cached_tokens=9_000, as_of=DAY) == pytest.approx(0.001125)
    assert cost.cost("gpt-4o-mini", 10_000, 500, as_of=DAY) == pytest.approx(0.0018)


def test_a_model_of_the_map_is_found_with_or_without_its_provider_and_names_its_source():
    for name in ("gpt-5.6", "openai/gpt-5.6"):
        row = cost.price(name, DAY)
        assert "price map" in row.source and pricemap.version() in row.source and row.as_of <= dt.date(2026, 11, 24)
    with pytest.raises(cost.NoPrice):
        cost.price("mistral/gpt-5.6", DAY)


@pytest.mark.parametrize(
    ("model", "phrase"),
    [
        ("openai/gpt-99", "does not know"),
        ("azure/container", "price"),
        ("text-embedding-3-small", "no chat model"),
        ("bedrock/*/1-month-commitment/cohere.command-text-v14", "not paid by the token"),
        ("wandb/zai-org/GLM-4.5", "slip of the map"),
        ("", "name"),
        (None, "name"),
    ],
)
def test_what_has_no_price_is_an_error_and_never_0(model, phrase):
    with pytest.raises(cost.NoPrice, match=phrase):
        cost.cost(model, 100, 100, as_of=DAY)


def test_no_accepted_model_costs_0():
    for name in cost.map_models():
        row = pricemap.find(name)
        assert all(value > 0 for value in prices.rates(row, 10**7)) and prices.dollars(row, 1, 1) > 0, name


def test_a_retired_model_is_an_error_from_its_day_on():
    name, row = next(
        (n, pricemap.find(n)) for n in cost.map_models() if pricemap.find(n).retired == dt.date(2028, 2, 20)
    )
    assert cost.price(name, DAY) == row
    assert cost.price(name, row.retired - dt.timedelta(days=1)) == row
    with pytest.raises(cost.Retired, match=r"2028-02-20"):
        cost.price(name, row.retired)


def test_a_day_before_the_map_was_read_has_no_price():
    with pytest.raises(cost.NoPrice, match="names no earlier day"):
        cost.price("gpt-5.6", "2024-01-01")


def test_batch_without_a_batch_price_is_an_error():
    assert pricemap.find("command-a-03-2025").batch_input is None
    with pytest.raises(cost.NoPrice, match="batch"):
        cost.cost("command-a-03-2025", 10, 10, batch=True, as_of="2026-11-24")


def test_the_what_if_sheets_are_what_they_say_of_the_shipped_one():
    shipped, halved, full = (
        {row.model: row for row in cost.sheet_rows(name) if row.kind == "hosted"}
        for name in ("shipped", "halved", "no-cache-discount")
    )
    assert set(shipped) == set(halved) == set(full) and len(shipped) > 8
    for name, row in shipped.items():
        for tokens in (100, 300_000):
            now = prices.rates(row, tokens)
            assert prices.rates(halved[name], tokens) == pytest.approx([value / 2 for value in now])
            assert prices.rates(full[name], tokens) == pytest.approx([now[0], now[1], now[0], now[0]])
    assert all(cost.assumption(name).startswith("Assumption") for name in ("halved", "no-cache-discount"))
    assert cost.assumption("shipped") == cost.assumption(None) == ""


def test_a_sheet_counts_alone():
    assert cost.cost("openai/gpt-4o-mini", 10**6, 0, sheet="halved", as_of=DAY) == pytest.approx(0.075)
    with pytest.raises(cost.NoPrice, match="halved"):
        cost.price("gpt-5.6", DAY, sheet="halved")


def test_a_bad_sheet_names_its_file_and_row(tmp_path):
    bad = tmp_path / "mine.yaml"
    bad.write_text("rows:\n  - {model: x/y, as_of: 2026-01-01, source: me, input: -1, output: 2}\n", encoding="utf-8")
    with pytest.raises(cost.BadSheet, match=r"row 1 .*input"):
        cost.price("x/y", DAY, sheet=bad)
    bad.write_text("rows:\n  - {model: x/y, as_of: 2026-01-01, source: me, input: 0, output: 0}\n", encoding="utf-8")
    with pytest.raises(cost.NoPrice, match="is 0"):
        cost.price("x/y", DAY, sheet=bad)
    bad.write_text("{", encoding="utf-8")
    with pytest.raises(cost.BadSheet, match="YAML"):
        cost.price("x/y", DAY, sheet=str(bad))
    with pytest.raises(cost.BadSheet, match=r"shipped, halved"):
        cost.price("x/y", DAY, sheet="nowhere")


def test_a_sheet_of_ones_own_may_name_a_last_day(tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(
        "rows:\n  - {model: x/y, as_of: 2026-01-01, source: me, input: 1, output: 2, retired: 2026-06-01}\n",
        encoding="utf-8",
    )
    assert cost.price("x/y", "2026-05-31", sheet=own).input == 1
    with pytest.raises(cost.Retired):
        cost.price("x/y", "2026-06-01", sheet=own)


def test_sheets_lists_what_can_be_named():
    assert list(cost.sheets())[:2] == ["shipped", "halved"] and set(cost.sheets()) == {
        paying.SHIPPED,
        *(path.stem for path in (paths.DATA / "prices").glob("*.yaml")),
    }


def test_a_local_model_costs_0_by_the_token_and_has_a_price_by_the_hour():
    assert cost.cost("local/smollm2-135m", 1000, 100, as_of=DAY) == 0
    assert cost.local_price(0.10, 50_000) == pytest.approx(2.0)
    for bad in ((0, 10), (1, 0), (1, float("nan"))):
        with pytest.raises(ValueError, match="above 0"):
            cost.local_price(*bad)


def test_a_price_needs_no_import_of_litellm():
    code = (
        "import sys; from helpers import cost; cost.price('gpt-5.6', '2026-11-24'); sys.exit('litellm' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=paths.ROOT, timeout=60).returncode == 0


def test_the_learners_own_rows_count_in_the_shipped_sheet_and_win(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_MY", str(tmp_path))
    (tmp_path / "models.yaml").write_text(
        "rows:\n  - {model: openai/gpt-4o-mini, as_of: 2026-11-24, source: my invoice, input: 7, output: 9}\n",
        encoding="utf-8",
    )
    assert cost.price("openai/gpt-4o-mini", DAY, sheet="shipped").source == "my invoice"
    assert cost.price("openai/gpt-4o-mini", DAY).input == 7
    assert cost.price("openai/gpt-4o-mini", DAY, sheet="halved").input == pytest.approx(0.075)
