"""Asking a model: keys, recordings before cache before live, damage, several processes, replies that do not fit."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time

import pytest

from helpers import llm, paths, prices, recordings, store
from helpers.llm import kept
from helpers.llm.check import check_text
from helpers.llm.errors import without_secrets
from helpers.llm.kept import CacheWarning
from helpers.llm.request import SETTINGS, canonical, fault_in, key_of, make, row_of

WHEN = "2026-11-24T10:00:00+00:00"


@pytest.fixture(autouse=True)
def folders(my_folder, monkeypatch):
    """No recordings, an empty cache, and no switches from outside."""
    shipped = my_folder / "shipped"
    shipped.mkdir()
    monkeypatch.setattr(paths, "RECORDINGS", shipped)
    for name in ("WORKBOOK_MODEL", "WORKBOOK_LIVE", "WORKBOOK_RECORD", "WORKBOOK_RECORDINGS", "WORKBOOK_BUDGET_USD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(kept, "_said", set())
    return shipped


def row(prompt="Hello", text="Hi there.", finish="stop", **options) -> dict:
    return row_of(
        make(prompt, **options), text=text, prompt_tokens=12, completion_tokens=4, latency_s=0.25, finish=finish,
        recorded_at=WHEN,
    )  # fmt: skip


def ship(*rows: dict) -> None:
    recordings.write(rows, paths.RECORDINGS / "a.jsonl", append=True)


def python(code: str, **env: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=paths.ROOT, env=os.environ | env, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


# keys


def test_the_key_is_the_one_of_the_contract():
    import hashlib

    request = make("Hi", system="Be brief.", temperature=0.7, max_tokens=50, stop=["\n"], repeat=2)
    content = {
        "model": "local/smollm2-135m",
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}],
        "settings": {
            "temperature": 0.7, "max_tokens": 50, "top_p": 1.0, "stop": ["\n"], "schema": None, "choices": None,
        },
        "repeat": 2,
    }  # fmt: skip
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    assert request.key == hashlib.sha256(text.encode()).hexdigest()[:32]
    assert tuple(request.settings) == SETTINGS


def test_the_same_request_written_in_another_way_has_the_same_key():
    base = make("Hi", temperature=0).key
    assert make([{"content": "Hi", "role": "user"}], temperature=0.0, top_p=1).key == base
    assert (
        make("Hi", system="S").key == make([{"role": "system", "content": "S"}, {"role": "user", "content": "Hi"}]).key
    )
    assert make("Hi", stop="a").key == make("Hi", stop=("a",)).key
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    assert make("Hi", schema=schema).key == make("Hi", schema=dict(reversed(schema.items()))).key


def test_whatever_changes_the_reply_changes_the_key():
    options = [
        {}, {"system": "S"}, {"temperature": 0.1}, {"max_tokens": 255}, {"top_p": 0.9}, {"stop": ["a"]}, {"repeat": 1},
        {"schema": {"type": "object"}}, {"choices": ["a", "b"]}, {"choices": ["b", "a"]},
        {"model": "openai/gpt-4o-mini"},
    ]  # fmt: skip
    keys = {make("Hi", **option).key for option in options} | {make("Hi ").key}
    assert len(keys) == len(options) + 1
    assert len({make("Hi", repeat=number).seed for number in range(50)}) == 50


@pytest.mark.parametrize(
    ("prompt", "options", "message"),
    [
        ("", {}, "empty"),
        ("   ", {}, "empty"),
        ([], {}, "A prompt is a text"),
        (None, {}, "A prompt is a text"),
        (5, {}, "A prompt is a text"),
        ([{"role": "robot", "content": "x"}], {}, "A message has a role"),
        ([{"role": "user"}], {}, "A message has a role"),
        (["x"], {}, "A message has a role"),
        ([{"role": "user", "content": 5}], {}, "content of a message is text"),
        ([{"role": "system", "content": "a"}, {"role": "user", "content": "b"}], {"system": "c"}, "not both"),
        ("x", {"system": 5}, "content of a message is text"),
        ("x", {"temperature": -0.1}, "temperature must be a number from 0 to 2"),
        ("x", {"temperature": "hot"}, "temperature"),
        ("x", {"temperature": float("nan")}, "temperature"),
        ("x", {"temperature": True}, "temperature"),
        ("x", {"top_p": 0}, "top_p must be more than 0"),
        ("x", {"top_p": 1.1}, "top_p"),
        ("x", {"max_tokens": 0}, "max_tokens must be a whole number of 1 or more"),
        ("x", {"max_tokens": 2.5}, "max_tokens"),
        ("x", {"max_tokens": float("inf")}, "max_tokens"),
        ("x", {"repeat": -1}, "repeat"),
        ("x", {"stop": [5]}, "stop must hold texts"),
        ("x", {"stop": 5}, "stop must be a list"),
        ("x", {"choices": ["a"]}, "at least two"),
        ("x", {"choices": ["a", "a"]}, "at least two"),
        ("x", {"choices": "ab"}, "choices must be a list"),
        ("x", {"schema": []}, "JSON schema as a dict"),
        ("x", {"schema": {"a": {1, 2}}}, "only what JSON can hold"),
        ("x", {"schema": {"type": "object"}, "choices": ["a", "b"]}, "not both"),
        ("x", {"model": 5}, "model must be a name"),
    ],
)
def test_a_wrong_argument_says_what_is_needed(prompt, options, message):
    with pytest.raises(ValueError, match=message):
        llm.chat(prompt, **options)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: llm.chat_many("one text"), "takes a list"),
        (lambda: llm.chat_many(["a"], repeats=0), "repeats must be"),
        (lambda: llm.chat("a", invalid="ignore"), "'raise' or 'keep'"),
        (lambda: llm.chat_many(["a"], invalid="ignore"), "'raise' or 'keep'"),
        (lambda: llm.estimate([]), "at least one"),
    ],
)
def test_wrong_arguments_of_the_batch(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_schema_that_is_none_is_refused_before_anything_is_asked():
    with pytest.raises(ValueError, match="schema itself is not valid at type"):
        llm.chat("x", schema={"type": "banana"})


# recordings, cache


def test_a_recorded_reply_comes_first_and_says_so():
    ship(row(text="from the recording"))
    kept.keep([row(text="from the cache")])
    reply = llm.chat("Hello")
    assert (reply.text, reply.source, reply.recorded_at) == ("from the recording", "recorded", WHEN)
    assert (reply.prompt_tokens, reply.completion_tokens, reply.latency_s, reply.finish) == (12, 4, 0.25, "stop")
    assert (reply.cost_usd, reply.spent_usd, reply.model, reply.problem) == (0.0, 0.0, llm.BUNDLED, None)
    assert reply.key == make("Hello").key and reply.settings["max_tokens"] == 256 and str(reply) == reply.text


def test_then_the_cache():
    kept.keep([row(text="from the cache"), row(text="second draw", repeat=1)])
    assert llm.chat("Hello").source == "cached"
    assert [reply.text for reply in llm.chat_many(["Hello"], repeats=2)] == ["from the cache", "second draw"]


def test_a_reply_reads_well():
    ship(row(text="You have 14 days.", finish="length"))
    shown = repr(llm.chat("Hello"))
    assert shown.startswith("You have 14 days.\n")
    for part in ("recorded 2026-11-24", "local/smollm2-135m", "12 + 4 tokens", "$0", "0.25 s", "finish: length"):
        assert part in shown
    ship(row(text="x" * 5000, repeat=1))
    assert len(repr(llm.chat("Hello", repeat=1))) < 800
    ship(row(model="openai/gpt-4o-mini"), row(model="openai/unheard-of"))
    assert "$0.000004 (not paid again)" in repr(llm.chat("Hello", model="openai/gpt-4o-mini"))
    unknown = llm.chat("Hello", model="openai/unheard-of")
    assert unknown.cost_usd != unknown.cost_usd and "price unknown" in repr(unknown)


def test_order_repeats_and_doubles_in_a_batch():
    ship(*[row(prompt, f"{prompt}{repeat}", repeat=repeat) for prompt in "abc" for repeat in range(3)])
    texts = [reply.text for reply in llm.chat_many(["c", "a", "c"], repeats=2, repeat=1)]
    assert texts == ["c1", "c2", "a1", "a2", "c1", "c2"]
    assert llm.chat_many([]) == []


def test_a_generator_of_prompts_will_do():
    ship(row("a"), row("b"))
    assert len(llm.chat_many(prompt for prompt in "ab")) == 2


def test_achat_works_in_a_running_loop():
    ship(row("a", "A"), row("b", "B"))

    async def both():
        return await asyncio.gather(llm.achat("a"), llm.achat("b", invalid="keep"))

    assert [reply.text for reply in asyncio.run(both())] == ["A", "B"]
    with pytest.raises(ValueError, match="temperature"):
        asyncio.run(llm.achat("a", temperature=9))


def test_a_stream_of_a_kept_reply():
    ship(row("a", "A whole text"))
    assert "".join(llm.stream("a")) == "A whole text"
    with pytest.raises(ValueError, match="max_tokens"):
        llm.stream("a", max_tokens=0)


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        ("not JSON", "not JSON"),
        ("[]", "not an object"),
        (json.dumps(row() | {"text": "never said"}), "changed"),
        (json.dumps(row("Other")), "another key"),
        (json.dumps({**row(), "messages": []}), "not that of its content"),
    ],
)
def test_a_damaged_kept_reply_is_never_used(payload, why, monkeypatch):
    key = make("Hello").key
    store.default().put_calls([{"key": key, "payload": payload}])
    with pytest.warns(CacheWarning, match=rf"damaged.*{why}"):
        assert kept.find([make("Hello")]) == {}


def test_a_database_that_cannot_be_used_stops_nobody(folders, monkeypatch, tmp_path_factory):
    ship(row("recorded"))
    monkeypatch.setenv("WORKBOOK_DB", f"sqlite:///{tmp_path_factory.mktemp('x') / 'no' / 'such' / 'place.sqlite'}")
    assert llm.chat("recorded").source == "recorded"
    with pytest.warns(CacheWarning, match="cannot be read"):
        assert kept.find([make("else")]) == {}
    with pytest.warns(CacheWarning, match="could not be kept"):
        kept.keep([row("else")])


def test_live_only_skips_both_stores(monkeypatch):
    for value, expected in [("1", True), ("true", True), ("YES", True), ("", False), ("0", False), ("no", False)]:
        monkeypatch.setenv("WORKBOOK_LIVE", value)
        assert kept.live_only(False) is expected
    assert kept.live_only(True) is True


def test_two_processes_on_one_cache_lose_nothing(my_folder):
    code = """
