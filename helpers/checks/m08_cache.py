"""Check 08.4: where a provider's cache lives, and what it saves."""

from __future__ import annotations

from helpers.check import Hint, Right, exercise
from helpers.checks.m08_forms import about, amount, missing, near
from helpers.selecting import lab as labs
from helpers.selecting import prompts, reference


@exercise(
    "08.4",
    title="Where the cache lives",
    expects=dict,
    form='a dictionary with "order", "one_call" and "break_even"',
    reference=lambda: reference.answers(labs.current())["08.4"],
)
def cache(answer):
    """What changes stands at the end; dollars of one call from the cache to 1e-9; the call from which it pays."""
    if hint := missing(answer, ("order", "one_call", "break_even")):
        return hint
    order = answer["order"]
    if not isinstance(order, list | tuple):
        return Hint('`order` is a list of four names, such as ["time", "rules", "handbook", "question"].', id="no list",
                    form=True)  # fmt: skip
    if sorted(map(str, order)) != sorted(prompts.ORDER):
        return Hint(f"`order` holds each of {', '.join(map(repr, prompts.ORDER))} once.", id="other parts", form=True)
    lab = labs.current()
    calls, best = prompts.calls(order), prompts.calls(reference.reference_order())
    if tuple(order) == prompts.ORDER:
        return about(
            "08.4",
            "order",
            "That is the order as it is. Which of its parts is another one at the next call?",
            "The time changes with every call, and all that stands behind it is new to the cache.",
            id="as it is",
        )
    if calls.cached < 0.98 * best.cached:
        first = next(name for name in order if name in ("time", "question"))
        return about(
            "08.4",
            "order",
            f"With your order {calls.cached:,} of {calls.tokens:,} tokens are the same from the start. What "
            "changes first?",
            f"{first!r} changes with every call, and something that stays stands behind it.",
            "Put both parts that change to the end.",
            id="something changes early",
        )
    wanted, model = reference.cached(lab), lab.cached_model()
    given, row = answer["one_call"], lab.price(model)
    if hint := amount("one_call", given, "(100 * 3 + 900 * 0.3 + 50 * 15) / 1_000_000"):
        return hint
    ready = {best.cached: wanted.one_call}
    if calls.cached != best.cached:
        from helpers import cost

        ready[calls.cached] = cost.cost(
            model, calls.tokens, calls.completion, calls.cached, as_of=lab.as_of, sheet=lab.price_sheet
        )
    if not any(abs(given - value) <= 1e-9 for value in ready.values()):
        right = ready[calls.cached]
        full = (calls.tokens * row.input + calls.completion * row.output) / 1e6
        if near(given, full) and not near(full, right):
            return about(
                "08.4",
                "one_call",
                "That is the price without a cache. Which tokens cost less now?",
                f"{calls.cached:,} tokens come from the cache.",
                id="no cache",
            )
        if near(given, full + calls.cached * wanted.read * row.input / 1e6):
            return about(
                "08.4",
                "one_call",
                "The tokens from the cache are part of the prompt: you counted them twice. How many are fresh?",
                f"{calls.tokens:,} - {calls.cached:,}",
                id="counted twice",
            )
        if near(given, right):
            return about(
                "08.4",
                "one_call",
                f"{given!r} is close, and rounded. Let Python do the sum: type the formula, not its result.",
                "(fresh * price + cached * price + out * price) / 1_000_000",
                id="rounded",
            )
        return about(
            "08.4",
            "one_call",
            "`one_call`: fresh tokens, tokens from the cache and tokens out, each times its price, together "
            "divided by a million.",
            f"Fresh are {calls.tokens - calls.cached:,}, from the cache {calls.cached:,}, out {calls.completion}.",
            f"({calls.tokens - calls.cached} * {row.input:g} + {calls.cached} * {wanted.read * row.input:g} + "
            f"{calls.completion} * {row.output:g}) / 1_000_000",
            id="another sum",
        )
    if answer["break_even"] != wanted.break_even or isinstance(answer["break_even"], bool):
        return _break_even(answer["break_even"], wanted)
    full = (calls.tokens * row.input + calls.completion * row.output) / 1e6
    short = best.cached - calls.cached
    behind = (
        f" With the best order {short} tokens more come from the cache: the line with the time begins with the day, "
        "which is the same for all."
        if short > 0
        else ""
    )
    if wanted.break_even == reference.NEVER:
        return Right(
            "On this sheet a token from the cache costs as much as a fresh one: the order changes nothing in the bill."
        )
    return Right(
        f"A call costs {ready[calls.cached]:.6f} dollars from the cache and {full:.6f} without: "
        f"{100 * (1 - ready[calls.cached] / full):.0f} % less, for moving one line. Only "
        f"{calls.tokens - calls.cached:,} tokens are fresh.{behind} All of it as long as the cache is warm."
    )


def _break_even(given, wanted) -> Hint:
    if given != reference.NEVER and (isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= 10**6):
        return Hint('`break_even` is the number of a call, such as 5, or "never".', id="no call", form=True)
    if wanted.break_even == reference.NEVER:
        return about(
            "08.4",
            "break_even",
            "What does a token from the cache cost on this sheet, beside a fresh one?",
            "As much as a fresh one, so no number of calls wins anything back.",
            'Write break_even = "never".',
            id="never",
        )
    if given == reference.NEVER:
        return about(
            "08.4",
            "break_even",
            "Reading is cheaper than a fresh token here. After how many calls has that made up for the writing?",
            "Compare the two sums for 2 calls, then for 3.",
            f"break_even = {wanted.break_even}",
            id="not never",
        )
    with_cache = wanted.write + (given - 1) * wanted.read
    if with_cache < given:
        return about(
            "08.4",
            "break_even",
            f"With {given} calls the cache costs {with_cache:g} times the prompt, without it {given}. Does it pay "
            "earlier?",
            "Try one call less.",
            f"break_even = {wanted.break_even}",
            id="earlier",
        )
    return about(
        "08.4",
        "break_even",
        f"With {given} call{'s' * (given != 1)} the cache costs {with_cache:g} times the prompt, without it "
        f"{given}. Does it pay "
        "already?",
        "Try one call more.",
        f"break_even = {wanted.break_even}",
        id="later",
    )
