"""Asking a hosted model, or one on Ollama, through litellm: keys, budget, retries, errors that say what to do."""

from __future__ import annotations

import json
import logging
import os
import time
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache

from helpers import prices
from helpers.llm import failures
from helpers.llm.bundled import Done
from helpers.llm.errors import SECRET_NAMES, BadReply, MissingKey, UnknownModel, without_secrets
from helpers.llm.request import Request, row_of
from helpers.llm.spending import budget, limit_usd

RETRIES = 4
LONGEST_WAIT_S = 60.0
_JSON_NOTE = "Answer with JSON only, without a code fence. It must fit this JSON schema: "
_CHOICE_NOTE = "Answer with exactly one of these, and nothing else:\n"


@lru_cache(maxsize=1)
def client():
    """litellm, quiet and with its bundled price map (which is not used for prices here)."""
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    import litellm

    litellm.suppress_debug_info = True
    for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return litellm


def base_url() -> str | None:
    """`WORKBOOK_API_BASE`: the address of a proxy or of your own server, for every hosted model."""
    return os.environ.get("WORKBOOK_API_BASE", "").strip() or None


def check(model: str) -> dict:
    """What to pass to litellm for this model: api_base, api_key. Raises: UnknownModel, MissingKey, prices.NoPrice."""
    litellm = client()
    try:
        _, provider, _, _ = litellm.get_llm_provider(model)
    except litellm.BadRequestError:
        raise UnknownModel(
            f"There is no provider for {model!r}. A name has the provider first: openai/gpt-4o-mini, "
            "anthropic/claude-haiku-4-5, gemini/…, ollama/llama3.2. `llm.models()` lists those with a price."
        ) from None
    prices.price(model)
    access = {"api_base": base_url()} if base_url() else {}
    missing = [name for name in litellm.validate_environment(model)["missing_keys"] if SECRET_NAMES.search(name)]
    own_server = access or (provider == "openai" and (os.getenv("OPENAI_BASE_URL") or os.getenv("OPENAI_API_BASE")))
    if missing and not own_server:
        raise MissingKey(
            f"{model} needs a key. Set {' or '.join(missing)} in the environment before you start JupyterLab "
            "(never in a notebook), or use the bundled model, which needs none."
        )
    if missing and provider == "openai":
        access["api_key"] = "no-key-is-set"  # the client insists on one; a server that wants one will say so
    return access


def ask(request: Request, timeout: float | None) -> dict:
    """One reply, or one of the errors of this package. The budget is held before the call and settled after it."""
    access = check(request.model)
    amount = most_usd(request)
    budget.hold(amount, f"A call to {request.model}")
    spent = 0.0
    try:
        for attempt in range(RETRIES + 1):
            started = time.perf_counter()
            try:
                answer = call(request, access, timeout)
                row = _row(request, answer, time.perf_counter() - started)
                spent += usd(row)
                return row
            except KeyboardInterrupt:
                spent += amount  # it may be billed
                raise
            except Exception as error:
                failure = failures.explain(error, request.model, timeout)
                spent += amount if failure.may_be_billed else 0.0
                wait = failure.wait_s(attempt)
                if failure.final or attempt == RETRIES or wait > LONGEST_WAIT_S:
                    raise failure.error from None
            time.sleep(wait)
    finally:
        budget.settle(amount, spent)
    raise AssertionError("not reached")


def ask_many(requests: Sequence[Request], timeout: float | None, done: Done, *, concurrency: int, show: bool) -> None:
    """Hand over each outcome as soon as it is there, with at most `concurrency` calls under way."""
    from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

    if not isinstance(concurrency, int) or not 1 <= concurrency <= 64:
        raise ValueError(f"concurrency must be a whole number from 1 to 64, got {concurrency!r}.")
    model = requests[0].model
    check(model)
    most = sum(most_usd(request) for request in requests)
    if show and most > 0:
        print(
            f"{len(requests)} calls to {model}: at most ${most:.4f} at the prices of {prices.price(model).as_of}. "
            f"Budget left: ${max(0.0, limit_usd() - budget.spent_usd):.2f} of ${limit_usd():.2f}.",
            flush=True,
        )
    budget.check(most, f"This batch of {len(requests)} calls to {model}")
    pool = ThreadPoolExecutor(max_workers=min(concurrency, len(requests)), thread_name_prefix="hosted")
    running: dict = {}
    try:
        running = {pool.submit(ask, request, timeout): request for request in requests}
        while running:
            ended, _ = wait(running, return_when=FIRST_COMPLETED)
            outcomes = []
            for future in ended:
                request, error = running.pop(future), future.exception()
                outcomes.append((request, None if error else future.result(), error))
            done(outcomes)
    except BaseException:
        # Stopped: calls that are under way are paid for, so their replies are waited for and kept.
        pool.shutdown(wait=True, cancel_futures=True)
        late = [future for future in running if not future.cancelled() and future.exception() is None]
        with suppress(Exception):
            done([(running[future], future.result(), None) for future in late])
        raise
    pool.shutdown()


