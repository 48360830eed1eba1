"""Code written for litellm runs on the bundled model: replies, usage, streams, time-outs, and errors that it knows."""

from __future__ import annotations

import asyncio
import json

import pytest

from helpers import local

pytestmark = pytest.mark.live

FRANCE = {"model": "local/smollm2-135m", "messages": [{"role": "user", "content": "What is the capital of France?"}]}
PARIS = "The capital of France is Paris."


@pytest.fixture(scope="module")
def litellm():
    local.register()
    local.register()
    import litellm

    assert sum(item["provider"] == "local" for item in litellm.custom_provider_map) == 1
    return litellm


def test_a_reply_with_its_usage_and_no_price(litellm):
    reply = litellm.completion(**FRANCE)
    assert reply.choices[0].message.content == PARIS and reply.choices[0].finish_reason == "stop"
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens, reply.usage.total_tokens) == (37, 8, 45)
    assert reply.model == "local/smollm2-135m" and litellm.completion_cost(reply) == 0


def test_async(litellm):
    reply = asyncio.run(litellm.acompletion(**FRANCE, max_tokens=3))
    assert reply.choices[0].message.content == "The capital of" and reply.choices[0].finish_reason == "length"


def joined(chunks) -> tuple[str, object]:
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    return text, [chunk.usage for chunk in chunks if getattr(chunk, "usage", None)]


def test_a_stream_ends_with_its_usage(litellm):
    chunks = list(litellm.completion(**FRANCE, stream=True, stream_options={"include_usage": True}))
    text, usage = joined(chunks)
    assert text == PARIS and len(chunks) > 4
    assert usage[-1].prompt_tokens == 37 and usage[-1].completion_tokens == 8


def test_an_async_stream(litellm):
    async def collect():
        stream = await litellm.acompletion(**FRANCE, stream=True, stream_options={"include_usage": True})
        return [chunk async for chunk in stream]

    text, usage = joined(asyncio.run(collect()))
    assert text == PARIS and usage[-1].completion_tokens == 8


def test_settings_are_passed_on(litellm):
    def say(**settings):
        return litellm.completion(**FRANCE, **settings).choices[0].message.content

    assert say(stop="France") == "The capital of "
    drawn = {"temperature": 1.2, "max_tokens": 12}
    assert say(seed=3, **drawn) == say(seed=3, **drawn) != say(seed=4, **drawn)
    schema = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
    wanted = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
    assert set(json.loads(say(response_format=wanted))) == {"city"}


@pytest.mark.parametrize(
    ("settings", "error", "says"),
    [
        ({"tools": [{"type": "function", "function": {"name": "f"}}]}, "BadRequestError", "offers no tools"),
        ({"timeout": 0.05, "max_tokens": 300}, "Timeout", "not ready after"),
        ({"timeout": 0.05, "max_tokens": 300, "stream": True}, "Timeout", "not ready after"),
        ({"max_tokens": 0}, "BadRequestError", "max_tokens is 0"),
        ({"n": 2}, "BadRequestError", "one reply a call"),
        ({"response_format": {"type": "xml"}}, "BadRequestError", "response_format"),
        ({"model": "local/other"}, "NotFoundError", "no model local/other"),
        ({"messages": [{"role": "user", "content": "x " * 9000}]}, "ContextWindowExceededError", "at most 7936"),
    ],
)
def test_errors_are_those_of_litellm(litellm, settings, error, says):
    with pytest.raises(getattr(litellm, error), match=says):
        reply = litellm.completion(**{**FRANCE, **settings, "num_retries": 0})
        list(reply) if settings.get("stream") else None
