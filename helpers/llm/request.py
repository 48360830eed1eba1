"""One request to a model, its key, and the row in which a reply is kept (the same in recordings and in the cache)."""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from helpers.llm.errors import secrets

BUNDLED = "local/smollm2-135m"
ROLES = ("system", "user", "assistant")
SETTINGS = ("temperature", "max_tokens", "top_p", "stop", "schema", "choices")


@dataclass(frozen=True)
class Request:
    """What is asked. `key` names it: the same model, messages, settings and repeat always have the same key."""

    model: str
    messages: list[dict]
    settings: dict
    repeat: int
    key: str

    @property
    def seed(self) -> int:
        """Seed for sampling, from the key: every repeat is a draw of its own and can be drawn again."""
        return int(self.key[:8], 16) & 0x7FFFFFFF


def default_model() -> str:
    """`WORKBOOK_MODEL`, or the bundled model."""
    return os.environ.get("WORKBOOK_MODEL", "").strip() or BUNDLED


def canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def key_of(model: str, messages: Sequence[Mapping], settings: Mapping, repeat: int) -> str:
    """First 32 hex digits of the sha256 of the canonical JSON of all four."""
    text = canonical({"model": model, "messages": messages, "settings": settings, "repeat": repeat})
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:32]


def make(
    prompt_or_messages,
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
) -> Request:
    """A checked request. Raises: ValueError that says what was given and what is needed."""
    model = model or default_model()
    if not isinstance(model, str):
        raise ValueError(f"model must be a name such as {BUNDLED!r}, got {model!r}.")
    messages = _messages(prompt_or_messages, system)
    settings = {
        "temperature": _number("temperature", temperature, 0, 2),
        "max_tokens": _whole("max_tokens", max_tokens, 1),
        "top_p": _number("top_p", top_p, 0, 1),
        "stop": _texts("stop", [stop] if isinstance(stop, str) else stop),
        "schema": _schema(schema),
        "choices": None if choices is None else _texts("choices", choices),
    }
    if settings["top_p"] == 0:
        raise ValueError("top_p must be more than 0 and at most 1, got 0.")
    if choices is not None and len(set(settings["choices"])) < max(2, len(settings["choices"])):
        raise ValueError(f"choices needs at least two different texts, got {choices!r}.")
    if schema is not None and choices is not None:
        raise ValueError("Give schema or choices, not both.")
    repeat = _whole("repeat", repeat, 0)
    return Request(model, messages, settings, repeat, key_of(model, messages, settings, repeat))


def _messages(given, system: str | None) -> list[dict]:
    if isinstance(given, str):
        given = [{"role": "user", "content": given}]
    if not isinstance(given, Sequence) or not given:
        raise ValueError(f"A prompt is a text, or a list of messages {{'role': …, 'content': …}}; got {given!r}.")
    messages = []
    if system is not None:
        messages.append({"role": "system", "content": system})
    for message in given:
        if not isinstance(message, Mapping) or set(message) != {"role", "content"} or message["role"] not in ROLES:
            raise ValueError(f"A message has a role ({', '.join(ROLES)}) and a content, got {message!r}.")
        messages.append({"role": message["role"], "content": message["content"]})
    if system is not None and any(message["role"] == "system" for message in messages[1:]):
        raise ValueError("Give the system text either as system=… or as the first message, not both.")
    for message in messages:
        if not isinstance(message["content"], str):
            raise ValueError(f"The content of a message is text, got {type(message['content']).__name__}.")
    if not any(message["content"].strip() for message in messages if message["role"] != "system"):
        raise ValueError("The prompt is empty.")
    return messages


def refuse_secrets(requests: Sequence[Request]) -> None:
    """Raise ValueError when a prompt holds the value of a key in the environment, before it is sent or stored."""
    for value in secrets():
        for request in requests:
            if any(value in message["content"] for message in request.messages) or value in canonical(request.settings):
                name = next(name for name, held in os.environ.items() if held == value)
                raise ValueError(f"The prompt holds the value of {name}. Nothing was sent or stored. Take it out.")


def _number(name: str, value, low: float, high: float) -> float:
    try:
        number = math.nan if isinstance(value, bool | str) else float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not low <= number <= high:
        raise ValueError(f"{name} must be a number from {low} to {high}, got {value!r}.")
    return number


def _whole(name: str, value, low: int) -> int:
    try:
        number = None if isinstance(value, bool | str) or value != int(value) else int(value)
    except (TypeError, ValueError, OverflowError):
        number = None
    if number is None or number < low:
        raise ValueError(f"{name} must be a whole number of {low} or more, got {value!r}.")
    return number


def _texts(name: str, values) -> list[str]:
    if isinstance(values, str) or not isinstance(values, Sequence):
        raise ValueError(f"{name} must be a list of texts, got {values!r}.")
    if not all(isinstance(value, str) and value.strip(" ") for value in values):
        raise ValueError(f"{name} must hold texts that are not empty, got {values!r}.")
    return list(values)


def _schema(schema) -> dict | None:
    if schema is None:
        return None
    if not isinstance(schema, Mapping) or not schema:
        raise ValueError(f"schema must be a JSON schema as a dict, got {schema!r}.")
    try:
        return json.loads(json.dumps(schema, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise ValueError(f"schema must hold only what JSON can hold: {error}.") from None


# rows


def checksum(row: Mapping) -> str:
    """Guards the reply part of a row, which the key does not cover."""
    parts = ("key", "text", "prompt_tokens", "completion_tokens", "cached_tokens", "latency_s", "finish", "recorded_at")
    return hashlib.sha256(canonical([row.get(name) for name in parts]).encode("ascii")).hexdigest()[:16]


def row_of(
    request: Request,
    *,
    text: str,
    prompt_tokens: int,
    completion_tokens: int,
    latency_s: float,
    finish: str,
    recorded_at: str,
    cached_tokens: int = 0,
) -> dict:
    """A reply as it is kept: request, reply, checksum."""
    row = {
        "key": request.key,
        "model": request.model,
        "messages": request.messages,
        "settings": request.settings,
        "repeat": request.repeat,
        "text": text,
        "prompt_tokens": int(prompt_tokens),
        "completion_tokens": int(completion_tokens),
        "cached_tokens": int(cached_tokens),
        "latency_s": round(float(latency_s), 4),
        "finish": finish,
        "recorded_at": recorded_at,
    }
    return row | {"sum": checksum(row)}


def fault_in(row: object) -> str | None:
    """Why a kept row cannot be trusted, or None: its types, its key against its content, its checksum."""
    if not isinstance(row, dict):
        return "it is not an object"
    kinds = {
        "key": str, "model": str, "messages": list, "settings": dict, "repeat": int, "text": str, "prompt_tokens": int,
        "completion_tokens": int, "latency_s": int | float, "finish": str, "recorded_at": str,
    }  # fmt: skip
    for name, kind in kinds.items():
        if not isinstance(row.get(name), kind) or isinstance(row[name], bool):
            return f"{name} is missing or of the wrong kind"
    try:
        if row["key"] != key_of(row["model"], row["messages"], row["settings"], row["repeat"]):
            return "its key is not that of its content"
        if "sum" in row and row["sum"] != checksum(row):
            return "its reply was changed after it was recorded"
    except ValueError:
        return "it holds a number that is none"
    return None