import os
from helpers.llm import kept
from helpers.llm.request import make, row_of
for number in range(80):
    for prompt in (f"{os.environ['ME']} {number}", f"shared {number}"):
        kept.keep([row_of(make(prompt), text=prompt, prompt_tokens=1, completion_tokens=1, latency_s=0.1,
                          finish="stop", recorded_at="2026-11-24")])
"""
    workers = [python(code, ME=str(me)) for me in range(2)]
    for worker in workers:
        _, error = worker.communicate(timeout=60)
        assert worker.returncode == 0, error
    prompts = [f"{me} {number}" for me in (0, 1, "shared") for number in range(80)]
    replies = llm.chat_many(prompts)
    assert {reply.source for reply in replies} == {"cached"}
    assert [reply.text for reply in replies] == prompts


def test_whatever_was_used_goes_into_the_recording(monkeypatch, tmp_path):
    ship(row("a", "A"))
    kept.keep([row("b", "B")])
    path = tmp_path / "used.jsonl"
    monkeypatch.setenv("WORKBOOK_RECORD", str(path))
    llm.chat_many(["a", "b"])
    kept.keep([row("c", "C")])
    assert [one["text"] for one in recordings.read(path)] == ["A", "B", "C"]


# replies that do not fit


CITY = {
    "type": "object",
    "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
    "required": ["city"],
    "additionalProperties": False,
}


def settings(**options):
    return make("x", **options).settings


@pytest.mark.parametrize(
    ("text", "expected", "problem"),
    [
        ('{"city": "Utrecht"}', '{"city": "Utrecht"}', None),
        ('```json\n{"city": "Utrecht"}\n```', '{"city": "Utrecht"}', None),
        ('```\n{"city": "Utrecht", "days": 2}\n```\n', '{"city": "Utrecht", "days": 2}', None),
        ('{"city": 7}', '{"city": 7}', "does not fit the schema: city"),
        ('{"days": 1}', '{"days": 1}', "'city' is a required property"),
        ("Utrecht", "Utrecht", "not JSON"),
        ('{"city": "Utr', '{"city": "Utr', "not JSON"),
    ],
)
def test_json_that_fits_or_not(text, expected, problem):
    shown, found = check_text(text, "stop", settings(schema=CITY))
    assert shown == expected
    assert (found is None) if problem is None else problem in found


def test_cut_json_says_that_it_was_cut():
    assert "cut at max_tokens" in check_text('{"city": "Utr', "length", settings(schema=CITY))[1]


@pytest.mark.parametrize(
    ("text", "expected", "fits"),
    [
        ("yes", "yes", True),
        (" Yes. ", "yes", True),
        ('"NO"', "No", True),
        ("**yes**", "yes", True),
        ("yes, because", "yes, because", False),
        ("", "", False),
        ("I cannot say", "I cannot say", False),
    ],
)
def test_a_choice_or_none(text, expected, fits):
    shown, problem = check_text(text, "stop", settings(choices=["yes", "No"]))
    assert shown == expected and (problem is None) == fits


def test_choices_that_differ_only_in_case_are_not_guessed():
    options = settings(choices=["a", "A"])
    assert check_text("A", "stop", options) == ("A", None)
    assert check_text("A.", "stop", options)[1]


def test_a_reply_outside_the_choices_is_an_error_that_holds_it():
    ship(row("x", "Perhaps", choices=["yes", "no"]), row("y", "yes", choices=["yes", "no"]))
    with pytest.raises(llm.BadReply, match=r"none of the choices.*Perhaps") as caught:
        llm.chat("x", choices=["yes", "no"])
    assert caught.value.reply.text == "Perhaps"
    assert llm.chat("x", choices=["yes", "no"], invalid="keep").problem.startswith("it is none")
    with pytest.raises(llm.BadReply, match="1 of 2 replies cannot be used") as caught:
        llm.chat_many(["x", "y"], choices=["yes", "no"])
    assert [reply.problem is None for reply in caught.value.replies] == [False, True]
    assert len(llm.chat_many(["x", "y"], choices=["yes", "no"], invalid="keep")) == 2


def test_json_of_a_reply():
    ship(row("x", '{"city": "Utrecht"}', schema=CITY), row("y", "no JSON"))
    assert llm.chat("x", schema=CITY).json() == {"city": "Utrecht"}
    with pytest.raises(llm.BadReply, match="not JSON"):
        llm.chat("y").json()


# keys and secrets


def test_a_key_in_a_prompt_is_not_sent(monkeypatch):
    monkeypatch.setenv("SOME_API_KEY", "abcd-very-secret-1234")
    for options in ({}, {"fresh": True}):
        with pytest.raises(ValueError, match="value of SOME_API_KEY") as caught:
            llm.chat("please use abcd-very-secret-1234 for it", **options)
        assert "very-secret" not in str(caught.value)
    with pytest.raises(ValueError, match="SOME_API_KEY"):
        llm.chat_many(["good", "please use abcd-very-secret-1234 for it"])


@pytest.mark.parametrize(
    ("text", "gone", "stays"),
    [
        ("key sk-proj-abcdef123456 was wrong", "abcdef", "was wrong"),
        ("Authorization: Bearer abcdef123456", "abcdef", "Bearer"),
        ("at https://ada:geheim99@host/v1?token=geheim99&x=1 failed", "geheim99", "host/v1"),
        ("my value is own-secret-value-77", "own-secret-value-77", "my value is"),
    ],
)
def test_secrets_are_taken_out_of_texts(monkeypatch, text, gone, stays):
    monkeypatch.setenv("MY_SERVICE_TOKEN", "own-secret-value-77")
    shown = without_secrets(text)
    assert gone not in shown and stays in shown
    assert gone not in str(llm.ProviderError(text))


def test_an_ordinary_text_is_left_alone():
    text = "The task-force at https://example.org/a?b answered: is 5 > 3? Bearer of news."
    assert without_secrets(text) == text


# estimates and models


def test_an_estimate_counts_what_is_kept(monkeypatch):
    kept.keep([row("a", model="openai/gpt-4o-mini")])
    made = llm.estimate(["a", "b", "b"], model="openai/gpt-4o-mini", max_tokens=256)
    assert (made.calls, made.live_calls, made.completion_tokens) == (3, 1, 256)
    most = prices.cost("openai/gpt-4o-mini", made.prompt_tokens, 256)
    assert made.cost_usd == pytest.approx(most) and f"{most:.4f}" in str(made)
    assert llm.estimate("a", repeats=4).live_calls == 4 and llm.estimate("a").cost_usd == 0
    with pytest.raises(prices.NoPrice):
        llm.estimate("a", model="openai/unheard-of")


def test_models_say_what_they_need(monkeypatch):
    listed = {one.model: one for one in llm.models()}
    assert listed["openai/gpt-4o-mini"].ready == "needs OPENAI_API_KEY"
    monkeypatch.setenv("OPENAI_API_KEY", "sk-something-secret")
    listed = {one.model: one for one in llm.models()}
    assert listed["openai/gpt-4o-mini"].ready == "yes" and "sk-something" not in str(listed)
    assert listed[llm.BUNDLED].kind == "local"


def test_another_local_name_is_unknown():
    with pytest.raises(llm.UnknownModel, match="bundled one is 'local/smollm2-135m'"):
        llm.chat("x", model="local/gpt-9")


def test_the_default_model_is_the_switch(monkeypatch):
    assert llm.default_model() == llm.BUNDLED
    monkeypatch.setenv("WORKBOOK_MODEL", "openai/gpt-4o-mini")
    ship(row("x", "from another model", model="openai/gpt-4o-mini"))
    assert llm.chat("x").model == "openai/gpt-4o-mini"


def test_a_place_without_the_bundled_model_says_what_to_do(monkeypatch):
    from helpers import local

    monkeypatch.setattr(local, "available", lambda: (False, "OpenVINO has no build for this machine."))
    ship(row("recorded"))
    assert llm.chat("recorded").text == "Hi there."
    with pytest.raises(llm.ProviderError, match=r"cannot run here.*no build"):
        llm.chat("live")


# cost of it all


def test_importing_is_cheap():
    code = """
