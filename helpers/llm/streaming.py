"""`stream`: a reply piece by piece, as a product shows it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence

from helpers.llm import bundled, kept
from helpers.llm.ask import before_live
from helpers.llm.request import Request, make, row_of


def stream(
    prompt_or_messages: str | Sequence[Mapping],
    *,
    model: str | None = None,
    system: str | None = None,
    temperature: float = 0,
    max_tokens: int = 256,
    top_p: float = 1.0,
    stop: Sequence[str] | str = (),
    repeat: int = 0,
    fresh: bool = False,
    timeout: float | None = 60,
) -> Iterator[str]:
    """Pieces of a reply as the model makes them; joined they are the text that `chat` gives.

    A kept reply comes in one piece. A live one is kept when it was read to its end. The errors of `chat`.
    """
    request = make(
        prompt_or_messages, model=model, system=system, temperature=temperature, max_tokens=max_tokens, top_p=top_p,
        stop=stop, repeat=repeat,
    )  # fmt: skip
    found = {} if kept.live_only(fresh) else kept.find([request])
    if found:
        return iter([found[request.key][0]["text"]])
    before_live([request])
    if request.model.startswith("local/"):
        return _bundled(request, timeout)
    from helpers.llm import hosted

    return _hosted(request, timeout, hosted.check(request.model))


def _bundled(request: Request, timeout: float | None) -> Iterator[str]:
    from helpers import local
    from helpers.store import now

    ended = []
    settings = {name: request.settings[name] for name in ("temperature", "max_tokens", "top_p", "stop")}
    try:
        yield from local.stream(request.messages, seed=request.seed, on_end=ended.append, timeout=timeout, **settings)
    except (ValueError, RuntimeError, TimeoutError) as error:
        raise bundled.named(error) from None
    made = ended[0]
    row = row_of(
        request,
        text=made.text,
        prompt_tokens=made.prompt_tokens,
        completion_tokens=made.completion_tokens,
        latency_s=made.latency_s,
        finish=made.finish,
        recorded_at=now(),
    )
    kept.keep([row])


def _hosted(request: Request, timeout: float | None, access: dict) -> Iterator[str]:
    from helpers.llm import failures, hosted
    from helpers.llm.spending import budget
    from helpers.store import now

    amount = hosted.most_usd(request)
    budget.hold(amount, f"A call to {request.model}")
    spent = amount  # a stream that is left or breaks off may be billed in full
    started, texts, finish, usage = time.perf_counter(), [], "stop", None
    try:
        try:
            options = {"stream": True, "stream_options": {"include_usage": True}}
            for event in hosted.call(request, access, timeout, **options):
                usage = getattr(event, "usage", None) or usage
                if event.choices:
                    finish = event.choices[0].finish_reason or finish
                    if piece := event.choices[0].delta.content:
                        texts.append(piece)
                        yield piece
        except Exception as error:
            failure = failures.explain(error, request.model, timeout)
            if not texts and not failure.may_be_billed:
                spent = 0.0
            raise failure.error from None
        row = hosted.row_from(request, "".join(texts), finish, usage, time.perf_counter() - started, now())
        spent = hosted.usd(row)
    finally:
        budget.settle(amount, spent)
    kept.keep([row])
