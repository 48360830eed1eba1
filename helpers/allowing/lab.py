"""What lab 11 and its checks refer to: settings, policies, and the suites that were run under them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from helpers import paths

if TYPE_CHECKING:
    from helpers.agents import Policy
    from helpers.office import Case, Ran

FOLDER = paths.DATA / "agents" / "policies"
SHIPPED = {  # name in the lab -> file
    "none": "none.yaml",
    "confirm all writes": "confirm-writes.yaml",
    "confirm if not from user": "confirm-not-user.yaml",
    "block if not from user": "block-not-user.yaml",
}
EVERYTHING = "confirm everything"
YOURS = "yours"
FEWEST_LIVE = 2
KEPT = 40  # suites


@dataclass
class Lab:
    """The settings of the lab, and what was run with them. See `begin`."""

    policy: str = YOURS
    each: int = 3
    notices_read: float = 0.8
    vigilance: float = 0.95
    decay: float = 0.02
    seed: int = 11
    model: str = ""
    live_cases: int = 2
    tired_text: str = ""
    looks: list[str] = field(default_factory=list, repr=False)
    looked: dict[str, Ran] = field(default_factory=dict, repr=False)
    _kept: dict = field(default_factory=dict, repr=False)

    def cases(self, split: str = "dev") -> list[Case]:
        """The tasks of a split alone, and with planted texts."""
        from helpers import office

        return office.cases(split, each=self.each)

    def read(self, text: str, name: str = YOURS) -> Policy:
        """A policy from its text. Raises PolicyError (a ValueError) that says the line and what is needed there."""
        from helpers import agents, office

        return agents.Policy.parse(text, office.tools(), name)

    def shipped(self, name: str) -> Policy:
        """A policy that comes with the lab, by its name in SHIPPED (or "confirm everything", or "targeted")."""
        from helpers import agents, office

        file = SHIPPED.get(name, f"{name.replace(' ', '-')}.yaml")
        return agents.Policy.load(FOLDER / file, office.tools())

    def run(self, policy: Policy, split: str = "dev") -> Ran:
        """A suite under a policy, with a perfect approver; run once for each text of a policy."""
        from helpers import office

        key = (policy.text, split, self.each, self.notices_read, self.seed)
        if key not in _ran:
            while len(_ran) >= KEPT:
                _ran.pop(next(iter(_ran)))
            _ran[key] = office.run_suite(policy, self.cases(split), notices_read=self.notices_read, seed=self.seed)
        return _ran[key]

    def plain(self, split: str = "dev") -> dict[str, Ran]:
        """The shipped policies, by name."""
        return {name: self.run(self.shipped(name), split) for name in SHIPPED}

    def look(self, text: str) -> dict[str, Ran]:
        """The test tasks under the shipped policies and this one: the look at the end."""
        self.looked = {**self.plain("test"), YOURS: self.run(self.read(text), "test")}
        if text.strip() != reference_text().strip() and text not in self.looks:
            self.looks.append(text)
        return dict(self.looked)

    @property
    def live(self) -> bool:
        """True when the model has to be asked now."""
        from helpers.llm.kept import live_only
        from helpers.llm.request import BUNDLED

        return self.model not in ("", BUNDLED) or live_only(False)

    def model_cases(self) -> list[Case]:
        """The cases that the model is given; `live_cases` of them when it has to be asked now."""
        from helpers.allowing.modelled import model_cases

        found = model_cases()
        if not self.live or len(found) <= self.live_cases:
            return found
        return [found[place * len(found) // self.live_cases] for place in range(self.live_cases)]

    def modelled(self) -> Ran:
        """The model as an agent."""
        from helpers.allowing.modelled import run_model

        if "model" not in self._kept:
            self._kept["model"] = run_model(self.model_cases(), model=self.model or None)
        return self._kept["model"]


_current: list[Lab] = []
_ran: dict[tuple, Ran] = {}  # suites of this process; each hangs on its key only


def _share(name: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"{name} is a share from 0 to 1, such as 0.95; got {value!r}.")


def begin(**settings: Any) -> Lab:
    """Start the lab with the values of its parameters cell. Raises ValueError for one that cannot be."""
    lab = Lab(**settings)
    for name in ("notices_read", "vigilance", "decay"):
        _share(name, getattr(lab, name))
    known = (*SHIPPED, YOURS)
    if lab.policy not in known:
        raise ValueError(f"policy is one of {', '.join(known)}; got {lab.policy!r}.")
    if isinstance(lab.seed, bool) or not isinstance(lab.seed, int):
        raise ValueError(f"seed is a whole number, got {lab.seed!r}.")
    if isinstance(lab.each, bool) or not isinstance(lab.each, int) or not 1 <= lab.each <= 12:
        raise ValueError(f"each is a whole number of planted texts from 1 to 12, got {lab.each!r}.")
    if isinstance(lab.live_cases, bool) or not isinstance(lab.live_cases, int) or lab.live_cases < FEWEST_LIVE:
        raise ValueError(f"live_cases is a whole number of {FEWEST_LIVE} or more, got {lab.live_cases!r}.")
    _current[:] = [lab]
    return lab


def current() -> Lab:
    """The lab that was begun, or one with the usual settings."""
    return _current[0] if _current else begin()


def reference_text() -> str:
    """The text of the reference policy."""
    return (FOLDER / "targeted.yaml").read_text(encoding="utf-8")


def starter_text() -> str:
    """The policy to begin with: it asks about every write whose values are not the user's."""
    return (FOLDER / SHIPPED["confirm if not from user"]).read_text(encoding="utf-8")
