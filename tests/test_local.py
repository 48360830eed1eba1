"""The bundled model: what it refuses, and that no reply depends on its neighbours, its order or who asks."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time

import pytest

from helpers import local
from helpers.local.requests import check_settings

QUESTIONS = [
    "What is the capital of France?",
    "Name three parts of a bicycle.",
    "My bike was stolen last night in front of the station and the lock is still there. What do I do now?",
    "Say hello.",
    "What is 2 + 2?",
    "How do I charge an e-bike battery in winter, and what must I never do with it while it is still very cold?",
    "Write one sentence about rain.",
]


def ask(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}]


# what is refused, before anything is loaded


@pytest.mark.parametrize(
    ("messages", "says"),
    [
        ([], "at least one message"),
        ("hello", "a list of messages"),
        ([{"role": "user", "content": 3}], "content 3"),
        ([{"role": "user"}], "content None"),
        ([{"role": "tool", "content": "x"}], "role 'tool'"),
        (["hello"], "dictionary"),
        ([{"role": "user", "content": [{"type": "text", "text": "x"}]}], "reads text only"),
        ([{"role": "user", "content": "\ud800"}], "half of a character"),
    ],
)
def test_messages_that_cannot_be_used(messages, says):
    for call in (
        lambda: local.generate([messages]),
        lambda: local.stream(messages),
        lambda: local.prompt_text(messages),
    ):
        with pytest.raises(ValueError, match=says):
            call()


def test_the_item_of_a_batch_that_is_wrong_is_named():
    with pytest.raises(ValueError, match=r"Item 1 of the batch: Message 2"):
        local.generate([ask("x"), [*ask("x"), {"role": "robot", "content": "x"}]])


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"temperature": -0.1}, "temperature is -0.1"),
        ({"temperature": float("nan")}, "temperature is nan"),
        ({"temperature": "hot"}, "temperature is 'hot'"),
        ({"temperature": True}, "temperature is True"),
        ({"top_p": 0}, "top_p is 0; it needs a number above 0"),
        ({"top_p": 1.5}, "top_p is 1.5"),
        ({"max_tokens": 0}, "max_tokens is 0"),
        ({"max_tokens": 8192}, "max_tokens is 8192"),
        ({"max_tokens": 2.5}, "max_tokens is 2.5"),
        ({"stop": [""]}, "at least one character"),
        ({"stop": [3]}, "stop is"),
        ({"choices": []}, "one or more texts"),
        ({"choices": ["a", ""]}, "one or more texts"),
        ({"choices": "yes"}, "a list of texts"),
        ({"choices": [1, 2]}, "one or more texts"),
        ({"schema": {}}, "at least one key"),
        ({"schema": "object"}, "as a dictionary"),
        ({"schema": {"type": "banana"}}, "at type, 'banana'"),
        ({"schema": {"type": "object", "properties": {"a": {"type": "string", "pattern": "[("}}}}, "pattern"),
        ({"schema": {"type": "object"}, "choices": ["a"]}, "Both schema and choices"),
        ({"timeout": 0}, "timeout is 0"),
    ],
)
def test_settings_that_cannot_be_used(settings, says):
    with pytest.raises(ValueError, match=says):
        local.generate([ask("x")], **settings)


def test_seeds_must_be_one_each():
    with pytest.raises(ValueError, match="1 seeds were given for 2"):
        local.generate([ask("x"), ask("y")], seeds=[1])
    with pytest.raises(ValueError, match="A seed is -1"):
        local.generate([ask("x")], seeds=[-1])


def test_an_empty_list_gives_an_empty_list():
    assert local.generate([]) == []


def test_a_choice_may_be_longer_than_max_tokens():
    assert check_settings(max_tokens=1, choices=["yes", "of course"]).reply_limit == len("of course") + 1


def test_importing_loads_nothing_heavy():
    code = (
        "import sys; from helpers import local; local.available()\n"
        "heavy = {'openvino', 'openvino_genai', 'gguf', 'numpy', 'litellm', 'torch', 'jsonschema'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


# the model


@pytest.mark.live
def test_it_answers_and_counts():
    assert local.available() == (True, "")
    (reply,) = local.generate([ask(QUESTIONS[0])])
    assert reply.text == "The capital of France is Paris." and reply.finish == "stop"
    assert reply.prompt_tokens == local.count_tokens(local.prompt_text(ask(QUESTIONS[0])))
    assert reply.completion_tokens == local.count_tokens(reply.text) + 1  # the end mark
    assert reply.latency_s > 0
    assert local.context_window == 8192


@pytest.mark.live
def test_the_prompt_is_the_models_own_template():
    messages = [{"role": "system", "content": "Be brief."}, *ask("Hi")]
    assert local.prompt_text(messages) == (
        "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"
    )
    assert "named SmolLM" in local.prompt_text(ask("Hi"))


@pytest.mark.live
def test_greedy_replies_are_the_same_alone_in_a_batch_and_in_any_order():
    together = local.generate([ask(q) for q in QUESTIONS], max_tokens=24)
    backwards = local.generate([ask(q) for q in QUESTIONS[::-1]], max_tokens=24)[::-1]
    alone = [local.generate([ask(q)], max_tokens=24)[0] for q in QUESTIONS]
    assert [r.text for r in together] == [r.text for r in backwards] == [r.text for r in alone]
    assert [r.completion_tokens for r in together] == [r.completion_tokens for r in alone]


@pytest.mark.live
def test_a_beginning_that_was_read_before_changes_no_reply_and_saves_its_reading():
    beginning = "These are the rules of the shop. " + " ".join(
        f"Rule {n}: item {n} costs {3 * n} euros." for n in range(90)
    )
    prompts = [ask(f"{beginning}\n{question}") for question in QUESTIONS[:4]]
    first, *others = (local.generate([prompt], max_tokens=12)[0] for prompt in prompts)
    assert first.prompt_tokens > 1000
    assert max(reply.latency_s for reply in others) < first.latency_s
    alone = [reply.text for reply in (first, *others)]
    assert [reply.text for reply in local.generate(prompts[::-1], max_tokens=12)[::-1]] == alone
    draw = {"temperature": 0.9, "max_tokens": 12, "seeds": [5]}
    local.generate(prompts[1:2], temperature=0.9, max_tokens=12, seeds=[6])
    assert len({local.generate(prompts[:1], **draw)[0].text for _ in range(2)}) == 1


@pytest.mark.live
def test_a_draw_depends_on_its_own_seed_only():
    settings = {"temperature": 0.9, "max_tokens": 20}
    seeds = [7, 8, 9, 2**40 + 7, 11, 12, 13]
    together = local.generate([ask(q) for q in QUESTIONS], seeds=seeds, **settings)
    alone = [local.generate([ask(q)], seeds=[s], **settings)[0].text for q, s in zip(QUESTIONS, seeds, strict=True)]
    assert [r.text for r in together] == alone
    repeats = local.generate([ask(QUESTIONS[6])] * 5, seeds=[13, 1, 2, 13, 3], **settings)
    assert repeats[0].text == repeats[3].text == alone[6]
    assert len({r.text for r in repeats}) == 4
    assert local.generate([ask(QUESTIONS[6])] * 2, **settings)[0].text != "", "without seeds new ones are drawn"


@pytest.mark.live
def test_a_narrow_top_p_is_the_likeliest_token_each_time():
    greedy = local.generate([ask(QUESTIONS[1])], max_tokens=12)[0].text
    narrow = local.generate([ask(QUESTIONS[1])] * 2, max_tokens=12, temperature=1, top_p=1e-6, seeds=[1, 2])
    assert [r.text for r in narrow] == [greedy] * 2


@pytest.mark.live
def test_each_reply_is_handed_over_as_it_comes():
    seen = {}
    replies = local.generate([ask(q) for q in QUESTIONS[:4]], max_tokens=8, on_done=seen.__setitem__)
    assert seen == dict(enumerate(replies))


@pytest.mark.live
def test_what_was_handed_over_stays_when_the_call_is_stopped_and_the_next_call_works():
    kept = []

    def stop_after_two(index, reply):
        kept.append(index)
        if len(kept) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        local.generate([ask(q) for q in QUESTIONS], max_tokens=6, on_done=stop_after_two)
    assert len(kept) == 2
    assert local.generate([ask(QUESTIONS[0])])[0].text == "The capital of France is Paris."


@pytest.mark.live
def test_a_stop_string_ends_the_reply_and_is_left_out():
    (reply,) = local.generate([ask(QUESTIONS[0])], stop=["France"])
    assert reply.text == "The capital of " and reply.finish == "stop"
    (inside,) = local.generate([ask(QUESTIONS[0])], stop="apital o")
    assert inside.text == "The c"


STORY = "Write a short story about a bike in three paragraphs."


@pytest.fixture(scope="module")
def story():
    """A whole greedy reply of two paragraphs or more."""
    (whole,) = local.generate([ask(STORY)], max_tokens=90)
    assert "\n\n" in whole.text and whole.finish == "length"
    return whole.text


@pytest.mark.live
@pytest.mark.parametrize("stop", ["\n\n", "the ", "from within a word"])
def test_a_stop_string_of_several_tokens_ends_the_work_too(story, stop):
    """Also where the model writes it in other tokens than the tokenizer: two line ends one by one, half of a word."""
    from helpers.local import engine

    stop = story[41:52] if stop.startswith("from") else stop
    at = story.find(stop)
    assert at > 0
    before = engine._loaded()
    (reply, other) = local.generate([ask(STORY), ask(QUESTIONS[0])], max_tokens=90, stop=stop)
    assert (reply.text, reply.finish) == (story[:at], "stop")
    assert abs(reply.completion_tokens - local.count_tokens(story[: at + len(stop)])) <= 1
    assert other.text == "The capital of France is Paris.".partition(stop)[0]
    assert engine._engine() is before, "the pipeline need not be loaded again"
    pieces: list = []
    assert "".join(local.stream(ask(STORY), max_tokens=90, stop=stop, on_end=pieces.append)) == story[:at]
    assert pieces[0][1:4] == reply[1:4]


@pytest.mark.live
def test_a_draw_after_one_that_was_stopped_is_the_same_as_alone():
    settings = {"temperature": 0.9, "max_tokens": 24, "stop": "e "}
    seeds = [7, 8, 9, 11]
    together = local.generate([ask(q) for q in QUESTIONS[:4]], seeds=seeds, **settings)
    alone = [local.generate([ask(q)], seeds=[s], **settings)[0] for q, s in zip(QUESTIONS[:4], seeds, strict=True)]
    assert [r[:4] for r in together] == [r[:4] for r in alone]
    free = local.generate([ask(q) for q in QUESTIONS[:4]], seeds=seeds, temperature=0.9, max_tokens=24)
    assert [r.text for r in together] == [r.text.partition("e ")[0] for r in free]
    assert any(r.completion_tokens < f.completion_tokens for r, f in zip(together, free, strict=True))


@pytest.mark.live
def test_max_tokens_cuts_and_says_so():
    (reply,) = local.generate([ask(QUESTIONS[0])], max_tokens=3)
    assert (reply.text, reply.completion_tokens, reply.finish) == ("The capital of", 3, "length")


@pytest.mark.live
@pytest.mark.parametrize("temperature", [0, 2])
def test_a_reply_is_one_of_the_choices_whatever_they_contain(temperature):
    hard = ["a+b (x)", "c.*?[d]|{2}", 'say "no" \\ never', "Grüße €5 😀", "éa ßf", "line\nbreak", "yes", "yes please"]
    for choice in hard:
        assert local.generate([ask("x")], choices=[choice], max_tokens=1)[0].text == choice
    replies = local.generate([ask(q) for q in QUESTIONS[:3]], choices=hard, temperature=temperature, max_tokens=1)
    assert {r.text for r in replies} <= set(hard) and {r.finish for r in replies} == {"stop"}


@pytest.mark.live
def test_a_reply_follows_the_schema():
    schema = {
        "type": "object",
        "properties": {"city": {"type": "string"}, "size": {"enum": ["small", "large"]}},
        "required": ["city", "size"],
    }
    replies = local.generate([ask("Name a city in France."), ask("Name a city in Italy.")], schema=schema)
    for reply in replies:
        assert set(json.loads(reply.text)) == {"city", "size"}


@pytest.mark.live
def test_a_schema_the_model_cannot_follow_is_refused_and_the_next_call_works():
    schema = {"type": "object", "properties": {"a": {"type": "string", "pattern": "(?<=x)y"}}, "required": ["a"]}
    with pytest.raises(ValueError, match="schema cannot be followed"):
        local.generate([ask("x"), ask("y")], schema=schema)
    assert local.generate([ask(QUESTIONS[0])])[0].text == "The capital of France is Paris."


@pytest.mark.live
def test_a_prompt_that_is_too_long_is_refused_with_the_numbers():
    with pytest.raises(local.ContextTooLong, match="at most 8092 fit") as caught:
        local.generate([ask("x"), ask("word " * 9000)], max_tokens=100)
    assert 9000 < caught.value.given < 9100 and caught.value.allowed == 8092


@pytest.mark.live
def test_tokens_are_counted_beyond_the_window():
    sentence = "The battery of the bike is warm and the lock does not open."
    assert local.count_tokens(" ".join([sentence] * 1000)) == 1000 * local.count_tokens(sentence)
    assert local.count_tokens("") == 0
    with pytest.raises(ValueError, match="needs a text"):
        local.count_tokens(None)


@pytest.mark.live
def test_the_pieces_of_a_stream_are_the_whole_reply():
    ended = []
    for settings in ({}, {"temperature": 0.9, "seed": 3}, {"stop": ["France"]}, {"stop": ["nothing like it"]}):
        pieces = list(local.stream(ask(QUESTIONS[0]), max_tokens=24, on_end=ended.append, **settings))
        seeds = [settings.pop("seed")] if "seed" in settings else None
        (whole,) = local.generate([ask(QUESTIONS[0])], max_tokens=24, seeds=seeds, **settings)
        assert "".join(pieces) == whole.text == ended[-1].text
        assert ended[-1][1:4] == whole[1:4]
        if not settings:  # text that could begin a stop string is held back, so only this one comes word by word
            assert len(pieces) > 3


@pytest.mark.live
def test_a_stream_nobody_reads_to_its_end_holds_up_nobody():
    stream = local.stream(ask("Write a long story."), max_tokens=400)
    next(stream)
    started = time.perf_counter()
    stream.close()
    assert local.generate([ask(QUESTIONS[0])])[0].text == "The capital of France is Paris."
    assert time.perf_counter() - started < 20
    with pytest.raises(local.ContextTooLong):
        local.stream(ask("word " * 9000))


@pytest.mark.live
def test_several_threads_get_their_own_replies():
    wanted = [r.text for r in local.generate([ask(q) for q in QUESTIONS[:4]], max_tokens=10)]
    got: dict[int, str] = {}
    threads = [
        threading.Thread(target=lambda i=i: got.update({i: local.generate([ask(QUESTIONS[i])], max_tokens=10)[0].text}))
        for i in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert [got[i] for i in range(4)] == wanted


@pytest.mark.live
def test_a_timeout_is_kept_and_the_next_call_works():
    with pytest.raises(TimeoutError, match=r"not ready after 0\.1 s"):
        local.generate([ask("Write a long story.")], max_tokens=800, timeout=0.1)
    with pytest.raises(TimeoutError):
        list(local.stream(ask("Write a long story."), max_tokens=800, timeout=0.1))
    assert local.generate([ask(QUESTIONS[0])], timeout=60)[0].text == "The capital of France is Paris."
