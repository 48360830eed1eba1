"""Classic machine learning: the bundled embedder turns a message into numbers, logistic regression learns the team."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from helpers import paths

if TYPE_CHECKING:
    import numpy as np

    from helpers.stats import Estimate

FILE = paths.RECORDINGS / "ticket_vectors.npz"
STRENGTH = 30.0  # C of the regression, chosen among 1, 3, 10 and 30 by cross-validation over customers of dev


def name_of(text: str) -> str:
    """The first 16 hex digits of the sha256 of a text: the key of its recorded vector."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


@functools.cache
def _recorded() -> dict[str, Any]:
    import numpy as np

    if not FILE.is_file():
        return {}
    with np.load(FILE, allow_pickle=False) as held:
        return dict(zip(held["names"].tolist(), held["vectors"].astype("float32"), strict=True))


def vectors(texts: Sequence[str]) -> np.ndarray:
    """One row of 384 numbers for each text, shape (n, 384), each of length 1.

    Messages of the inbox were embedded once and recorded in half precision, so that the figures are the same on every
    machine; any other text is embedded now.
    """
    import numpy as np

    known = _recorded()
    missing = [text for text in dict.fromkeys(texts) if name_of(text) not in known]
    fresh: dict[str, Any] = {}
    if missing:
        from helpers.embed import embed

        fresh = dict(zip(missing, embed(missing), strict=True))
    rows = [known[name_of(text)] if name_of(text) in known else fresh[text] for text in texts]
    found = np.array(rows, dtype="float32").reshape(len(rows), 384)
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


def record(texts: Sequence[str]) -> None:
    """Write the recorded vectors of the inbox. For contributors, after the messages have changed."""
    import numpy as np

    from helpers.embed import embed

    texts = list(dict.fromkeys(texts))
    np.savez_compressed(FILE, names=np.array([name_of(text) for text in texts]), vectors=embed(texts).astype("float16"))
    _recorded.cache_clear()


def fit(rows: np.ndarray, labels: Sequence[str], *, strength: float = STRENGTH) -> Any:
    """A fitted scikit-learn logistic regression. Raises ValueError when the labels name fewer than two intents."""
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    if len(set(labels)) < 2:
        raise ValueError(
            f"{len(labels)} labels name {len(set(labels))} intent; a classifier needs at least two. Take more labels."
        )
    with threadpool_limits(limits=1):  # so small a problem is slower on several threads
        return LogisticRegression(C=strength, max_iter=500, tol=1e-3).fit(rows, list(labels))


def out_of_fold(
    rows: np.ndarray, labels: Sequence[str], customers: Sequence[str], *, folds: int = 5, strength: float = STRENGTH
) -> tuple[list[str], list[float]]:
    """For each row the predicted intent and its probability, by a model that saw none of this customer's messages.

    The customers are dealt to `folds` parts in their order of appearance. Raises: ValueError for fewer customers.
    """
    import numpy as np

    names = list(dict.fromkeys(customers))
    if len(names) < folds:
        raise ValueError(f"{len(names)} customers cannot be dealt to {folds} parts")
    part = np.array([names.index(customer) % folds for customer in customers])
    said, sure = np.empty(len(part), dtype=object), np.empty(len(part))
    for fold in range(folds):
        inside = part == fold
        kept = [label for label, out in zip(labels, inside, strict=True) if not out]
        model = fit(rows[~inside], kept, strength=strength)
        chances = model.predict_proba(rows[inside])
        said[inside], sure[inside] = model.classes_[chances.argmax(axis=1)], chances.max(axis=1)
    return [str(team) for team in said], sure.tolist()


class Point(NamedTuple):
    """One place on the learning curve: the mean over draws with its interval, and where single draws lie.

    right: (messages, draws) of 0 and 1. least, most: the range between the 5th and the 95th percentile of the draws.
    """

    labels: int
    rate: Estimate
    least: float
    most: float
    right: np.ndarray


def learning_curve(
    train: np.ndarray,
    labels: Sequence[str],
    test: np.ndarray,
    truth: Sequence[str],
    sizes: Sequence[int],
    *,
    clusters: Sequence[str],
    draws: int = 12,
    seed: int = 0,
) -> dict[int, Point]:
    """Train on so many labels drawn from `train`, test on all of `test`; several draws of each size.

    The interval holds for the mean over draws: it counts test customers as clusters and adds the spread between draws.
    One team gets one draw; `least` and `most` say how lucky it may be. With all labels there is one draw.
    Raises: ValueError when a size is not between 2 and the number of labels.
    """
    import numpy as np

    from helpers import stats

    labels, truth = np.asarray(labels), np.asarray(truth)
    found = {}
    for size in sizes:
        if isinstance(size, bool) or not 2 <= size <= len(labels):
            raise ValueError(f"train_labels must lie between 2 and {len(labels)}, but got {size!r}")
        times = 1 if size == len(labels) else draws
        right = np.empty((len(truth), times))
        for number in range(times):
            right[:, number] = _one_draw(train, labels, test, truth, size, seed + 1000 * number)
        rate = stats.mean_interval(right if times > 1 else right[:, 0], list(clusters))
        singles = right.mean(axis=0)
        if times > 1:
            wide = rate.se**2 + singles.var(ddof=1) / times
            half = (rate.high - rate.value) * np.sqrt(wide) / rate.se
            rate = rate._replace(se=float(np.sqrt(wide)), low=rate.value - half, high=rate.value + half)
        least, most = np.quantile(singles, [0.05, 0.95])
        found[size] = Point(size, rate, float(least), float(most), right)
    return found


def _one_draw(train, labels, test, truth, size: int, seed: int):
    """0 and 1 for each test message, after training on a draw that names at least two intents."""
    import numpy as np

    rng = np.random.default_rng(seed)
    while True:
        chosen = np.sort(rng.permutation(len(labels))[:size])
        if len(set(labels[chosen])) > 1:
            break
    return (fit(train[chosen], labels[chosen]).predict(test) == truth).astype(float)
