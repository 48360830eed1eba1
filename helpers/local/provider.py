"""The bundled model as a litellm provider, so that code written for any litellm model also runs on this one."""

from __future__ import annotations

import asyncio
import functools
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

from helpers.local import engine
from helpers.local.files import ModelUnavailable
from helpers.local.requests import CONTEXT_WINDOW, MODEL, ContextTooLong, Generation

PROVIDER, NAME = MODEL.split("/", 1)
NOT_OFFERED = ("tools", "tool_choice", "functions", "function_call", "logit_bias", "logprobs", "top_logprobs")


def register() -> None:
    """Make litellm know the bundled model as `local/smollm2-135m`. May be called again at no cost.

    Covers `completion` and `acompletion`, each also with `stream=True`; usage is counted by the model's own tokenizer
    (when streaming: pass `stream_options={"include_usage": True}`), the price is 0. `response_format` is followed,
    `seed`, `stop`, `top_p` and `timeout` are honoured. Tools are refused, since the model was not trained to use them.
    Imports litellm, which takes seconds; `helpers.llm.chat` does not need it for this model.
    """
    import litellm

    if any(item.get("provider") == PROVIDER for item in litellm.custom_provider_map):
        return
    litellm.suppress_debug_info = True  # else it prints a list of providers while it looks up a name it does not know
    litellm.custom_provider_map.append({"provider": PROVIDER, "custom_handler": _handler()})
    free = ("input_cost_per_token", "output_cost_per_token")
    cache = ("cache_read_input_token_cost", "cache_creation_input_token_cost")
    litellm.register_model(
        {
            MODEL: {
                "litellm_provider": PROVIDER,
                "mode": "chat",
                "max_input_tokens": CONTEXT_WINDOW - 1,
                "max_output_tokens": CONTEXT_WINDOW - 1,
                "max_tokens": CONTEXT_WINDOW - 1,
                "supports_response_schema": True,
                "supports_function_calling": False,
                **dict.fromkeys(free + cache, 0.0),
            }
        }
    )


def _arguments(params: dict[str, Any], timeout: Any) -> dict[str, Any]:
    """Settings of `generate` from the parameters of litellm. Raises: ValueError for what the model cannot do."""
    params = {name: value for name, value in params.items() if value is not None}
    refused = [name for name in NOT_OFFERED if params.get(name)]
    if refused:
        raise ValueError(f"{MODEL} offers no {', '.join(refused)}. Leave that out, or use another model.")
    if params.get("n", 1) != 1:
        raise ValueError(f"n is {params['n']!r}; {MODEL} gives one reply a call. Call it again with another seed.")
    seconds = getattr(timeout, "read", timeout)  # an httpx.Timeout holds several
    return {
        "temperature": params.get("temperature", 0),
        "top_p": params.get("top_p", 1.0),
        "max_tokens": params.get("max_completion_tokens", params.get("max_tokens", 256)),
        "stop": params.get("stop", ()),
        "schema": _schema(params.get("response_format")),
        "choices": params.get("choices"),
        "timeout": float(seconds) if seconds else None,
    }


def _schema(response_format: Any) -> dict | None:
    if isinstance(response_format, type) and hasattr(response_format, "model_json_schema"):
        return response_format.model_json_schema()
    kind = response_format.get("type") if isinstance(response_format, dict) else response_format
    if kind in (None, "text"):
        return None
    if kind == "json_object":
        return {"type": "object"}
    if kind == "json_schema":
        schema = response_format.get("json_schema", {}).get("schema")
        if isinstance(schema, dict):
            return schema
    raise ValueError(
        f"response_format is {response_format!r}; it needs {{'type': 'json_schema', 'json_schema': {{'schema': …}}}}, "
        "{'type': 'json_object'} or {'type': 'text'}."
    )


def _usage(made: Generation) -> dict[str, int]:
    return {
        "prompt_tokens": made.prompt_tokens,
        "completion_tokens": made.completion_tokens,
        "total_tokens": made.prompt_tokens + made.completion_tokens,
    }


def _chunk(text: str, made: Generation | None = None) -> dict[str, Any]:
    return {
        "text": text,
        "is_finished": made is not None,
        "finish_reason": made.finish if made else "",
        "usage": _usage(made) if made else None,
        "index": 0,
        "tool_use": None,
    }


@functools.cache
def _handler() -> Any:
    import litellm

    class Handler(litellm.CustomLLM):
        """What litellm calls. It passes keyword arguments only."""

        def completion(self, *, model, messages, model_response, optional_params, timeout=None, **_):
            with _litellm_errors(model):
                seed = optional_params.get("seed")
                settings = _arguments(optional_params, timeout)
                (made,) = engine.generate([messages], seeds=None if seed is None else [seed], **settings)
            model_response.created, model_response.model = int(time.time()), MODEL
            model_response.choices = [
                litellm.Choices(
                    index=0, finish_reason=made.finish, message=litellm.Message(role="assistant", content=made.text)
                )
            ]
            model_response.usage = litellm.Usage(**_usage(made))
            return model_response

        async def acompletion(self, **given):
            return await asyncio.to_thread(self.completion, **given)

        def streaming(self, *, model, messages, optional_params, timeout=None, **_) -> Iterator[dict[str, Any]]:
            ended: list[Generation] = []
            with _litellm_errors(model):
                settings = _arguments(optional_params, timeout)
                for piece in engine.stream(messages, seed=optional_params.get("seed"), on_end=ended.append, **settings):
                    yield _chunk(piece)
            yield _chunk("", ended[0])

        async def astreaming(self, **given) -> AsyncIterator[dict[str, Any]]:
            chunks = self.streaming(**given)
            while (chunk := await asyncio.to_thread(next, chunks, None)) is not None:
                yield chunk

    return Handler()


class _litellm_errors:
    """Turn the named errors of the bundled model into those of litellm, which callers of litellm know."""

    def __init__(self, model: str):
        if model != NAME:
            import litellm

            message = f"There is no model {PROVIDER}/{model}; the bundled one is {MODEL}."
            raise litellm.NotFoundError(message=message, model=model, llm_provider=PROVIDER)

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type | None, error: BaseException | None, trace: Any) -> None:
        import litellm

        about = {"message": str(error), "model": MODEL, "llm_provider": PROVIDER}
        if isinstance(error, ContextTooLong):
            raise litellm.ContextWindowExceededError(**about) from error
        if isinstance(error, TimeoutError):
            raise litellm.Timeout(**about) from error
        if isinstance(error, ValueError):
            raise litellm.BadRequestError(**about) from error
        if isinstance(error, ModelUnavailable):
            raise litellm.ServiceUnavailableError(**about) from error
