"""Every interval holds its level, and the ones known to be bad do not. Counted exactly or simulated."""

import warnings

import numpy as np
import pytest

from helpers import stats

pytestmark = pytest.mark.slow


def share_within(low, high, truth):
    """Coverage, and the Monte-Carlo error (3 standard errors at 95 %) that it may be off by."""
    low, high = np.asarray(low), np.asarray(high)
    return float(((low <= truth) & (truth <= high)).mean()), 3 * np.sqrt(0.95 * 0.05 / low.size)


def exact_coverage(method, n, p):
    """Coverage at the true shares p, by summing over all outcomes 0..n."""
    from scipy.stats import binom

    k = np.arange(n + 1)
    found = method(k, n)
    weight = binom.pmf(k[:, None], n, p)
    inside = (found.low[:, None] <= p) & (p <= found.high[:, None])
    return (weight * inside).sum(axis=0)


@pytest.mark.parametrize("n", [10, 20, 50, 200])
def test_shares(n):
    p = np.linspace(0.02, 0.98, 193)
    wilson, exact, wald = (exact_coverage(f, n, p) for f in (stats.wilson, stats.clopper_pearson, stats.wald))
    assert wilson.mean() == pytest.approx(0.95, abs=0.01) and wilson.min() > 0.83
    assert exact.min() >= 0.95
    assert wald.mean() < wilson.mean() - 0.005
    if n <= 20:
        assert wald.mean() < 0.90 and wald.min() < 0.40


def test_one_sided_bounds():
    from scipy.stats import binom

    p = np.linspace(0.01, 0.99, 99)
    k = np.arange(61)
    upper = stats.clopper_pearson(k, 60, side="upper").high
    assert (binom.pmf(k[:, None], 60, p) * (p <= upper[:, None])).sum(axis=0).min() >= 0.95


def test_difference_of_two_independent_shares():
    rng = np.random.default_rng(0)
    for n_a, n_b, p_a, p_b in [(30, 40, 0.8, 0.9), (200, 200, 0.12, 0.15), (15, 15, 0.5, 0.5)]:
        k_a, k_b = rng.binomial(n_a, p_a, 20_000), rng.binomial(n_b, p_b, 20_000)
        found = stats.two_proportions(k_a, n_a, k_b, n_b)
        inside, _ = share_within(found.low, found.high, p_b - p_a)
        assert 0.94 < inside < 0.975


def test_means_with_few_scores_and_many():
    rng = np.random.default_rng(1)
    for n in (8, 30, 150):
        found = [stats.mean_interval(rng.normal(2, 1, n)) for _ in range(2500)]
        inside, error = share_within([f.low for f in found], [f.high for f in found], 2)
        assert inside == pytest.approx(0.95, abs=error)


def test_clusters_and_the_naive_interval():
    rng = np.random.default_rng(2)
    groups = np.repeat(np.arange(20), 6)
    clustered, naive = [], []
    for _ in range(2000):
        s = (rng.random(120) < rng.beta(3, 2, 20)[groups]).astype(float)
        clustered.append(stats.mean_interval(s, groups))
        naive.append(stats.mean_interval(s))
    inside, error = share_within([f.low for f in clustered], [f.high for f in clustered], 0.6)
    assert inside == pytest.approx(0.95, abs=error + 0.005)
    assert share_within([f.low for f in naive], [f.high for f in naive], 0.6)[0] < 0.89


def test_repeats_taken_for_new_questions():
    rng = np.random.default_rng(3)
    right, wrong = [], []
    for _ in range(2000):
        table = rng.random((60, 5)) < rng.beta(2, 1, 60)[:, None]
        right.append(stats.mean_interval(table))
        wrong.append(stats.mean_interval(table.ravel()))
    inside, error = share_within([f.low for f in right], [f.high for f in right], 2 / 3)
    assert inside == pytest.approx(0.95, abs=error + 0.005)
    assert share_within([f.low for f in wrong], [f.high for f in wrong], 2 / 3)[0] < 0.89


