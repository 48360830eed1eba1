"""Texts that make careless patterns slow: each is a piece that is repeated."""

import base64

PIECES = {
    "digits": "1", "digits apart": "1 ", "zeros apart": "0 ", "card groups": "4111 ", "at signs": "@", "dots": "a.",
    "addresses": "a@a.", "equal signs": "=", "base64": "aGVsbG8", "base64 apart": "aGVsbG8gdGhlcmU= ", "spaces": " ",
    "opening": "[", "nested": "([{<", "mixed scripts": "\u0430a1\u00e9\u6f22\U0001f642\u200b", "capitals": "Ab ",
    "accounts": "NL12 ", "line breaks": "\n", "dashes": "-", "keys": "-----BEGIN ", "passwords": "password is ",
    "greetings": "hi Ab ", "dates": "01.02.2026 ", "plus": "+1", "postcodes": "12345 Ab ", "accents": "e\u0301",
    "placeholders": "[NAME_1]", "orders": "ignore all ", "letters apart": "i g ", "hex": "69", "escapes": "%41",
    "entities": "&#65;", "long base64": base64.b64encode(b"hello there " * 40).decode(),
    "quotes": "'", "many cards": "4111 1111 1111 1111, ", "many accounts": "NL91 ABNA 0417 1643 00 ",
    "many names": "Hi Ana Lopez, ", "many numbers": "0171 5550133, ", "tokens": "eyJaaaaaaaaa.",
}  # fmt: skip
ALWAYS = (
    "digits", "at signs", "dots", "equal signs", "base64", "long base64", "spaces", "nested", "mixed scripts",
)  # fmt: skip


def hostile(name: str, length: int) -> str:
    """The piece of this name, repeated to this length."""
    piece = PIECES[name]
    return (piece * (length // len(piece) + 1))[:length]
