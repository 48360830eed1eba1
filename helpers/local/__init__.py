"""The bundled model: SmolLM2-135M-Instruct on OpenVINO GenAI, on the CPU, without a network.

`generate` answers a list of conversations, `stream` answers one piece by piece, `register` makes litellm know the model
as `local/smollm2-135m`. Nothing heavy is loaded before the first answer. The model is loaded once per process and kept.
"""

from __future__ import annotations

from helpers.local.engine import count_tokens, generate, prompt_text, stream
from helpers.local.files import ModelUnavailable, available
from helpers.local.provider import register
from helpers.local.requests import CONTEXT_WINDOW as context_window
from helpers.local.requests import MODEL, ContextTooLong, Generation

__all__ = [
    "MODEL",
    "ContextTooLong",
    "Generation",
    "ModelUnavailable",
    "available",
    "context_window",
    "count_tokens",
    "generate",
    "prompt_text",
    "register",
    "stream",
]
