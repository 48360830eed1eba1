"""The model's own tokenizer: prompts to tokens, tokens to text."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

CUTS_AT = 8192  # the tokenizer drops what comes after so many tokens
END = 2  # <|im_end|>, which ends a reply
ENDS = (END, 0)  # and <|endoftext|>
SPECIAL = 17  # the tokens below are marks, not text
BETWEEN_WORDS = re.compile(r"(?<=[A-Za-z]) (?=[A-Za-z])")


class Reader:
    """The tokenizer of a model folder."""

    def __init__(self, folder: Path):
        import openvino_genai

        self.tokenizer = openvino_genai.Tokenizer(str(folder))

    def prompt(self, messages: list[dict[str, str]]) -> str:
        """Messages in the model's chat template, up to where the reply begins."""
        return self.tokenizer.apply_chat_template(messages, add_generation_prompt=True)

    def encode(self, text: str) -> Any:
        """Token ids, int64 array of shape (n,). Never more than CUTS_AT; `count` tells how many there really are."""
        return self.tokenizer.encode(text, add_special_tokens=False).input_ids.data[0].copy()

    def count(self, text: str) -> int:
        """Number of tokens of a text of any length."""
        tokens = len(self.encode(text)) if text else 0
        if tokens < CUTS_AT:
            return tokens
        cut = BETWEEN_WORDS.search(text, len(text) // 2)  # no token spans such a place, so the parts add up
        at = cut.start() if cut else len(text) // 2
        return self.count(text[:at]) + self.count(text[at:])

    def text(self, ids: Sequence[int], stop: Sequence[str] = ()) -> str:
        """Text of tokens without marks, cut where the first stop string begins."""
        text = self.tokenizer.decode(list(ids)) if len(ids) else ""
        cuts = [at for at in (text.find(item) for item in stop) if at >= 0]
        return text[: min(cuts)] if cuts else text

    @functools.cached_property
    def token_of(self) -> dict[bytes, int]:
        """Token of a piece of text, marks left out."""
        return {piece: token for piece, token in self.tokenizer.get_vocab().items() if token >= SPECIAL}

    def next_of(self, remainders: Sequence[bytes]) -> list[int]:
        """Tokens that can come next so that the reply becomes one of the remainders; END where one is complete."""
        found = {END} if b"" in remainders else set()
        for rest in remainders:
            pieces = (rest[:length] for length in range(1, len(rest) + 1))
            found.update(self.token_of[piece] for piece in pieces if piece in self.token_of)
        return sorted(found)
