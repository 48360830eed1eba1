"""What of a prompt a provider can read from its cache: the beginning that is the same, token by token."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any


def break_even_calls(write: float, read: float) -> int:
    """Calls from which on writing a prompt to the cache once and reading it afterwards is cheaper than paying in full.

    write, read: price of a cached token as a share of the input price, such as 1.25 and 0.1. The smallest n with
    write + (n - 1) * read < n. Raises: ValueError for negative numbers, or a read price of 1 or more: it never pays.
    """
    for name, value in (("write", write), ("read", read)):
        if isinstance(value, bool) or not isinstance(value, int | float) or not (math.isfinite(value) and value >= 0):
            raise ValueError(f"{name} must be a number of 0 or more, as a share of the input price, got {value!r}.")
    if read >= 1:
        raise ValueError(f"read is {read!r}: a cached token that costs as much as a fresh one never pays.")
    return max(1, math.floor((write - read) / (1 - read) + 1e-9) + 1)


def shared_prefix(a: str, b: str, *, tokens: Callable[[str], Sequence[int]] | None = None) -> int:
    """Tokens with which two prompts begin alike. tokens: text to ids; default: the bundled model's tokenizer."""
    ids = tokens or bundled_ids
    return _alike(ids(a), ids(b))


def cached_calls(
    prompts: Sequence[str],
    *,
    at_least: int = 0,
    block: int = 1,
    tokens: Callable[[str], Sequence[int]] | None = None,
) -> list[int]:
    """For each prompt the tokens that a cache filled by the prompts before it can serve; 0 for the first.

    at_least: shorter beginnings are not cached (1,024 tokens at some providers). block: only whole blocks count.
    Nothing is ever dropped from this cache; a real one forgets after minutes. Raises: ValueError for a limit below its
    least.
    """
    if isinstance(prompts, str) or not all(isinstance(prompt, str) for prompt in prompts):
        raise ValueError("prompts must be a list of texts, one for each call.")
    if at_least < 0 or block < 1:
        raise ValueError(f"at_least must be 0 or more and block 1 or more, got {at_least!r} and {block!r}.")
    ids = tokens or bundled_ids
    before: list[Sequence[int]] = []
    found = []
    for prompt in prompts:
        mine = ids(prompt)
        most = max((_alike(mine, other) for other in before), default=0) // block * block
        found.append(most if most >= max(at_least, 1) else 0)
        before.append(mine)
    return found


def _alike(a: Sequence[int], b: Sequence[int]) -> int:
    for i, (x, y) in enumerate(zip(a, b, strict=False)):
        if x != y:
            return i
    return min(len(a), len(b))


@functools.cache
def _tokenizer() -> Any:
    from helpers.local import files

    ok, reason = files.available()
    if not ok:
        raise files.ModelUnavailable(reason)
    import openvino_genai

    return openvino_genai.Tokenizer(str(files.model_folder()))


@functools.lru_cache(maxsize=512)
def bundled_ids(text: str) -> tuple[int, ...]:
    """Token ids of a text by the bundled model's tokenizer, at most the first 8,192. Raises: ModelUnavailable."""
    return tuple(_tokenizer().encode(text, add_special_tokens=False).input_ids.data[0].tolist()) if text else ()
