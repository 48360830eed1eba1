"""Check 08.8: which shops cost more than they pay, and a price that keeps margin and the shop in the middle."""

from __future__ import annotations

from helpers.check import Hint, Right, exercise
from helpers.checks.m08_forms import about, missing
from helpers.selecting import lab as labs
from helpers.selecting import pricing as prices
from helpers.selecting import reference
from helpers.selecting.tables import form_of_pricing


@exercise(
    "08.8",
    title="A price that heavy users do not eat",
    expects=dict,
    form='a dictionary with "negative" and "pricing"',
    reference=lambda: reference.answers(labs.current())["08.8"],
)
def pricing(answer):
    """Deciles with a negative margin at the flat price; a pricing that keeps both goals."""
    if hint := missing(answer, ("negative", "pricing")):
        return hint
    lab = labs.current()
    given, chosen, wanted = answer["negative"], answer["pricing"], prices.negative_deciles(lab)
    if not isinstance(given, list | tuple | set) or not all(
        isinstance(n, int) and not isinstance(n, bool) for n in given
    ):
        return Hint("`negative` is a list of tenths, such as [1, 2]; [] when there is none.", id="no list", form=True)
    if odd := [n for n in given if not 1 <= n <= 10]:
        return Hint(f"There is no tenth {odd[0]}; they go from 1 to 10.", id="no tenth", form=True)
    if set(given) != set(wanted):
        margins = {d.number: d.margin for d in prices.margin(lab, "flat", lab.given.shops["flat_eur"]).deciles}
        wrong = sorted(set(given) ^ set(wanted))[0]
        if wrong in given:
            return about(
                "08.8",
                "negative",
                f"Tenth {wrong}: does it cost more than it pays?",
                f"Its margin is {100 * margins[wrong]:.0f} %, which is above 0.",
                f"negative = {wanted}",
                id="not negative",
            )
        return about(
            "08.8",
            "negative",
            "Is there another tenth whose margin lies below 0?",
            "Look along the row “proposed” of the table for figures with a minus.",
            f"negative = {wanted}",
            id="one missing",
        )
    if why := form_of_pricing(chosen):
        return Hint(f"`pricing`: {why}.", id="no pricing", form=True)
    best, shops = prices.reference_pricing(lab), lab.given.shops
    if chosen["scheme"] == prices.NONE:
        if best["scheme"] == prices.NONE:
            return Right("No scheme keeps both goals at these prices: the agent is too dear for these shops.")
        return about(
            "08.8",
            "pricing",
            "One of the three schemes keeps both goals. Under which one does a heavy shop pay more, and a light "
            "one less?",
            "Try each scheme: raise its price until the margin at p90 is reached, then look at the shop in the middle.",
            f"{best['scheme']!r} at {best['price']:g} euros keeps both.",
            id="one does",
        )
    fault = prices.fault_of_pricing(lab, chosen)
    scheme, price = chosen["scheme"], chosen["price"]
    if fault == "margin":
        at = prices.margin(lab, scheme, price).at(shops["at"])
        return about(
            "08.8",
            "pricing",
            f"At {price:g} euros the shop at p90 leaves a margin of {100 * at:.0f} %, and "
            f"{100 * shops['margin']:.0f} % are wanted. "
            "Is the price too low?",
            f"Raise it. If the shop in the middle then pays more than {shops['median_pays_at_most']:g} euros, "
            "change the scheme.",
            f"{best['scheme']!r} at {best['price']:g} euros keeps both.",
            id="margin",
        )
    if fault:
        pays = prices.median_pays(lab, scheme, price)
        return about(
            "08.8",
            "pricing",
            f"The shop in the middle would pay {pays:.0f} euros a month, and {shops['median_pays_at_most']:g} are "
            "assumed to be the "
            "most. Who should pay for the heavy users?",
            f"The lowest price of {scheme!r} with the wanted margin is {prices.least(lab, scheme):g} euros. Try "
            "another scheme if "
            "that is too much.",
            f"{best['scheme']!r} at {best['price']:g} euros keeps both.",
            id="middle shop",
        )
    at = prices.margin(lab, scheme, price).at(shops["at"])
    last = prices.margin(lab, scheme, price).deciles[-1].margin
    return Right(
        f"Margin at p90 {100 * at:.0f} %, in the heaviest tenth {100 * last:.0f} %; the shop in the middle pays "
        f"{prices.median_pays(lab, scheme, price):.0f} euros. What is counted as an outcome is then in the "
        "contract: who says that a "
        "conversation is resolved?" if scheme == "outcome" else
        f"Margin at p90 {100 * at:.0f} %, in the heaviest tenth {100 * last:.0f} %; the shop in the middle pays "
        f"{prices.median_pays(lab, scheme, price):.0f} euros."
    )  # fmt: skip