@pytest.mark.parametrize("cells", [(0.65, 0.06, 0.14, 0.15), (0.9, 0.02, 0.05, 0.03)])
@pytest.mark.parametrize("n", [40, 200])
def test_paired(cells, n):
    rng = np.random.default_rng(4)
    counts = rng.multinomial(n, cells, 3000)
    truth = cells[2] - cells[1]
    found = stats.newcombe_paired(*counts.T)
    inside, error = share_within(found.low, found.high, truth)
    assert 0.95 - error < inside < 0.997  # careful when differences are rare
    a = np.array([1, 1, 0, 0])
    b = np.array([1, 0, 1, 0])
    paired = [stats.paired_difference(np.repeat(a, c), np.repeat(b, c)) for c in counts[:1500]]
    unpaired = [stats.unpaired_difference(np.repeat(a, c), np.repeat(b, c)) for c in counts[:1500]]
    inside, error = share_within([f.low for f in paired], [f.high for f in paired], truth)
    if n * (cells[1] + cells[2]) < 5:
        assert inside < 0.90 and np.mean(["newcombe_paired" in f.note for f in paired]) > 0.85
    else:
        assert 0.95 - error - 0.015 < inside < 0.98
    assert share_within([f.low for f in unpaired], [f.high for f in unpaired], truth)[0] > inside + 0.01


def test_paired_with_clusters():
    rng = np.random.default_rng(5)
    groups = np.repeat(np.arange(25), 4)
    found, naive = [], []
    for _ in range(1500):
        effect = rng.normal(0.1, 0.4, 25)[groups]
        a, b = rng.normal(size=100), rng.normal(size=100)
        found.append(stats.paired_difference(a, a + effect + 0.3 * b, groups))
        naive.append(stats.paired_difference(a, a + effect + 0.3 * b))
    inside, error = share_within([f.low for f in found], [f.high for f in found], 0.1)
    assert inside == pytest.approx(0.95, abs=error)
    assert share_within([f.low for f in naive], [f.high for f in naive], 0.1)[0] < 0.85


def test_mcnemar_false_alarms_by_counting():
    from scipy.stats import binom

    for n in (10, 25, 60, 200):
        k = np.arange(n + 1)
        weight = binom.pmf(k, n, 0.5)
        exact = weight @ (stats.mcnemar(k, n - k).p_value < 0.05)
        mid = weight @ (stats.mcnemar(k, n - k, mid_p=True).p_value < 0.05)
        assert exact <= 0.05 and exact <= mid <= 0.06


def test_bootstrap_needs_some_rows():
    rng = np.random.default_rng(6)
    inside = {}
    for n in (8, 100):
        found = [stats.bootstrap(rng.exponential(size=n), draws=400, seed=i) for i in range(500)]
        inside[n], error = share_within([f.low for f in found], [f.high for f in found], 1)
    assert inside[100] == pytest.approx(0.95, abs=error + 0.015)
    assert inside[8] < 0.89  # said in the docstring


def calibration_only(k, n, k1, m1, k0, m0, rng):
    """What some tools do: draw the labels anew, freeze the judge's rate on the test set."""
    q1, q0 = rng.binomial(m1, k1 / m1, 1000) / m1, rng.binomial(m0, k0 / m0, 1000) / m0
    kept = q1 + q0 > 1
    theta = np.clip((k / n + q0[kept] - 1) / (q1 + q0 - 1)[kept], 0, 1)
    return np.quantile(theta, [0.025, 0.975])


@pytest.mark.parametrize(("n", "known_bad"), [(100, 0.73), (500, 0.89), (5000, None)])
def test_judge_corrected_rate(n, known_bad):
    rng = np.random.default_rng(7)
    theta, tpr, tnr, m1, m0 = 0.8, 0.9, 0.8, 60, 40
    low, high = {}, {}
    for _ in range(1500):
        k = rng.binomial(n, theta * tpr + (1 - theta) * (1 - tnr))
        k1, k0 = rng.binomial(m1, tpr), rng.binomial(m0, tnr)
        for method in ("lee", "delta"):
            found = stats.corrected_rate(k, n, (k1, m1), (k0, m0), method=method)
            low.setdefault(method, []).append(found.low)
            high.setdefault(method, []).append(found.high)
        bad = calibration_only(k, n, k1, m1, k0, m0, rng)
        low.setdefault("calibration only", []).append(bad[0])
        high.setdefault("calibration only", []).append(bad[1])
        naive = stats.wilson(k, n)
        low.setdefault("naive", []).append(naive.low)
        high.setdefault("naive", []).append(naive.high)
    inside = {name: share_within(low[name], high[name], theta)[0] for name in low}
    assert inside["lee"] == pytest.approx(0.95, abs=0.02)
    assert inside["delta"] > 0.92
    if known_bad:
        assert inside["calibration only"] == pytest.approx(known_bad, abs=0.05)
        assert inside["naive"] < 0.85
    else:
        assert inside["naive"] == 0  # more judge calls only make the wrong answer more certain


