"""Tables of lab 08."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from helpers.selecting import memo, pricing, prompts, reference, ways

if TYPE_CHECKING:
    from helpers.selecting.lab import Lab


def show_prices(lab: Lab) -> Any:
    """The prices that the lab uses, with day and source."""
    from helpers import cards

    lines = []
    for name in dict.fromkeys((*lab.hosted(), *lab.pair(), lab.cached_model())):
        row = lab.price(name)
        read = "as a fresh one" if row.cache_read is None else f"{row.cache_read:g}"
        lines.append((name, f"{row.input:g}", f"{row.output:g}", read, row.as_of.isoformat(), row.source))
    head = ["model", "in", "out", "token from the cache", "as of", "source"]
    return cards.table(head, lines, "US dollars for a million tokens")


def show_budget(version: str = "A") -> Any:
    """Mean tokens of a call by part."""
    from helpers import cards

    found = prompts.budget(version)
    said = {
        "rules": "who the assistant is and what it must do",
        "help page": "the page that answers, as a whole",
        "question": "what the customer wrote",
        "reply": "what the model writes, at most 80 tokens",
    }
    lines = [(name, f"{size:.0f}", said[name]) for name, size in found.parts.items()]
    lines.append(("chat format", f"{found.frame:.0f}", "marks between the messages"))
    lines.append(("sum in / out", f"{found.prompt:.0f} / {found.completion:.0f}", "rounded means"))
    return cards.table(["part", "tokens", "what it is"], lines, "One call of version A, mean over the dev questions")


def show_counts(lab: Lab) -> Any:
    """What became of the test questions with the two ways that were counted."""
    from helpers import cards

    lines = []
    for name in (ways.BOX, ways.BUNDLED_WAY):
        f = lab.ways()[name].fates
        lines.append((name, f.n, f.handed, f.right, f.again, f.gone, f.worst, f.resolved))
    head = ["", "tickets", "handed over", "answered right", "wrong, write again", "wrong, never come back",
            "of the wrong: worst kind", "resolved"]  # fmt: skip
    return cards.table(head, lines, "Test questions, counted")


def _euros(three: Sequence[float]) -> str:
    middle, low, high = three
    return f"{middle:.2f}" if low == high else f"{middle:.2f} ({low:.2f} to {high:.2f})"


def _share(three: Sequence[float]) -> str:
    middle, low, high = three
    return f"{100 * middle:.0f} %" if low == high else f"{100 * middle:.0f} % ({100 * low:.0f} to {100 * high:.0f} %)"


def show_calls(lab: Lab) -> Any:
    """What a call of each way costs."""
    from helpers import cards

    lines = [
        (way.name, f"{1000 * way.call:.4f}", "machine time" if way.measured else "tokens of version A x price")
        for way in lab.ways().values()
        if way.name != ways.PEOPLE
    ]
    return cards.table(["way", "euros for 1,000 calls", "from"], lines, "What calls cost")


def show_ways(lab: Lab) -> Any:
    """Every way with its cost for each resolved ticket."""
    from helpers import cards

    lines = []
    for name, way in lab.ways().items():
        found = memo.row(lab, name)
        right = _share((sum(way.right) / 2, *way.right))
        if way.fates is not None:
            right = f"{100 * way.right[0]:.0f} %"
        lines.append((name, right, _euros(found.euros), found.how))
    head = ["way", "right, of what it answers", "euros for each resolved ticket", "how it is known"]
    return cards.table(head, lines, "Middle, and the range or the 95 % interval")


def show_order(orders: Mapping[str, Sequence[str]]) -> Any:
    """Tokens that a cache can serve for prompts in each order."""
    from helpers import cards

    lines = []
    for name, order in orders.items():
        found = prompts.calls(order)
        share = f"{100 * found.cached / found.tokens:.0f} %"
        lines.append((name, ", ".join(order), f"{found.tokens:,}", f"{found.cached:,}", share))
    caption = f"{prompts.CUSTOMERS} customers, one after the other, each at another minute"
    return cards.table(["", "order", "tokens of the prompt", "same from the start", "share"], lines, caption)


def show_times(lab: Lab) -> Any:
    """Mean and percentiles with rank intervals of both recordings."""
    from helpers import cards, cost, unsure
    from helpers.selecting.saying import FEW

    streamed = [one.whole for one in unsure.recorded_times().replies]
    lines = []
    for name, seconds in (
        (f"streamed, the first {FEW}", streamed[:FEW]),
        (f"streamed, all {len(streamed)}", streamed),
        ("the pilot's", lab.reply_seconds()),
    ):
        found = cost.latency(seconds)
        lines.append(
            (name, len(seconds), f"{sum(seconds) / len(seconds):.1f}", *(_seconds(found[q]) for q in (0.5, 0.95)))
        )
    return cards.table(["replies", "n", "mean", "p50", "p95"], lines, "Seconds to the last word, with 95 % intervals")


def _seconds(found: Any) -> str:
    end = "no upper limit" if found.high == float("inf") else f"{found.high:.1f}"
    return f"{found.value:.1f} ({found.low:.1f} to {end})"


def show_cascade(lab: Lab) -> Any:
    """What stays with classic ML from each threshold on, and what can be promised of it, on dev."""
    from helpers import cards, stats
    from helpers.selecting.sorting import DELTA, STEPS

    found, lines = lab.answers("dev"), []
    for step in STEPS:
        kept = [right for score, right in zip(found.score, found.cheap_right, strict=True) if score >= step]
        if len(kept) < 5 or step < 0.4:
            continue
        bound = stats.clopper_pearson(sum(kept), len(kept), level=1 - DELTA, side="lower").low
        passed = 1 - len(kept) / len(found.score)
        lines.append(
            (
                f"{step:.2f}",
                len(kept),
                f"{100 * sum(kept) / len(kept):.0f} %",
                f"{100 * bound:.1f} %",
                f"{100 * passed:.0f} %",
            )
        )
    head = ["from", "stay", "of these right", "at least (90 % sure)", "go to a person"]
    return cards.table(head, lines, f"Confidence of classic ML on {len(found.score)} dev messages")


def cascade_text(lab: Lab) -> str:
    """The cascade on test, once: what it passes on, what it gets right, what it costs with its errors."""
    from helpers import stats, world

    found = lab.cascade()
    if found.held_out is None:
        return "No threshold can be promised, so there is nothing to look at."
    test, (cheap, person, wrong) = lab.answers("test"), lab.sorting()
    mine, people = [], []
    for score, low, high in zip(*test, strict=True):
        kept = score >= found.threshold
        mine.append(cheap + (0 if kept else person) + (1 - (low if kept else high)) * wrong)
        people.append(person + (1 - high) * wrong)
    gap = stats.paired_difference(people, mine, [ticket.customer for ticket in world.tickets("test")])
    h = found.held_out
    return (
        f"Test, {len(mine)} messages, from {found.threshold:g} on: {h.escalated.text} go to a person. Of those "
        "that stay "
        f"{h.kept_right.text} are right.\n"
        f"Errors included, the cascade costs {1000 * sum(mine) / len(mine):.1f} euros for 1,000 messages, people "
        "alone "
        f"{1000 * sum(people) / len(people):.1f}; the difference is {1000 * gap.value:+.1f} ({1000 * gap.low:+.1f} to "
        f"{1000 * gap.high:+.1f}). "
        f"Of all messages {h.quality.text} reach the right team, {100 * h.against_dear.value:+.1f} points "
        f"({100 * h.against_dear.low:+.1f} to {100 * h.against_dear.high:+.1f}) beside people alone.\n"
        "Upkeep of the classifier is not in it."
    )


def published_text(lab: Lab) -> str:
    """What a router could gain at best by the published counts, at the prices of the pair."""
    from helpers import cost, published

    cheap, dear = (lab.call_usd(name) for name in lab.pair())
    lines = []
    for benchmark in ("MMLU", "GSM8K"):
        rows = published.routed(benchmark)
        _, perfect = cost.routed_curve(rows, cheap=cheap, dear=dear)
        n = sum(one.n for one in rows)
        low, high = sum(one.mixtral_right for one in rows) / n, sum(one.gpt4_right for one in rows) / n
        best = perfect[-1]
        lines.append(
            f"{benchmark}, {n:,} questions: Mixtral right {100 * low:.0f} %, GPT-4 {100 * high:.0f} %. A router "
            "that always "
            f"knew which one is right would send {100 * best.escalated:.0f} % to the dear one and be right "
            f"{100 * best.quality:.0f} %."
        )
    return "\n".join(lines)


def show_pricing(lab: Lab, pricings: Mapping[str, Mapping[str, Any]]) -> Any:
    """Margin by usage decile for each pricing that is complete, and what the shop in the middle pays."""
    from helpers import cards

    lines, given = [], lab.given.shops
    for name, one in pricings.items():
        if form_of_pricing(one) is not None or one["scheme"] == pricing.NONE:
            continue
        found = pricing.margin(lab, one["scheme"], one["price"])
        shares = [f"{100 * decile.margin:.0f}" for decile in found.deciles]
        pays = pricing.median_pays(lab, one["scheme"], one["price"])
        lines.append(
            (f"{name}: {one['scheme']}, {one['price']:g}", *shares, f"{100 * found.at(given['at']):.0f}", f"{pays:.0f}")
        )
    head = ["pricing", *map(str, range(1, 11)), "at p90", "middle shop pays"]
    return cards.table(head, lines, "Gross margin in percent by tenth of the shops, lightest use first; euros a month")


def form_of_pricing(given: Any) -> str | None:
    """What is wrong with the form of a pricing; None when it can be computed."""
    if not isinstance(given, Mapping) or not {"scheme", "price"} <= set(given):
        return 'a pricing has "scheme" and "price", such as {"scheme": "seat", "price": 20.0}'
    if given["scheme"] not in (*pricing.SCHEMES, pricing.NONE):
        return f'"scheme" is one of {", ".join(map(repr, (*pricing.SCHEMES, pricing.NONE)))}'
    value = given["price"]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e6:
        return '"price" is a number of euros, such as 20.0'
    if given["scheme"] != pricing.NONE and not value > 0:
        return '"price" is a number of euros above 0'
    return None


def show_options(lab: Lab) -> Any:
    """The last table: every way in euros, share right and seconds."""
    from helpers import cards

    beaten = memo.dominated(lab)
    lines = []
    for name, one in memo.rows(lab).items():
        wait = f"{one.p95_s / 3600:g} h ({one.p95_s:.0f} s)" if one.p95_s >= 3600 else f"{one.p95_s:.1f} s"
        lines.append((name, _euros(one.euros), _share(one.right), wait, one.how, beaten.get(name, "")))
    head = ["way", "euros for each resolved ticket", "right at the first reply", "19 of 20 wait at most", "quality is",
            "worse in both (middle) than"]  # fmt: skip
    return cards.table(head, lines, "All tickets, those that go to a person included")


def counted_text(lab: Lab) -> str:
    """Prices of section 2 in a sentence."""
    g = lab.given
    return (
        f"A person: {g.person_eur:g} euros. A customer who writes again: {g.reopen_eur:g}. A mistake of the worst "
        "kind: "
        f"{g.claim_eur:g}. A call of the bundled model: {lab.ways()[ways.BUNDLED_WAY].call:.8f} euros of machine "
        f"time; {g.tries:g} calls for a ticket, because one in ten is asked again."
    )


def extra_text(lab: Lab) -> str:
    """How many points more often right the dearest hosted model has to be than the cheapest, to be worth its price."""
    cheap, dear = lab.hosted()[0], lab.hosted()[-1]
    right = sum(lab.assumed()[cheap]) / 2
    goal = lab.resolution(cheap, right=right).total.value
    low, high = right, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if lab.resolution(dear, right=middle).total.value > goal else (low, middle)
    times = lab.ways()[dear].call / lab.ways()[cheap].call
    return (
        f"A call of {dear} costs {times:.0f} times one of {cheap}. It is worth that as soon as it is right "
        f"{100 * (high - right):.2f} percentage points more often. No eval of a few hundred cases can see so "
        "small a difference."
    )


def cache_text(lab: Lab) -> str:
    """The prices and counts of section 4 in a sentence or two."""
    model = lab.cached_model()
    row, found, least = lab.price(model), reference.cached(lab), lab.least_cached(model)
    kept = f"keeps beginnings of at least {least:,} tokens" if least else "keeps what is long enough: look up how long"
    calls = prompts.calls(prompts.ORDER)
    return (
        f"{model}: a fresh token {row.input:g}, a token from the cache {found.read * row.input:g}, a token out "
        f"{row.output:g} "
        f"dollars for a million. Writing into the cache costs {found.write:g} times a fresh token, reading "
        f"{found.read:g} "
        f"times. Its cache {kept}. A prompt has {calls.tokens:,} tokens, a reply {calls.completion}."
    )