import sys, time
started = time.process_time()
import helpers.llm
print(time.process_time() - started)
heavy = {"litellm", "openvino_genai", "torch", "sqlalchemy", "pandas", "numpy", "yaml", "jsonschema", "tqdm", "asyncio"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""
    out, error = python(code).communicate(timeout=60)
    assert float(out) < 0.1, error


@pytest.mark.parametrize(
    "module", ["helpers.recordings", "helpers.llm.request", "helpers.store", "helpers.prices", "helpers.record"]
)
def test_modules_can_be_imported_in_any_order(module):
    process = python(f"import {module}")
    _, error = process.communicate(timeout=60)
    assert process.returncode == 0, error


def test_a_thousand_cached_replies_take_less_than_half_a_second():
    prompts = [f"Question {number}: " + "how do I send my bike back " * 10 for number in range(1000)]
    kept.keep([row(prompt) for prompt in prompts])
    llm.chat("Question 0: " + "how do I send my bike back " * 10)
    started = time.process_time()
    assert {reply.source for reply in llm.chat_many(prompts)} == {"cached"}
    assert time.process_time() - started < 0.5
    started = time.process_time()
    for prompt in prompts[:100]:
        llm.chat(prompt)
    assert time.process_time() - started < 0.3


def test_a_row_with_its_parts_is_sound():
    assert fault_in(row()) is None
    assert canonical({"b": 1, "a": "é"}) == '{"a":"\\u00e9","b":1}'
    with pytest.raises(ValueError):
        key_of("m", [], {"temperature": float("nan")}, 0)


# the bundled model itself


@pytest.mark.live
def test_live_then_cached_then_fresh(monkeypatch, tmp_path):
    monkeypatch.setenv("WORKBOOK_RECORD", str(tmp_path / "used.jsonl"))
    first = llm.chat("What is the capital of France?", max_tokens=12)
    assert first.source == "live" and "Paris" in first.text and first.prompt_tokens > 20 and first.latency_s > 0
    again = llm.chat("What is the capital of France?", max_tokens=12)
    assert (again.source, again.text, again.recorded_at) == ("cached", first.text, first.recorded_at)
    fresh = llm.chat("What is the capital of France?", max_tokens=12, fresh=True)
    assert fresh.source == "live" and fresh.text == first.text and fresh.recorded_at > first.recorded_at
    assert llm.chat("What is the capital of France?", max_tokens=12).recorded_at == fresh.recorded_at
    monkeypatch.setenv("WORKBOOK_LIVE", "1")
    assert llm.chat_many(["What is the capital of France?"], max_tokens=12)[0].source == "live"
    assert {one["text"] for one in recordings.read(tmp_path / "used.jsonl")} == {first.text}


@pytest.mark.live
def test_live_repeats_are_draws_that_can_be_drawn_again():
    options = {"temperature": 1.0, "max_tokens": 12, "progress": False}
    drawn = [reply.text for reply in llm.chat_many(["Name an animal."], repeats=4, **options)]
    assert len(set(drawn)) > 1
    again = [reply.text for reply in llm.chat_many(["Name an animal."], repeats=4, fresh=True, **options)]
    assert again == drawn
    assert llm.chat("Name an animal.", temperature=1.0, max_tokens=12, repeat=2).text == drawn[2]


@pytest.mark.live
def test_live_batch_equals_one_by_one():
    prompts = [f"Name a city in {country}." for country in ("France", "Italy", "Poland")]
    batch = [reply.text for reply in llm.chat_many(prompts, max_tokens=12, progress=False)]
    assert [llm.chat(prompt, max_tokens=12, fresh=True).text for prompt in prompts] == batch


@pytest.mark.live
def test_live_choices_schema_stream_and_threads():
    assert llm.chat("Is Paris in France?", choices=["yes", "no"]).text in ("yes", "no")
    assert set(llm.chat("Where is the Eiffel tower?", schema=CITY | {"required": ["city", "days"]}, invalid="keep").row)
    pieces = list(llm.stream("What is the capital of France?", max_tokens=12))
    assert len(pieces) > 1
    kept_reply = llm.chat("What is the capital of France?", max_tokens=12)
    assert kept_reply.source == "cached" and kept_reply.text == "".join(pieces)

    async def several():
        return await asyncio.gather(*(llm.achat(f"Count to {number}.", max_tokens=6) for number in range(5)))

    replies = asyncio.run(several())
    assert all(reply.source == "live" and reply.text for reply in replies)


@pytest.mark.live
def test_live_one_prompt_too_long_does_not_cost_the_others():
    with pytest.raises(llm.ContextTooLong, match="2 of 3 replies are there and kept"):
        llm.chat_many(["One", "word " * 9000, "Two"], max_tokens=4, progress=False)
    assert {reply.source for reply in llm.chat_many(["One", "Two"], max_tokens=4)} == {"cached"}


@pytest.mark.live
def test_live_timeout():
    with pytest.raises(llm.ProviderTimeout, match="longer timeout"):
        llm.chat("Tell me a long story.", max_tokens=400, timeout=0.05)


@pytest.mark.live
def test_live_batch_that_is_killed_is_resumed(my_folder):
    code = """
from helpers import llm
llm.chat_many([f"Tell me about the number {number}." for number in range(12)], max_tokens=30, temperature=0.5)
"""
    process = python(code)
    db = store.default()
    keys = [make(f"Tell me about the number {n}.", max_tokens=30, temperature=0.5).key for n in range(12)]
    end = time.monotonic() + 120
    while len(db.get_calls(keys)) < 3 and time.monotonic() < end:
        time.sleep(0.05)
    process.kill()
    process.communicate(timeout=30)
    done = db.get_calls(keys)
    assert 3 <= len(done) < 12
    replies = llm.chat_many([f"Tell me about the number {n}." for n in range(12)], max_tokens=30, temperature=0.5)
    assert sum(reply.source == "cached" for reply in replies) == len(done)
    assert sum(reply.source == "live" for reply in replies) == 12 - len(done)
