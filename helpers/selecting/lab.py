"""What lab 08 and its checks refer to: a price sheet, a day, assumptions, and what follows from them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from helpers.selecting import given as givens
from helpers.selecting import prompts, ways
from helpers.selecting.caching import Caching
from helpers.selecting.ranges import Ranges
from helpers.selecting.serving import Serving
from helpers.selecting.sorting import Sorting

if TYPE_CHECKING:
    from helpers.cost import Price, Resolution
    from helpers.selecting.given import Given
    from helpers.selecting.ways import Way
    from helpers.stats import Estimate

PREFERRED = ("openai/gpt-5-nano", "anthropic/claude-haiku-4-5", "openai/gpt-6-sol")
PAIR = ("anthropic/claude-haiku-4-5", "anthropic/claude-sonnet-5-5")  # a cascade whose cheap half is not very cheap


@dataclass
class Lab(Caching, Ranges, Serving, Sorting):
    """The settings of the lab and what follows from them. See `begin`."""

    price_sheet: str = "shipped"
    as_of: str = "2026-11-24"
    seed: int = 8
    given: Given = field(default_factory=givens.assumptions)
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict, repr=False)
    _kept: dict = field(default_factory=dict, repr=False)

    def _once(self, key: Any, make: Any) -> Any:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    # prices

    def hosted(self) -> list[str]:
        """Three hosted models of the price sheet, the cheapest first: PREFERRED where the sheet has them."""
        return self._once("hosted", self._hosted)

    def _hosted(self) -> list[str]:
        from helpers import cost

        known = {}
        for row in cost.sheet_rows(self.price_sheet):
            if row.kind == "hosted" and not row.model.endswith("/*"):
                try:
                    known[row.model] = self.call_usd(row.model)
                except cost.NoPrice:
                    continue
        if len(known) < 3:
            raise ValueError(
                f"The price sheet {self.price_sheet!r} prices {len(known)} hosted models on {self.as_of}; the lab "
                "needs 3."
            )
        by_price = sorted(known, key=lambda name: known[name])
        spread = [by_price[0], by_price[len(by_price) // 2], by_price[-1]]
        chosen = [name for name in PREFERRED if name in known]
        chosen += [name for name in (*spread, *by_price) if name not in chosen]
        return sorted(dict.fromkeys(chosen[:3]), key=lambda name: known[name])

    def pair(self) -> tuple[str, str]:
        """Two hosted models for a cascade, the cheaper first: PAIR where the sheet has them, else the outer two."""
        from helpers import cost

        names = {row.model for row in cost.sheet_rows(self.price_sheet)}
        return PAIR if set(PAIR) <= names else (self.hosted()[1], self.hosted()[2])

    def price(self, model: str) -> Price:
        """Its dated row on the sheet of the lab."""
        from helpers import cost

        return cost.price(model, self.as_of, self.price_sheet)

    def call_usd(self, model: str, version: str = "A") -> float:
        """US dollars of a mean call of a version of the assistant, at the bundled tokenizer's count."""
        from helpers import cost

        tokens_in, tokens_out = prompts._mean(version)
        return cost.cost(model, tokens_in, tokens_out, as_of=self.as_of, sheet=self.price_sheet)

    def tokens(self, version: str = "A") -> tuple[int, int]:
        """Mean tokens in and out of a call on the dev questions, in whole tokens."""
        tokens_in, tokens_out = prompts._mean(version)
        return round(tokens_in), round(tokens_out)

    def tokens_per_hour(self) -> int:
        """Tokens that the bundled model writes in an hour when it is never idle: the pilot's replies, one at a time."""
        from helpers import world

        turns = [turn for trace in world.traces() for turn in trace.turns]
        return 100 * round(36 * sum(turn.completion_tokens for turn in turns) / sum(turn.latency_s for turn in turns))

    def hourly_usd(self) -> float:
        """What the own machine costs in an hour: an assumption of the price sheet, or 0.10."""
        from helpers import cost
        from helpers.llm.request import BUNDLED

        try:
            return self.price(BUNDLED).hourly_usd or 0.10
        except cost.NoPrice:
            return 0.10

    def local_usd(self) -> float:
        """US dollars for a million tokens of the bundled model on the own machine."""
        from helpers import cost

        return cost.local_price(self.hourly_usd(), self.tokens_per_hour())

    # ways

    def ways(self) -> dict[str, Way]:
        """Every way to answer a ticket, by name."""
        return self._once("ways", self._ways)

    def _ways(self) -> dict[str, Way]:
        from helpers import unsure
        from helpers.selecting.ways import BOX, BUNDLED_WAY, PEOPLE, Way

        given, machine = self.given, self.hourly_usd() / 3600 * self.given.euros_per_dollar
        times = unsure.recorded_times()
        found = [Way(PEOPLE, 0.0, None, (given.person_right, given.person_right), given.people_p95_s, False)]
        search, reply = sum(times.searches) / len(times.searches), unsure.whole_times()
        for name, fates, seconds, each in (
            (BOX, ways.of_box(given.gone), times.searches, search),
            (BUNDLED_WAY, ways.of_bundled(given.gone), reply, sum(reply) / len(reply)),
        ):
            share = fates.right / (fates.n - fates.handed)
            found.append(Way(name, each * machine, fates, (share, share), _p95(seconds), True, self._tries(name)))
        for name, ends in self.assumed().items():
            call = self.call_usd(name) * given.euros_per_dollar
            found.append(Way(name, call, None, ends, given.hosted_p95_s, False, given.tries))
        return {way.name: way for way in found}

    def _tries(self, name: str) -> float:
        return 1.0 if name == ways.BOX else self.given.tries

    def resolution(self, name: str, **settings: float) -> Resolution:
        """Euros for each resolved ticket of a way. See `ways.resolution`."""
        return ways.resolution(self.ways()[name], self.given, **settings)

    def span(self, name: str) -> tuple[float, float, float]:
        """Euros for each resolved ticket: middle, low, high. By the range of an assumed quality, else the interval."""
        way = self.ways()[name]
        middle = self.resolution(name).total
        if way.fates is not None or name == ways.PEOPLE:
            return middle.value, middle.low, middle.high
        ends = sorted(self.resolution(name, right=end).total.value for end in way.right)
        return middle.value, ends[0], ends[1]

    def estimate(self, name: str) -> Estimate:
        """Euros for each resolved ticket as an estimate: an interval from counts, or a range that was assumed."""
        from helpers.stats import Estimate

        middle, low, high = self.span(name)
        if self.ways()[name].fates is not None:
            return self.resolution(name).total
        return Estimate(middle, low, high, unit="number", method="range of an assumed quality")

    def cheapest_call(self) -> str:
        """The way whose single call costs least, people left out."""
        machines = [way for way in self.ways().values() if way.name not in (ways.PEOPLE, ways.BOX)]
        return min(machines, key=lambda way: way.call).name

    def cheapest_resolved(self) -> str:
        """The way with the fewest euros for each resolved ticket, at the middle of every range."""
        return min(self.ways(), key=lambda name: self.span(name)[0])

    def surely(self) -> str:
        """Whether that way stays the cheapest wherever the ranges lie: "yes" or "no"."""
        first = self.cheapest_resolved()
        return "yes" if all(self.span(first)[2] < self.span(n)[1] for n in self.ways() if n != first) else "no"

    # what is reported

    def bill_usd(self) -> float:
        """US dollars for the calls of a month: version A, the middle hosted model."""
        from helpers.selecting import reference

        return reference.bills(self)["bill_a"]

    def sheets(self) -> dict[str, str]:
        """The price sheets that are shipped, with what each is."""
        from helpers import cost

        return cost.sheets()

    # what is sold to partner shops

    def conversation_eur(self) -> float:
        """Euros of one conversation of the agent with the middle hosted model."""
        from helpers import cost

        agent = self.given.agent
        usd = agent["calls"] * cost.cost(
            self.hosted()[1], agent["prompt_tokens"], agent["completion_tokens"], as_of=self.as_of,
            sheet=self.price_sheet,
        )  # fmt: skip
        return usd * self.given.euros_per_dollar


