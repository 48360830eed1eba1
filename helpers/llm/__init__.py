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
from helpers.llm.overview import Estimate, ModelRow, estimate, models
from helpers.llm.reply import Reply
from helpers.llm.request import BUNDLED, default_model
from helpers.llm.spending import budget
from helpers.llm.streaming import stream

__all__ = [
    "BUNDLED",
    "BadReply",
    "BudgetExceeded",
    "ContextTooLong",
    "Estimate",
    "MissingKey",
    "ModelError",
    "ModelRow",
    "ProviderError",
    "ProviderTimeout",
    "Reply",
    "UnknownModel",
    "achat",
    "budget",
    "chat",
    "chat_many",
    "default_model",
    "estimate",
    "models",
    "stream",
]
