"""What is right in lab 08, computed from the lab: for the checks, their hints and the solved notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from helpers.selecting import prompts, saying, ways

if TYPE_CHECKING:
    from helpers.selecting.lab import Lab

NEVER = "never"
DOUBLED = ("nobody waits", "the wait grows and stays bounded", "the queue grows without end")
YES, NO = "yes", "no"


def bills(lab: Lab) -> dict[str, float]:
    """US dollars a month of both versions with the middle hosted model, from the whole tokens that the lab prints."""
    from helpers import cost

    found = {}
    for name, version in (("bill_a", "A"), ("bill_b", "B")):
        found[name] = lab.given.tickets_per_month * cost.cost(
            lab.hosted()[1], *lab.tokens(version), as_of=lab.as_of, sheet=lab.price_sheet
        )
    return found


def money_of_parts(lab: Lab) -> dict[str, float]:
    """US dollars for a million calls of version A, by part, with the middle hosted model."""
    row = lab.price(lab.hosted()[1])
    parts = prompts.budget("A").parts
    return {name: size * (row.output if name == "reply" else row.input) for name, size in parts.items()}


def dearest(lab: Lab) -> str:
    """The part of the call that costs most."""
    money = money_of_parts(lab)
    return max(money, key=lambda name: money[name])


def sheet(lab: Lab, name: str = ways.BUNDLED_WAY) -> dict[str, float]:
    """Euros for each ticket by part, the share resolved, and the total for each resolved ticket, of a counted way."""
    way, given = lab.ways()[name], lab.given
    f = way.fates
    parts = {
        "model": way.call * way.tries,
        "escalation": f.handed / f.n * given.person_eur,
        "reopening": f.again / f.n * given.reopen_eur,
        "loss": f.worst / f.n * given.claim_eur,
    }
    resolved = f.resolved / f.n
    return parts | {"resolved": resolved, "total": sum(parts.values()) / resolved}


class Cached(NamedTuple):
    """Prices of a token as shares of the input price, the price of one call from the cache, and the break-even call."""

    read: float
    write: float
    one_call: float
    break_even: int | str


def reference_order() -> list[str]:
    """An order in which everything that changes stands at the end."""
    return ["rules", "handbook", "time", "question"]


def cached(lab: Lab) -> Cached:
    """What the cache does with the best order and the model of section 4."""
    from helpers import cost

    model, calls = lab.cached_model(), prompts.calls(reference_order())
    row = lab.price(model)
    read = (row.input if row.cache_read is None else row.cache_read) / row.input
    write = (row.input if row.cache_write is None else row.cache_write) / row.input
    try:
        first: int | str = cost.break_even_calls(write, read)
    except ValueError:
        first = NEVER
    usd = cost.cost(model, calls.tokens, calls.completion, calls.cached, as_of=lab.as_of, sheet=lab.price_sheet)
    return Cached(read, write, usd, first)


def timed() -> Any:
    """The streamed reply whose time for each token is asked for: the slowest to start."""
    from helpers import unsure

    return max(unsure.recorded_times().replies, key=lambda one: one.first)


def tpot() -> float:
    """Seconds for each further token of that reply."""
    from helpers import cost

    one = timed()
    return cost.per_token(one.first, one.whole, one.tokens)


def busy(lab: Lab) -> float:
    """Servers that are busy on average in the hour after a recall."""
    return lab.plan().offered


def doubled(lab: Lab) -> str:
    """What twice the load does to the servers planned for: one of DOUBLED."""
    plan = lab.plan(2, lab.plan().servers)
    return DOUBLED[2] if plan.utilisation >= 1 else DOUBLED[1]


def pays(lab: Lab) -> str:
    """Whether the pair of hosted models would pay at the share that the cascade of the lab passes on."""
    held_out = lab.cascade().held_out
    return YES if held_out is not None and held_out.escalated.value < lab.break_even() else NO


def answers(lab: Lab) -> dict[str, Any]:
    """The reference answer of every exercise but 08.9."""
    from helpers.selecting import pricing

    threshold = lab.cascade().threshold
    return {
        "08.1": bills(lab) | {"dearest": dearest(lab)},
        "08.2": sheet(lab),
        "08.3": {
            "local": lab.local_usd(), "cheapest_call": lab.cheapest_call(),
            "cheapest_resolved": lab.cheapest_resolved(), "sure": lab.surely(),
        },
        "08.4": {"order": reference_order(), "one_call": cached(lab).one_call, "break_even": cached(lab).break_even},
        "08.5": {"tpot": tpot(), "may_say": saying.supported(lab)},
        "08.6": {"busy": busy(lab), "servers": lab.plan().servers, "doubled": doubled(lab)},
        "08.7": {
            "threshold": "none" if threshold is None else threshold, "even": lab.break_even(), "pays": pays(lab),
        },
        "08.8": {"negative": pricing.negative_deciles(lab), "pricing": pricing.reference_pricing(lab)},
    }  # fmt: skip


def reference_memo(lab: Lab) -> dict[str, Any]:
    """A memo that keeps what section 9 asks for: the way that is cheapest for each resolved ticket, and why."""
    from helpers.selecting import memo

    name = lab.cheapest_resolved()
    way, row = lab.ways()[name], memo.row(lab, name)
    ahead = next(other for other in lab.ways() if other not in (name, ways.BUNDLED_WAY))
    other = memo.row(lab, ahead)
    return {
        "choice": name,
        "quality_bar": int(100 * row.right[1]) / 100,
        "ceiling_eur": float(int(row.euros[2]) + 1),
        "limit_s": way.p95_s,
        "residency": "Messages with names and addresses go to the provider's region in the EU; nothing else leaves our "
        "own machines, and the log keeps no message text.",
        "exit_plan": "If its price doubles or its share right falls below the bar, people answer within two weeks; the "
        "prompt and the eval cases stay ours, so another model can be tried first.",
        "measure_first": memo.widest(lab, name),
        "why": f"We choose {name} at {row.euros[0]:.2f} euros for each resolved ticket. We give up the way “{ahead}” "
        f"with its "
        f"{other.euros[0]:.2f} euros, and what it is better at. The choice stands until somebody has measured both on "
        "the same tickets.",
    }
