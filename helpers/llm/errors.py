"""What can go wrong when a model is asked. Every text says what to do, and never holds a key."""

from __future__ import annotations

import os
import re

SECRET_NAMES = re.compile(r"(_API_KEY|_KEY|_TOKEN|_SECRET|PASSWORD|_CREDENTIALS)$", re.IGNORECASE)
_LOOKS_LIKE_KEY = re.compile(
    r"\b(sk-[\w*-]{6,}|AIza[\w-]{10,}|gsk_\w{10,}|hf_\w{10,}|xai-[\w-]{10,}|pplx-[\w-]{10,})|(?<=Bearer )[^\s'\",}]{6,}"
)
_URL_SECRET = re.compile(r"(?<=://)[^\s/@'\"]+@|(?<=[?&])[^\s?&='\"]+=[^\s&'\"]+")
HIDDEN = "[removed]"


class ModelError(RuntimeError):
    """A model could not be asked, or its answer cannot be used. `reply` holds the answer when there is one."""

    def __init__(self, message: str, *, reply=None, replies=None):
        super().__init__(without_secrets(message))
        self.reply = reply
        self.replies = replies


class MissingKey(ModelError):
    """No key in the environment, or the provider does not accept it."""


class UnknownModel(ModelError):
    """No provider, or no such model there."""


class ContextTooLong(ModelError):
    """Prompt and answer do not fit the context window."""


class ProviderTimeout(ModelError):
    """No answer within `timeout` seconds."""


class ProviderError(ModelError):
    """The provider cannot be reached, refuses, or fails again and again."""


class BudgetExceeded(ModelError):
    """The next paid call could pass WORKBOOK_BUDGET_USD. It was not made."""


class BadReply(ModelError):
    """An answer came, and it is not what was asked for: not JSON, outside the schema, none of the choices."""


def secrets() -> list[str]:
    """Values of environment variables that are named like keys, longest first."""
    values = {value for name, value in os.environ.items() if SECRET_NAMES.search(name) and len(value) >= 8}
    return sorted(values, key=len, reverse=True)


def without_secrets(text: str) -> str:
    """The text without keys of the environment, things that look like keys, and the secret parts of addresses."""
    for value in secrets():
        text = text.replace(value, HIDDEN)
    return _URL_SECRET.sub(HIDDEN + "@", _LOOKS_LIKE_KEY.sub(HIDDEN, text))
