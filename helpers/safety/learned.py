"""A guard that learned from examples: logistic regression on the embeddings of texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from helpers.safety.folding import needs_text
from helpers.safety.injection import Reason, Verdict, checked_threshold

Embed = Callable[[list[str]], np.ndarray]
_STEPS = 50


def _bundled(texts: list[str]) -> np.ndarray:
    from helpers.embed import embed

    return embed(texts)


class EmbeddingGuard:
    """Flags a text whose embedding lies on the attacks' side of a plane, fitted to labelled examples.

    Make one with `EmbeddingGuard.fit`. It has the interface of `InjectionGuard`; it cannot say which words gave a text
    away, so `spans` is empty. It knows what its examples know.
    """

    name = "embedding guard"

    def __init__(self, weights: np.ndarray, bias: float, embed: Embed | None = None, threshold: float = 0.5) -> None:
        self.weights = np.asarray(weights, dtype=float)
        self.bias = float(bias)
        self.embed = embed or _bundled
        self.threshold = checked_threshold(threshold)

    def __repr__(self) -> str:
        return f"EmbeddingGuard({len(self.weights)} numbers a text, threshold={self.threshold})"

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[bool],
        embed: Embed | None = None,
        threshold: float = 0.5,
        penalty: float = 1.0,
    ) -> EmbeddingGuard:
        """Fit to texts with labels (True: attack). embed: texts -> (n, d) array, default the bundled embedder.

        Logistic regression with a ridge penalty on all weights but the bias, by Newton's method; the same texts give
        the same guard. Both labels weigh the same in all, however many there are of each.
        Raises: ValueError when lengths differ or only one label occurs.
        """
        texts = _texts(texts)
        labels = list(labels)
        if len(texts) != len(labels):
            raise ValueError(f"{len(texts)} texts and {len(labels)} labels: one label for each text is needed.")
        if not all(isinstance(label, bool | np.bool_) for label in labels) or len(set(map(bool, labels))) < 2:
            raise ValueError("labels must be True (attack) or False, and both must occur.")
        if isinstance(penalty, bool) or not isinstance(penalty, int | float) or not penalty > 0:
            raise ValueError(f"penalty must be a number above 0, got {penalty!r:.40}.")
        rows = np.asarray((embed or _bundled)(texts), dtype=float)
        weights = _newton(rows, np.asarray(labels, dtype=float), float(penalty))
        return cls(weights[:-1], weights[-1], embed, threshold)

    def at(self, threshold: float) -> EmbeddingGuard:
        """The same guard with another threshold."""
        return EmbeddingGuard(self.weights, self.bias, self.embed, threshold)

    def scores(self, texts: Sequence[str]) -> np.ndarray:
        """Score of each text, 0 to 1, shape (n,). Not a share of attacks: the mix of examples was balanced."""
        texts = _texts(texts)
        if not texts:
            return np.zeros(0)
        return _sigmoid(np.asarray(self.embed(texts), dtype=float) @ self.weights + self.bias)

    def check(self, text: str) -> Verdict:
        """Score of a text and whether it is flagged. Raises: ValueError for what is no text."""
        score = float(self.scores([needs_text(text)])[0])
        flagged = score >= self.threshold
        reason = Reason("learned", "It reads like the attacks among the examples.")
        return Verdict(flagged, score, (reason,) if flagged else (), ())


def _texts(texts: Sequence[str]) -> list[str]:
    if isinstance(texts, str):
        raise ValueError("texts must be a list of texts, not one text.")
    return [needs_text(text, f"text {number}") for number, text in enumerate(texts, start=1)]


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 0.5 * (1 + np.tanh(x / 2))


def _newton(rows: np.ndarray, labels: np.ndarray, penalty: float) -> np.ndarray:
    x = np.column_stack([rows, np.ones(len(rows))])
    share = labels.mean()
    weight = np.where(labels == 1, 0.5 / share, 0.5 / (1 - share))
    ridge = np.diag(np.append(np.full(rows.shape[1], penalty), 1e-9))
    beta = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = _sigmoid(x @ beta)
        gradient = x.T @ (weight * (labels - p)) - ridge @ beta
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + ridge
        step = np.linalg.solve(hessian, gradient)
        beta += step
        if np.abs(step).max() < 1e-10:
            break
    return beta