def test_two_set_bootstrap_holds():
    rng = np.random.default_rng(8)
    found = []
    for i in range(400):
        k = rng.binomial(300, 0.8 * 0.9 + 0.2 * 0.2)
        counts = (rng.binomial(60, 0.9), 60), (rng.binomial(40, 0.8), 40)
        found.append(stats.corrected_rate(k, 300, *counts, method="bootstrap", draws=1000, seed=i))
    inside, error = share_within([f.low for f in found], [f.high for f in found], 0.8)
    assert inside == pytest.approx(0.95, abs=error + 0.01)


def judged(rng, truth):
    """A judge with TPR .9 and TNR .8."""
    return np.where(rng.random(truth.size) < np.where(truth == 1, 0.9, 0.8), truth, 1 - truth)


def test_ppi_with_random_labels_and_with_enriched_ones():
    rng = np.random.default_rng(9)
    cases = {"random": [], "labels only": [], "enriched": [], "lee enriched": []}
    for _ in range(1200):
        f_big = judged(rng, (rng.random(1000) < 0.8).astype(float))
        y = (rng.random(150) < 0.8).astype(float)
        f = judged(rng, y)
        cases["random"].append(stats.ppi(f_big, f, y, drawn="random"))
        cases["labels only"].append(stats.ppi(f_big, f, y, drawn="random", lam=0))
        y = np.r_[np.ones(75), np.zeros(75)]
        f = judged(rng, y)
        cases["enriched"].append(stats.ppi(f_big, f, y, drawn="random"))  # a wrong statement, and what comes of it
        counts = (int(f[:75].sum()), 75), (int((1 - f[75:]).sum()), 75)
        cases["lee enriched"].append(stats.corrected_rate(int(f_big.sum()), 1000, *counts))
    inside = {k: share_within([e.low for e in v], [e.high for e in v], 0.8)[0] for k, v in cases.items()}
    assert inside["random"] == pytest.approx(0.945, abs=0.02)
    assert inside["enriched"] < 0.10
    assert inside["lee enriched"] == pytest.approx(0.955, abs=0.02)
    width = {k: np.mean([e.width for e in v]) for k, v in cases.items()}
    assert width["random"] < 0.9 * width["labels only"]


def test_agreement():
    rng = np.random.default_rng(10)
    p = np.array([[0.55, 0.10], [0.05, 0.30]])
    po, rows, columns = p.trace(), p.sum(axis=1), p.sum(axis=0)
    kappa = (po - rows @ columns) / (1 - rows @ columns)
    share = (rows + columns) / 2
    ac1 = (po - 2 * share.prod()) / (1 - 2 * share.prod())
    for f, truth in ((stats.kappa, kappa), (stats.gwet_ac1, ac1)):
        found = [f(t.reshape(2, 2)) for t in rng.multinomial(120, p.ravel(), 1000)]
        inside, error = share_within([e.low for e in found], [e.high for e in found], truth)
        assert inside == pytest.approx(0.95, abs=error + 0.01)


