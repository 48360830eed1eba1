"""The routers, their bill, their learning curve and their times, on small made-up data with known results."""

import numpy as np
import pytest

from helpers.routing import classic, costs, llm_router, rules, timing
from helpers.routing.rules import Rules

KNOWN = ("repair", "billing", "delivery")


@pytest.fixture
def router():
    return Rules({"repair": ["brake*", "flat tyre"], "billing": ["charged", "invoice"]}, KNOWN)


@pytest.mark.parametrize(
    ("text", "team"),
    [
        ("The BRAKES squeal", "repair"),
        ("charged twice", "billing"),
        ("charged for a flat tyre", "repair"),  # two words against one
        ("brake invoice", "repair"),  # a tie goes to the team that stands first
        ("discharged", None),  # no whole word
        ("a flat\n tyre", "repair"),
        ("hello", None),
    ],
)
def test_a_message_goes_to_the_team_with_most_words_found(router, text, team):
    assert router.route(text) == team


def test_further_phrases_leave_the_first_rules_as_they_were(router, monkeypatch):
    monkeypatch.setattr(rules, "_intents", lambda: KNOWN)
    more = router.with_more({"delivery": ["van"]})
    assert more.route("where is the van") == "delivery" and router.route("where is the van") is None


@pytest.mark.parametrize(
    ("phrases", "said"),
    [
        ({"repairs": ["x"]}, "There is no team 'repairs'"),
        ({"repair": "brake"}, "a list of phrases is needed"),
        ({"repair": [3]}, "a phrase is a text"),
        ({"repair": ["  "]}, "at least one word"),
        ({"repair": ["*"]}, "at least one word"),
        ({"repair": ["("]}, "at least one word"),
        (["brake"], "are a dictionary"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused(phrases, said):
    with pytest.raises(ValueError, match=said):
        Rules(phrases, KNOWN)


def test_shipped_phrases_are_common_words_of_a_team_or_stand_in_dev():
    """No phrase of the shipped rules is held by test messages alone."""
    from helpers import world

    dev = [ticket.text for ticket in world.tickets("dev")]
    test = [ticket.text for ticket in world.tickets("test")]
    pages = " ".join([*world.intents().values(), *(page.text + page.title for page in world.all_documents())])
    only_test = [
        phrase
        for phrases in rules.shipped_rules().phrases.values()
        for phrase in phrases
        if len(phrase.split()) > 2
        and any(rules.holds(text, phrase) for text in test)
        and not any(rules.holds(text, phrase) for text in [*dev, pages])
    ]
    assert not only_test


def test_reference_phrases_and_look_up_stand_in_dev():
    from helpers import world
    from helpers.routing import reference, refunds

    dev = [ticket.text for ticket in world.tickets("dev")]
    asked = [case.ticket.text for case in refunds.refund_cases("dev")]
    for texts, lists in ((dev, reference.MORE_PHRASES), (asked, reference.LOOKUP)):
        for phrases in lists.values():
            assert [p for p in phrases if not any(rules.holds(text, p) for text in texts)] == []


# the bill


def test_the_bill_adds_up():
    given = costs.assumptions(
        euros_per_hour=60, minutes_to_sort=1, minutes_misrouted=5, tickets_per_month=1000,
        upkeep_hours_per_month={"rules": 2},
    )  # fmt: skip
    bill = costs.bill("rules", left=0.2, wrong=0.1, people_wrong=0.5, running=3, given=given)
    assert bill.upkeep == pytest.approx(120)  # 2 hours a month for 1,000 messages a month
    assert bill.sorting == pytest.approx(200)  # 200 messages of one minute
    assert bill.errors == pytest.approx(1000 * (0.1 + 0.2 * 0.5) * 5)
    assert bill.total == pytest.approx(3 + 120 + 200 + 1000)


def test_break_even_is_where_both_bills_are_equal():
    given = costs.assumptions()
    share = costs.break_even(400.0, 50.0, given)
    found = costs.bill("LLM choice", left=0, wrong=1 - share, running=0, given=given)
    assert found.errors + 50.0 == pytest.approx(400.0)
    assert costs.break_even(40.0, 50.0, given) > 1  # what it costs alone is already too much


def test_running_cost_is_the_dated_price_in_euros():
    given = costs.assumptions(euros_per_dollar=0.5)
    row = costs.price_of("openai/gpt-5-nano")
    assert costs.running_cost("openai/gpt-5-nano", 400, 2, given) == pytest.approx(
        0.5 * 1000 * (400 * row.input + 2 * row.output) / 1e6
    )


@pytest.mark.parametrize("shares", [{"left": -0.1, "wrong": 0}, {"left": 0.6, "wrong": 0.6}, {"left": 0, "wrong": 2}])
def test_shares_outside_zero_to_one_are_refused(shares):
    with pytest.raises(ValueError, match="share between 0 and 1"):
        costs.bill("rules", **shares)


# learning


def clouds(n, seed=0, spread=0.1):
    """Three clouds of points on the unit circle in 384 dimensions, and which cloud each point is of."""
    rng = np.random.default_rng(seed)
    labels = np.array(["repair", "billing", "delivery"])[np.arange(n) % 3]
    centres = {name: np.eye(384)[place] for place, name in enumerate(dict.fromkeys(labels))}
    return np.array([centres[x] for x in labels]) + spread * rng.normal(size=(n, 384)), labels.tolist()


def test_the_learning_curve_rises_and_its_interval_holds_its_value():
    train, labels = clouds(120, seed=1)
    test, truth = clouds(90, seed=2)
    found = classic.learning_curve(
        train, labels, test, truth, [6, 24, 120], clusters=[f"c{n // 2}" for n in range(90)], draws=8
    )
    values = [found[size].rate.value for size in (6, 24, 120)]
    assert values == sorted(values) and values[0] < values[-1]
    for point in found.values():
        assert point.rate.low < point.rate.value < point.rate.high or point.rate.se == 0
        assert point.least <= point.right.mean() + 1e-9 <= point.most + 2e-9 or point.labels == 120
    assert found[120].right.shape == (90, 1) and found[6].right.shape == (90, 8)


def test_the_interval_of_the_mean_over_draws_is_wider_than_without_their_spread():
    from helpers import stats

    train, labels = clouds(120, seed=1, spread=0.25)
    test, truth = clouds(90, seed=2, spread=0.25)
    customers = [f"c{n}" for n in range(90)]
    point = classic.learning_curve(train, labels, test, truth, [9], clusters=customers, draws=6)[9]
    assert point.rate.se > stats.mean_interval(point.right, customers).se


def test_out_of_fold_never_sees_the_same_customer():
    """Labels drawn by chance for each customer cannot be learned from others, only from the customer's own messages."""
    rng = np.random.default_rng(3)
    customers = [f"c{n // 4}" for n in range(200)]
    own = rng.normal(size=(50, 384))
    rows = own[np.arange(200) // 4] + 0.01 * rng.normal(size=(200, 384))
    labels = [KNOWN[n] for n in rng.integers(0, 3, 50)[np.arange(200) // 4]]
    said, sure = classic.out_of_fold(rows, labels, customers)
    right = np.mean([one == two for one, two in zip(said, labels, strict=True)])
    assert 0.15 < right < 0.55 and all(0 <= chance <= 1 for chance in sure)
    assert (classic.fit(rows, labels).predict(rows) == np.array(labels)).mean() > 0.95


@pytest.mark.parametrize("size", [1, 121, True])
def test_a_size_without_enough_labels_is_refused(size):
    train, labels = clouds(120)
    with pytest.raises(ValueError, match="train_labels must lie between"):
        classic.learning_curve(train, labels, train, labels, [size], clusters=list(range(120)))


def test_one_intent_cannot_be_learned():
    with pytest.raises(ValueError, match="at least two"):
        classic.fit(np.eye(3), ["repair"] * 3)


def test_recorded_vectors_are_those_of_the_embedder():
    from helpers import world
    from helpers.embed import embed

    texts = [ticket.text for ticket in world.tickets(period=None)]
    assert {classic.name_of(text) for text in texts} <= set(classic._recorded())
    some = texts[::97]
    cosine = (classic.vectors(some) * embed(some)).sum(axis=1)
    assert cosine.min() > 0.999


# the model as a router


@pytest.mark.parametrize(
    ("reply", "team"),
    [
        ("billing", "billing"),
        ("The team is Refund return.", "refund_return"),
        ("**hub_city**, then delivery", "hub_city"),
        ("Kevin, PayPal", None),
        ("rebilling", None),
        ("", None),
    ],
)
def test_a_free_reply_is_read_by_the_first_team_it_names(reply, team):
    assert llm_router.read_team(reply) == team


def test_examples_come_from_dev_and_one_stands_for_each_intent():
    from helpers import world

    dev = {ticket.id for ticket in world.tickets("dev")}
    assert [ticket.intent for ticket in llm_router.examples()] == list(world.intents())
    assert all(ticket.id in dev for ticket in llm_router.examples())


def test_only_few_shot_shows_examples_and_only_choice_confines():
    zero, few, choice = (llm_router.prompt("hello", kind) for kind in llm_router.KINDS)
    assert zero == choice and len(few) > len(zero) and few[-1] == zero[-1]
    assert [bool(llm_router.settings(kind)["choices"]) for kind in llm_router.KINDS] == [False, False, True]
    with pytest.raises(ValueError, match="kind is one of"):
        llm_router.prompt("hello", "LLM")


# time


def test_few_calls_leave_p95_without_an_upper_limit():
    found = timing.summary("x", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], "live")
    assert found.p50.value == pytest.approx(0.3) and found.p95.high == float("inf")


def test_measuring_calls_once_more_to_warm_up():
    seen = []
    found = timing.measure("x", seen.append, ["a", "b", "c"])
    assert seen == ["a", "a", "b", "c"] and len(found.seconds) == 3


# small test sets


def test_small_sets_leave_open_what_all_messages_show_and_exaggerate_when_lucky():
    from helpers.routing.small import small_sets

    rng = np.random.default_rng(4)
    a = (rng.random(400) < 0.4).astype(float)
    b = np.where(rng.random(400) < 0.15, 1.0, a)
    found = small_sets(a, b, 20, 1000, seed=1)
    assert found.ahead + found.behind + found.open == pytest.approx(1) and found.open > 0.5
    assert found.shown > (b - a).mean()
    assert small_sets(a, b, 400, 3, seed=1).ahead == 1.0


def test_a_small_set_cannot_be_larger_than_the_test_set():
    from helpers.routing.small import small_sets

    with pytest.raises(ValueError, match="2 to 3 messages"):
        small_sets([0, 1, 0], [1, 1, 0], 4, 10, seed=1)


@pytest.mark.slow
def test_the_strength_of_the_regression_is_the_best_of_four_out_of_fold_on_dev():
    from helpers import world

    dev = world.tickets("dev")
    rows, labels = classic.vectors([t.text for t in dev]), [t.intent for t in dev]
    right = {}
    for strength in (1.0, 3.0, 10.0, 30.0):
        said, _ = classic.out_of_fold(rows, labels, [t.customer for t in dev], strength=strength)
        right[strength] = sum(one == two for one, two in zip(said, labels, strict=True))
    assert max(right, key=right.get) == classic.STRENGTH


# another model


@pytest.fixture
def perfect(monkeypatch):
    """A session with a hosted model that routes every message right; what was asked is kept in `asked`."""
    from types import SimpleNamespace

    from helpers import routing, world
    from helpers.routing import drafts, refunds

    right = {ticket.text: ticket.intent for ticket in world.tickets(period=None)}
    asked = []

    def ask(texts, kind, *, model=None, fresh=False):
        asked.append((kind, model, len(texts)))
        return [SimpleNamespace(text=right[text], prompt_tokens=420, completion_tokens=3) for text in texts]

    def blank(cases, kind, *, model=None):
        return [SimpleNamespace(text="") for _ in cases]

    monkeypatch.setattr(llm_router, "ask", ask)
    monkeypatch.setattr(refunds, "ask", blank)
    monkeypatch.setattr(drafts, "drafts", blank)
    lab = routing.begin(model="openai/gpt-5-nano", live_cases=30)
    yield lab, asked
    routing.begin()


def test_another_model_is_asked_few_messages_and_compared_on_those(perfect):
    lab, asked = perfect
    found = lab.routed("LLM choice")
    assert len(found.tickets) == 30 and asked == [("LLM choice", "openai/gpt-5-nano", 30)]
    assert found.rate().value == 1 and found.rate().low < 0.95
    assert lab.difference("rules", "LLM choice").n == 30
    assert len(lab.routed("rules").tickets) == len(lab.tickets())


def test_a_model_that_routes_right_pays_and_may_be_chosen(perfect):
    from helpers.routing import deciding

    lab, _ = perfect
    assert "LLM" in deciding.accepted(lab)["route"]
    assert deciding.bill_difference(lab, "people", lab.best_llm()).high < 0


def test_the_difference_of_two_bills_is_that_of_their_totals():
    from helpers import routing
    from helpers.routing import deciding

    lab = routing.begin()
    for name in ("rules", "classic ML", "both agree"):
        gap = deciding.bill_difference(lab, "people", name)
        assert gap.value == pytest.approx(lab.bill(name).total - lab.bill("people").total, abs=0.01)
        assert gap.low < gap.value < gap.high


def test_small_parts_of_the_test_set_do_not_overlap():
    from helpers import routing

    lab = routing.current()
    a, b, c, d = lab.comparisons().values()
    assert (a.stop, b.stop, d) == (b.start, c.start, None)
    assert lab.difference("rules", "classic ML", part=a).n == 20
