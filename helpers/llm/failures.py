"""What an error of a provider means: which error to raise, whether to try again, and after how long."""

from __future__ import annotations

import email.utils
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.llm.errors import (
    BadReply,
    ContextTooLong,
    MissingKey,
    ModelError,
    ProviderError,
    ProviderTimeout,
    UnknownModel,
    without_secrets,
)

FIRST_WAIT_S = 0.5


@dataclass(frozen=True)
class Failure:
    """error: to raise when it is final. may_be_billed: the provider may have worked on the call."""

    error: Exception
    final: bool = True
    retry_after_s: float | None = None
    may_be_billed: bool = False

    def wait_s(self, attempt: int) -> float:
        """Seconds until the next try: what the provider asks for, else doubling with a random part."""
        if self.retry_after_s is not None:
            return self.retry_after_s
        return FIRST_WAIT_S * 2**attempt * random.uniform(0.75, 1.25)


def explain(error: Exception, model: str, timeout: float | None) -> Failure:
    """The named error for what litellm raised. Texts of providers are shown without keys."""
    import litellm

    if isinstance(error, BadReply):
        return Failure(error, final=False, may_be_billed=True)
    if isinstance(error, ModelError):
        return Failure(error)
    said = _said(error)
    if isinstance(error, litellm.Timeout):
        text = f"{model} gave no answer within {timeout} seconds. Ask again, or allow more with timeout=…"
        return Failure(ProviderTimeout(text), may_be_billed=True)
    if isinstance(error, litellm.AuthenticationError | litellm.PermissionDeniedError):
        text = f"The provider of {model} did not accept the key ({said}). Check the key in the environment."
        return Failure(MissingKey(text))
    if isinstance(error, litellm.ContextWindowExceededError):
        text = f"Prompt and answer are too long for {model} ({said}). Shorten the prompt or lower max_tokens."
        return Failure(ContextTooLong(text))
    if isinstance(error, litellm.NotFoundError):
        text = f"The provider has no model {model!r} ({said}). `llm.models()` lists names with a price."
        return Failure(UnknownModel(text))
    if isinstance(error, litellm.RateLimitError):
        after = _retry_after(error)
        wait = f" It asks to wait {after:.0f} s." if after is not None else ""
        text = f"{model} refuses more calls for now ({said}).{wait} Wait, or take a lower concurrency."
        return Failure(ProviderError(text), final=False, retry_after_s=after)
    if isinstance(error, litellm.BadRequestError):
        return Failure(ProviderError(f"{model} refused the request ({said})."))
    if _is_malformed(error):
        text = f"{model} sent an answer that cannot be read ({said}). Check the address of the server, or ask later."
        return Failure(BadReply(text), final=False, may_be_billed=True)
    if isinstance(error, litellm.APIError) or hasattr(error, "status_code") or _lost_connection(error):
        text = f"{model} cannot be reached or fails ({said}). Check the network and the address, or ask later."
        return Failure(ProviderError(text), final=False, retry_after_s=_retry_after(error))
    return Failure(error)


def _said(error: Exception) -> str:
    text = without_secrets(str(error))
    for noise in ("litellm.", f"{type(error).__name__}: ", "BadRequestError: ", "OpenAIException - "):
        text = text.replace(noise, "")
    text = " ".join(text.split())
    return text if len(text) <= 300 else text[:300] + "…"


def _chain(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    for _ in range(8):
        if current is None:
            return
        yield current
        current = current.__cause__ or current.__context__


def _headers(error: BaseException):
    for one in _chain(error):
        for held in (one, getattr(one, "response", None)):
            for name in ("litellm_response_headers", "headers"):
                if found := getattr(held, name, None):
                    return found
    return None


def _retry_after(error: BaseException) -> float | None:
    """Seconds that the header Retry-After asks for; it holds seconds or a date."""
    text = (_headers(error) or {}).get("retry-after")
    if not text:
        return None
    try:
        return max(0.0, float(text))
    except ValueError:
        try:
            return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
        except (TypeError, ValueError):
            return None


def _lost_connection(error: BaseException) -> bool:
    return any(
        isinstance(one, OSError) or "Connect" in type(one).__name__ or "Protocol" in type(one).__name__
        for one in _chain(error)
    )


def _is_malformed(error: BaseException) -> bool:
    """litellm reports an unreadable answer as an error 500 of its own: one without headers and without a lost line."""
    return getattr(error, "status_code", None) == 500 and _headers(error) is None and not _lost_connection(error)
