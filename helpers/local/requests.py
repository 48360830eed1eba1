"""What may be asked of the bundled model, and what comes back. All of it is checked before the model is loaded."""

from __future__ import annotations

import json
import math
import secrets
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

MODEL = "local/smollm2-135m"
CONTEXT_WINDOW = 8192  # tokens, prompt and reply together; `llama.context_length` in the model file
ROLES = ("system", "user", "assistant")


class ContextTooLong(ValueError):
    """Prompt and reply do not fit into the context window. `given` and `allowed` count the tokens of the prompt."""

    def __init__(self, given: int, allowed: int, max_tokens: int):
        self.given, self.allowed = given, allowed
        super().__init__(
            f"The prompt has {given} tokens; at most {allowed} fit, because the context window of {MODEL} holds "
            f"{CONTEXT_WINDOW} and max_tokens={max_tokens} of them are kept for the reply. "
            "Shorten the prompt or lower max_tokens."
        )

    def __reduce__(self):
        return type(self), (self.given, self.allowed, CONTEXT_WINDOW - self.allowed)


class Generation(NamedTuple):
    """One reply of the bundled model.

    text: the reply, without the end mark and without the stop string that ended it.
    prompt_tokens, completion_tokens: counted by the model's own tokenizer; the end mark is counted.
    finish: "stop" (the model ended, or a stop string was met) or "length" (max_tokens was reached).
    latency_s: seconds from the moment the model started on this prompt to its last token. In a batch several replies
    share the processor, so each one takes longer than it would alone, though all of them together take less. Time spent
    waiting for a free place, or for another caller, is not counted.
    """

    text: str
    prompt_tokens: int
    completion_tokens: int
    finish: str
    latency_s: float


class Settings(NamedTuple):
    """Checked settings of one call."""

    temperature: float
    top_p: float
    max_tokens: int
    stop: tuple[str, ...]
    schema: str | None
    choices: tuple[str, ...] | None
    timeout: float | None

    @property
    def reply_limit(self) -> int:
        """Most tokens the reply may have: max_tokens, or more where a choice is longer, since it is given whole."""
        longest = max((len(choice.encode()) + 1 for choice in self.choices or ()), default=0)
        return max(self.max_tokens, longest)


def _number(name: str, value: Any, low: float, high: float, *, open_low: bool = False) -> float:
    wanted = f"a number {'above' if open_low else 'from'} {low:g} {'up ' if open_low else ''}to {high:g}"
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError(f"{name} is {value!r}; it needs {wanted}.")
    if not low <= value <= high or (open_low and value == low):
        raise ValueError(f"{name} is {value!r}; it needs {wanted}.")
    return float(value)


def check_settings(
    *,
    temperature: float = 0,
    top_p: float = 1.0,
    max_tokens: int = 256,
    stop: str | Iterable[str] | None = (),
    schema: dict | None = None,
    choices: Sequence[str] | None = None,
    timeout: float | None = None,
) -> Settings:
    """Check the settings of a call. Raises: ValueError that names the setting, what was given and what is needed."""
    temperature = _number("temperature", temperature, 0, 5)
    top_p = _number("top_p", top_p, 0, 1, open_low=True)
    if isinstance(max_tokens, bool) or not isinstance(max_tokens, int) or not 1 <= max_tokens < CONTEXT_WINDOW:
        raise ValueError(f"max_tokens is {max_tokens!r}; it needs a whole number from 1 to {CONTEXT_WINDOW - 1}.")
    stop = (stop,) if isinstance(stop, str) else tuple(stop or ())
    if not all(isinstance(item, str) and item for item in stop):
        raise ValueError(f"stop is {stop!r}; it needs texts of at least one character.")
    if timeout is not None:
        timeout = _number("timeout", timeout, 0, 1e9, open_low=True)
    if schema is not None and choices is not None:
        raise ValueError("Both schema and choices were given; a reply can follow one of them only.")
    return Settings(temperature, top_p, max_tokens, stop, _check_schema(schema), _check_choices(choices), timeout)


def _check_schema(schema: dict | None) -> str | None:
    if schema is None:
        return None
    if not isinstance(schema, dict) or not schema:
        raise ValueError(f"schema is {schema!r}; it needs a JSON schema as a dictionary with at least one key.")
    from jsonschema import Draft202012Validator, SchemaError

    try:
        Draft202012Validator.check_schema(schema)
        return json.dumps(schema, ensure_ascii=False)
    except SchemaError as error:
        where = "/".join(str(part) for part in error.absolute_path) or "the top"
        raise ValueError(f"schema is not a valid JSON schema: at {where}, {error.message}") from error
    except TypeError as error:
        raise ValueError(f"schema cannot be written as JSON: {error}") from error


def _check_choices(choices: Sequence[str] | None) -> tuple[str, ...] | None:
    if choices is None:
        return None
    if isinstance(choices, str) or not isinstance(choices, Iterable):
        raise ValueError(f"choices is {choices!r}; it needs a list of texts.")
    choices = tuple(choices)
    if not choices or not all(isinstance(choice, str) and choice for choice in choices):
        raise ValueError(f"choices is {list(choices)!r}; it needs a list of one or more texts, none of them empty.")
    return tuple(dict.fromkeys(choices))


def check_messages(messages: Any) -> list[dict[str, str]]:
    """Check one conversation. Raises: ValueError that says which message is wrong and what is needed."""
    wanted = "a list of messages, each {'role': 'system' | 'user' | 'assistant', 'content': text}"
    if not isinstance(messages, (list, tuple)) or not messages:
        raise ValueError(f"messages is {messages!r}; it needs {wanted}, with at least one message.")
    checked = []
    for number, message in enumerate(messages, start=1):
        if not isinstance(message, dict):
            raise ValueError(f"Message {number} is {message!r}; it needs a dictionary with role and content.")
        role, content = message.get("role"), message.get("content")
        if role not in ROLES:
            raise ValueError(f"Message {number} has the role {role!r}; {MODEL} knows {', '.join(ROLES)}.")
        if not isinstance(content, str):
            raise ValueError(f"Message {number} has the content {content!r}; {MODEL} reads text only.")
        try:
            content.encode()
        except UnicodeEncodeError as error:
            raise ValueError(f"Message {number} holds half of a character at position {error.start}.") from error
        checked.append({"role": role, "content": content})
    return checked


def check_batch(batch: Any) -> list[list[dict[str, str]]]:
    """Check a list of conversations. Raises: ValueError that says which item is wrong."""
    if not isinstance(batch, (list, tuple)):
        raise ValueError(f"batch is {batch!r}; it needs a list of conversations, each a list of messages.")
    checked = []
    for index, messages in enumerate(batch):
        try:
            checked.append(check_messages(messages))
        except ValueError as error:
            raise ValueError(f"Item {index} of the batch: {error}") from None
    return checked


def check_seeds(seeds: Sequence[int] | None, n: int) -> list[int]:
    """One seed per reply, below 2**32. None draws new ones. Raises: ValueError when number or kind do not fit."""
    if seeds is None:
        return [secrets.randbits(32) for _ in range(n)]
    seeds = list(seeds)
    if len(seeds) != n:
        raise ValueError(f"{len(seeds)} seeds were given for {n} conversations; it needs one each.")
    for seed in seeds:
        if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
            raise ValueError(f"A seed is {seed!r}; it needs a whole number, 0 or more.")
    return [seed % 2**32 for seed in seeds]
