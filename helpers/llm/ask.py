"""`chat`, `chat_many`, `achat`: recordings, then the learner's cache, then the model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache

from helpers.llm import bundled, kept
from helpers.llm.errors import BadReply, BudgetExceeded, MissingKey, ModelError, UnknownModel
from helpers.llm.reply import Reply, reply_from
from helpers.llm.request import Request, make, refuse_secrets


class _Stop(Exception):
    """Ends a batch in which every further call would fail in the same way."""


_STOPS_A_BATCH = (MissingKey, UnknownModel, BudgetExceeded)


def chat(
    prompt_or_messages: str | Sequence[Mapping],
    *,
    model: str | None = None,
    system: str | None = None,
    temperature: float = 0,
    max_tokens: int = 256,
    top_p: float = 1.0,
    stop: Sequence[str] | str = (),
    schema: Mapping | None = None,
    choices: Sequence[str] | None = None,
    repeat: int = 0,
    fresh: bool = False,
    timeout: float | None = 60,
    invalid: str = "raise",
) -> Reply:
    """Ask a model. A reply that was recorded, or that you got before, is read again; else the model answers live.

    model: any litellm name (default: `WORKBOOK_MODEL`, else the bundled model). repeat: which draw of the same request.
    fresh: ask live whatever is kept. timeout: seconds for one live call. invalid: what happens when a reply does not
    fit `schema` or `choices`: `raise` a BadReply that holds the reply, or `keep` it with `Reply.problem` set.
    Raises: ValueError for a wrong argument; MissingKey, UnknownModel, ContextTooLong, ProviderTimeout, ProviderError,
    BudgetExceeded, BadReply; prices.NoPrice for a hosted model that the price file does not know.
    """
    _check_invalid(invalid)
    request = make(
        prompt_or_messages, model=model, system=system, temperature=temperature, max_tokens=max_tokens, top_p=top_p,
        stop=stop, schema=schema, choices=choices, repeat=repeat,
    )  # fmt: skip
    return _finish(*_answer(request, fresh, timeout), invalid)


async def achat(prompt_or_messages: str | Sequence[Mapping], **options) -> Reply:
    """`chat` for use with `await`; takes the same options. Calls side by side do not wait for each other."""
    import asyncio

    invalid, fresh = options.pop("invalid", "raise"), options.pop("fresh", False)
    timeout = options.pop("timeout", 60)
    _check_invalid(invalid)
    request = make(prompt_or_messages, **options)
    if not kept.live_only(fresh) and (found := kept.find([request])):
        return _finish(request, *found[request.key], invalid)
    loop = asyncio.get_running_loop()
    return _finish(*await loop.run_in_executor(_threads(), _live, request, timeout), invalid)


def chat_many(
    prompts: Iterable[str | Sequence[Mapping]],
    *,
    model: str | None = None,
    system: str | None = None,
    temperature: float = 0,
    max_tokens: int = 256,
    top_p: float = 1.0,
    stop: Sequence[str] | str = (),
    schema: Mapping | None = None,
    choices: Sequence[str] | None = None,
    repeat: int = 0,
    repeats: int = 1,
    fresh: bool = False,
    timeout: float | None = 60,
    progress: bool = True,
    concurrency: int = 8,
    invalid: str = "raise",
) -> list[Reply]:
    """Ask many at once. Returns `repeats` replies for each prompt, in order: all of the first prompt, then the next.

    Only what is not kept is asked; what has been answered is kept at once, so a batch that stops half-way is resumed by
    running it again. The bundled model takes prompts in lists; a hosted one has `concurrency` calls under way. Before
    paid calls the estimate is printed, and the batch is refused when it could pass the budget. When calls fail, the
    others are finished and kept before the first error is raised. The same options and errors as `chat`.
    """
    _check_invalid(invalid)
    if isinstance(prompts, str | Mapping):
        raise ValueError("chat_many takes a list of prompts. For one prompt use chat.")
    if not isinstance(repeats, int) or repeats < 1:
        raise ValueError(f"repeats must be a whole number of 1 or more, got {repeats!r}.")
    requests = [
        make(
            prompt, model=model, system=system, temperature=temperature, max_tokens=max_tokens, top_p=top_p, stop=stop,
            schema=schema, choices=choices, repeat=repeat + extra,
        )
        for prompt in prompts
        for extra in range(repeats)
    ]  # fmt: skip
    found = {} if kept.live_only(fresh) or not requests else kept.find(requests)
    missing = list({request.key: request for request in requests if request.key not in found}.values())
    errors: list[Exception] = []
    if missing:
        before_live(missing)
        with _bar(len(missing), progress) as bar, suppress(_Stop):

            def done(outcomes: list) -> None:
                rows = [row for _, row, _ in outcomes if row is not None]
                kept.keep(rows)
                found.update((row["key"], (row, "live")) for row in rows)
                errors.extend(error for _, _, error in outcomes if error is not None)
                bar.update(len(outcomes))
                if any(isinstance(error, _STOPS_A_BATCH) for error in errors):
                    raise _Stop

            if missing[0].model.startswith("local/"):
                bundled.ask_many(missing, timeout, done)
            else:
                from helpers.llm import hosted

                hosted.ask_many(missing, timeout, done, concurrency=concurrency, show=progress)
    if errors:
        raise _with_count(errors, len(requests), sum(request.key in found for request in requests))
    replies = [reply_from(request, *found[request.key]) for request in requests]
    if invalid == "raise" and (bad := [reply for reply in replies if reply.problem]):
        raise BadReply(
            f"{len(bad)} of {len(replies)} replies cannot be used; the first: {bad[0].problem}. All are kept. Take "
            "invalid='keep' to get them with their problem, or a fresh draw with repeat=1.",
            reply=bad[0],
            replies=replies,
        )
    return replies


def _check_invalid(invalid: str) -> None:
    if invalid not in ("raise", "keep"):
        raise ValueError(f"invalid must be 'raise' or 'keep', got {invalid!r}.")


def _finish(request: Request, row: dict, source: str, invalid: str) -> Reply:
    reply = reply_from(request, row, source)
    if reply.problem and invalid == "raise":
        raise BadReply(
            f"The reply of {request.model} cannot be used: {reply.problem}. It said: {reply.text[:300]!r}. It is kept; "
            "take invalid='keep' to get it, another draw with repeat=1, or change the prompt.",
            reply=reply,
        )
    return reply


def _answer(request: Request, fresh: bool, timeout: float | None) -> tuple[Request, dict, str]:
    if not kept.live_only(fresh):
        found = kept.find([request])
        if found:
            return request, *found[request.key]
    return _live(request, timeout)


def _live(request: Request, timeout: float | None) -> tuple[Request, dict, str]:
    before_live([request])
    if request.model.startswith("local/"):
        row = bundled.ask(request, timeout)
    else:
        from helpers.llm import hosted

        row = hosted.ask(request, timeout)
    kept.keep([row])
    return request, row, "live"


def before_live(requests: Sequence[Request]) -> None:
    refuse_secrets(requests)
    request = requests[0]
    if request.settings["schema"] is not None:
        from helpers import jsonschemas

        jsonschemas.check(request.settings["schema"])
    if request.model.startswith("local/"):
        bundled.check(request.model)


def _bar(total: int, progress: bool):
    from tqdm import tqdm

    return tqdm(total=total, desc="Asking the model", unit="reply", leave=False, disable=not progress or total < 2)


def _with_count(errors: list[Exception], total: int, answered: int) -> Exception:
    """The first error; those of this package also say how much of the batch is kept."""
    first = next((error for error in errors if isinstance(error, _STOPS_A_BATCH)), errors[0])
    if not isinstance(first, ModelError):
        return first
    count = f" In this batch {answered} of {total} replies are there and kept; run it again to ask only for the others."
    return type(first)(f"{first}{count}", reply=first.reply)


@lru_cache(maxsize=1)
def _threads():
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(max_workers=64, thread_name_prefix="chat")
