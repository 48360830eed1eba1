"""One way to ask a model: `chat`. Recordings first, then your own cache, then the model itself.

The bundled model needs no key and no network; `WORKBOOK_MODEL` or `model=` switches to any hosted model or Ollama.
"""

from helpers.llm.ask import achat, chat, chat_many
from helpers.llm.errors import (
    BadReply,
    BudgetExceeded,
    ContextTooLong,
    MissingKey,
    ModelError,
    ProviderError,
    ProviderTimeout,
    UnknownModel,
)
from helpers.llm.reply import Reply
from helpers.llm.request import BUNDLED, default_model
from helpers.llm.spending import budget

__all__ = [
    "BUNDLED",
    "BadReply",
    "BudgetExceeded",
    "ContextTooLong",
    "MissingKey",
    "ModelError",
    "ProviderError",
    "ProviderTimeout",
    "Reply",
    "UnknownModel",
    "achat",
    "budget",
    "chat",
    "chat_many",
    "default_model",
]