def most_usd(request: Request) -> float:
    """The most a call can cost: prompt counted high (a token for every three bytes), the answer at `max_tokens`."""
    return prices.cost(request.model, prompt_tokens_at_most(request), request.settings["max_tokens"])


def prompt_tokens_at_most(request: Request) -> int:
    extra = json.dumps([request.settings["schema"], request.settings["choices"]])
    return sum(len(m["content"].encode("utf-8", "replace")) // 3 + 8 for m in request.messages) + len(extra) // 3


def arguments(request: Request, timeout: float | None, *, plain_json: bool = False) -> dict:
    """What litellm is called with. Its own retries and those of the provider's client are off."""
    settings, messages = request.settings, [dict(message) for message in request.messages]
    asked: dict = {
        "model": request.model, "temperature": settings["temperature"], "max_tokens": settings["max_tokens"],
        "timeout": timeout, "num_retries": 0, "max_retries": 0,
    }  # fmt: skip
    if settings["top_p"] != 1.0:
        asked["top_p"] = settings["top_p"]
    if settings["stop"]:
        asked["stop"] = settings["stop"]
    note = None
    if settings["choices"] is not None:
        note = _CHOICE_NOTE + "\n".join(settings["choices"])
    elif settings["schema"] is not None and plain_json:
        note = _JSON_NOTE + json.dumps(settings["schema"], ensure_ascii=False)
    elif settings["schema"] is not None:
        schema = {"name": "reply", "schema": settings["schema"], "strict": _is_closed(settings["schema"])}
        asked["response_format"] = {"type": "json_schema", "json_schema": schema}
    if note and messages[0]["role"] == "system":
        messages[0]["content"] += "\n\n" + note
    elif note:
        messages.insert(0, {"role": "system", "content": note})
    return asked | {"messages": messages}


def call(request: Request, access: Mapping, timeout: float | None, **more):
    litellm = client()
    try:
        return litellm.completion(**arguments(request, timeout), **access, **more)
    except litellm.UnsupportedParamsError as error:
        asked = arguments(request, timeout, plain_json=True)
        asked.pop("response_format", None)
        _warn_once(request.model, without_secrets(str(error)))
        return litellm.completion(**asked, **access, **more, drop_params=True)


@lru_cache(maxsize=64)
def _warn_once(model: str, why: str) -> None:
    warnings.warn(
        f"{model} does not take all settings; it answers with its own defaults for those ({why[:300]}).",
        stacklevel=2,
    )


def _is_closed(schema: object) -> bool:
    """Whether every object in the schema lists all its fields as required and allows no others ("strict" of OpenAI)."""
    if isinstance(schema, list):
        return all(_is_closed(item) for item in schema)
    if not isinstance(schema, dict):
        return True
    if "properties" in schema or schema.get("type") == "object":
        names = set(schema.get("properties", {}))
        if schema.get("additionalProperties") is not False or set(schema.get("required", [])) != names:
            return False
    return all(_is_closed(value) for value in schema.values())


def _row(request: Request, answer, seconds: float) -> dict:
    from helpers.store import now

    choice = answer.choices[0]
    finish = str(choice.finish_reason or "stop")
    text = choice.message.content
    if text is None and finish not in ("length", "content_filter"):
        raise BadReply(f"{request.model} sent no text (finish: {finish}). Ask again, or change the prompt.")
    usage = getattr(answer, "usage", None)
    return row_from(request, text or "", finish, usage, seconds, now())


def row_from(request: Request, text: str, finish: str, usage, seconds: float, when: str) -> dict:
    """The row of a hosted reply. Tokens as the provider counts them; without its count an estimate, with a warning."""
    sent, got = (int(getattr(usage, name, 0) or 0) for name in ("prompt_tokens", "completion_tokens"))
    cached = int(getattr(getattr(usage, "prompt_tokens_details", None), "cached_tokens", 0) or 0)
    if not sent:
        _no_usage(request.model)
        sent, got = prompt_tokens_at_most(request), len(text.encode("utf-8", "replace")) // 3 + 1
    return row_of(
        request,
        text=without_secrets(text),
        prompt_tokens=sent,
        completion_tokens=got,
        cached_tokens=min(cached, sent),
        latency_s=seconds,
        finish=finish,
        recorded_at=when,
    )


@lru_cache(maxsize=64)
def _no_usage(model: str) -> None:
    warnings.warn(f"{model} did not say how many tokens it used. Tokens and cost are estimates.", stacklevel=2)


def usd(row: Mapping) -> float:
    return prices.cost(row["model"], row["prompt_tokens"], row["completion_tokens"], row["cached_tokens"])