def _p95(seconds: Any) -> float:
    """Upper end of the interval of p95, or the largest value where there is no upper end."""
    from helpers import stats

    found = stats.percentile_interval(seconds, 0.95)
    return found.high if found.high < float("inf") else max(seconds)


_current: Lab | None = None


def begin(
    *,
    price_sheet: str = "shipped",
    as_of: str = "2026-11-24",
    person_eur: float = 4.0,
    tickets_per_month: int = 4000,
    seed: int = 8,
) -> Lab:
    """Set what the lab and its checks refer to, and return it.

    price_sheet: a name of `cost.sheets()` or a path. as_of: the day whose prices count. person_eur, tickets_per_month:
    two of the assumptions. seed: of the load and of the simulated shops.
    Raises: ValueError that says which setting is wrong; cost.BadSheet for a sheet.
    """
    from helpers import cost, prices

    global _current
    if not isinstance(price_sheet, str) or not price_sheet.strip():
        raise ValueError(f"price_sheet must be a name such as 'shipped' or a path, but got {price_sheet!r}")
    if isinstance(seed, bool) or not isinstance(seed, int):
        raise ValueError(f"seed must be a whole number, but got {seed!r}")
    day = prices.to_day(as_of, "as_of")
    given = givens.assumptions(person_eur=person_eur, tickets_per_month=tickets_per_month)
    cost.sheet_rows(price_sheet)
    lab = Lab(price_sheet, day.isoformat(), seed, given)
    lab.hosted()
    _current = lab
    print(
        f"Price sheet: {price_sheet}, as of {dt.date.fromisoformat(lab.as_of):%d %B %Y}. {cost.assumption(price_sheet)}"
    )
    return lab


def current() -> Lab:
    """The lab that `begin` set in this session, or the default one."""
    return _current if _current is not None else begin()