def test_krippendorff_bootstrap():
    rng = np.random.default_rng(11)
    truth = rng.integers(0, 3, 200_000)

    def labels(t):
        return [np.where(rng.random(t.size) < 0.75, t, rng.integers(0, 3, t.size)) for _ in range(3)]

    # The expectation of alpha: agreement of two labellers by construction, chance agreement 1/3.
    alpha = (0.75**2 + (1 - 0.75**2) / 3 - 1 / 3) / (1 - 1 / 3)
    found = [stats.krippendorff_alpha(labels(truth[i * 80 : i * 80 + 80]), draws=200, seed=i) for i in range(250)]
    inside, error = share_within([e.low for e in found], [e.high for e in found], alpha)
    assert inside == pytest.approx(0.94, abs=error)


def test_continuous_looks():
    """Looks from 50 to 2000 without an effect: the naive test raises an alarm in 40 % of the runs."""
    rng = np.random.default_rng(12)
    naive = sequence = 0
    runs = 800
    t = np.arange(1, 2001)
    for _ in range(runs):
        x = rng.normal(size=2000)
        found = stats.confidence_sequence(x)
        sequence += bool(found.excludes_zero[49:].any())
        z = np.cumsum(x)[49:] / np.sqrt(t[49:]) / x.std()
        naive += bool((np.abs(z) > 1.959964).any())
    assert naive / runs == pytest.approx(0.40, abs=0.06)
    assert sequence / runs == pytest.approx(0.027, abs=0.02)


def test_msprt_under_continuous_looks():
    rng = np.random.default_rng(13)
    runs, n = 800, np.arange(1, 4001)
    alarms = naive = 0
    looks = slice(99, None, 20)
    for _ in range(runs):
        a, b = np.cumsum(rng.random((2, 4000)) < 0.12, axis=1)
        alarms += bool(stats.msprt(a[looks], n[looks], b[looks], n[looks]).reject[-1])
        naive += bool((stats.two_proportions(a[looks], n[looks], b[looks], n[looks]).p_value < 0.05).any())
    assert alarms / runs <= 0.05
    assert naive / runs > 0.25


def test_thresholds():
    """Confidence ~ Beta(5, 2), accuracy .5 + .5 c, target .9: what is promised is kept, what is read off is not."""
    from scipy.stats import beta

    grid = np.linspace(0, 1, 4001)
    density = beta.pdf(grid, 5, 2)

    def accuracy(t):
        weight = density * (grid >= t)
        return ((0.5 + 0.5 * grid) * weight).sum() / weight.sum()

    rng = np.random.default_rng(14)
    runs = 1000
    for n in (100, 1000):
        broken = refused = read_off = 0
        for _ in range(runs):
            c = rng.beta(5, 2, n)
            y = rng.random(n) < 0.5 + 0.5 * c
            found = stats.threshold_with_guarantee(c, y, target=0.9, delta=0.1)
            refused += found.threshold is None
            broken += found.threshold is not None and accuracy(found.threshold) < 0.9
            curve = stats.risk_coverage(c, y)
            good = curve.threshold[curve.risk <= 0.1]
            read_off += good.size > 0 and accuracy(good.min()) < 0.9
        assert broken / runs <= 0.1
        assert read_off / runs > 0.35
        if n == 100:
            assert broken / runs < 0.05 and refused / runs > 0.5 and read_off / runs == pytest.approx(0.60, abs=0.05)


@pytest.mark.parametrize(("q", "n"), [(0.5, 20), (0.95, 72), (0.95, 400), (0.99, 500), (0.9, 15)])
def test_percentiles_by_counting(q, n):
    """The interval holds the percentile when the number of values below it lies between the two ranks."""
    from scipy.stats import binom

    found = stats.percentile_interval(np.arange(1, n + 1), q)
    lower = 0 if np.isinf(found.low) else int(found.low)
    upper = n + 1 if np.isinf(found.high) else int(found.high)
    assert binom.cdf(upper - 1, n, q) - binom.cdf(lower - 1, n, q) >= 0.95


def test_the_span_of_few_calls_is_no_interval_for_p95():
    rng = np.random.default_rng(15)
    x = rng.exponential(size=(20_000, 20))
    above_all = (x.max(axis=1) < -np.log(0.05)).mean()
    assert above_all == pytest.approx(0.358, abs=0.012)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = [stats.percentile_interval(row) for row in x[:1000]]
    assert share_within([f.low for f in found], [f.high for f in found], -np.log(0.05))[0] >= 0.95
