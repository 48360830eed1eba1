"""What lab 08 assumes of hosted models: the range of the share right, the shipped one or the learner's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from helpers.selecting.given import Given
    from helpers.selecting.ways import Way


def full_name(given: Any, known: list[str]) -> str | None:
    """The name among `known` that is meant: itself, or the one that ends in it after its maker. None when no one is."""
    if given in known:
        return given
    ends = [name for name in known if isinstance(given, str) and name.split("/")[-1] == given.strip()]
    return ends[0] if len(ends) == 1 else None


class Ranges:
    """Part of `Lab`."""

    given: Given
    ranges: dict[str, tuple[float, float]]
    _kept: dict

    if TYPE_CHECKING:

        def hosted(self) -> list[str]: ...
        def ways(self) -> dict[str, Way]: ...

    def assume(self, right: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
        """Set the ranges of the share right for hosted models; models that are left out keep the shipped assumption.

        Raises: ValueError for a model that is none of the three, or a range that is not two shares, the lower first.
        """
        known, taken = self.hosted(), {}
        if not isinstance(right, Mapping):
            raise ValueError(f'the ranges are written as {{"{known[0]}": (0.40, 0.80)}}, but got {right!r}.')
        for given, ends in right.items():
            name = full_name(given, known)
            if name is None:
                raise ValueError(f"{given!r} is none of the three models of this sheet: {', '.join(known)}.")
            fine = isinstance(ends, tuple | list) and len(ends) == 2
            fine = fine and all(isinstance(e, int | float) and not isinstance(e, bool) for e in ends)
            if not fine or not 0 <= ends[0] < ends[1] <= 1:
                raise ValueError(f"{name}: a range is two shares such as (0.60, 0.90), the lower first; got {ends!r}.")
            taken[name] = (float(ends[0]), float(ends[1]))
        self.ranges = taken
        self._kept.pop("ways", None)
        return self.assumed()

    def assumed(self) -> dict[str, tuple[float, float]]:
        """The range of the share right of each hosted model, as it is assumed now."""
        return self.shipped() | self.ranges

    def shipped(self) -> dict[str, tuple[float, float]]:
        """The ranges of data/cost.yaml."""
        return dict(zip(self.hosted(), self.given.hosted_right, strict=True))

    def believe(self, right: Any) -> str:
        """Set the ranges and say which are used, in a line each; ranges that cannot be read leave the shipped ones."""
        lines = []
        try:
            self.assume({} if right is ... else right)
        except ValueError as error:
            self.assume({})
            lines.append(f"Not taken: {error} The shipped ranges are used.")
        for name, (low, high) in self.assumed().items():
            lines.append(
                f"{name}: right on {100 * low:.0f} to {100 * high:.0f} % of the tickets that it answers (assumed)"
            )
        return "\n".join(lines)
