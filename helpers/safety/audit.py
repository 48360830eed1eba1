"""The trifecta: private data, untrusted content and a way out. Two can be managed; three are a leak to wait for."""

from __future__ import annotations

from typing import NamedTuple

LEGS = ("private data", "untrusted content", "external communication")


class Feature(NamedTuple):
    """A feature as the audit sees it. approval: a person confirms before anything leaves or changes."""

    name: str
    private_data: bool
    untrusted_content: bool
    external_communication: bool
    approval: bool = False


class Audit(NamedTuple):
    """Which legs a feature has, whether it may run by itself, whether a person must approve, and why."""

    legs: tuple[str, ...]
    allowed: bool
    needs_approval: bool
    sentence: str


def trifecta(feature: Feature) -> Audit:
    """Audit a feature by the lethal trifecta and the Rule of Two: at most two of three legs without a person.

    allowed: it may run as it is described. needs_approval: it has all three legs. It looks at what a feature can do,
    not at how well the model behaves. Raises: ValueError when a field is not True or False.
    Source: Willison, 16 June 2025; Meta, Agents Rule of Two, 31 October 2025 (which counts a change of state with the
    third leg).
    """
    if not isinstance(feature, Feature):
        raise ValueError(f"feature must be a safety.Feature(…), got {type(feature).__name__}.")
    if not isinstance(feature.name, str) or not feature.name.strip():
        raise ValueError("name must be a text that is not empty.")
    for field in Feature._fields[1:]:
        if not isinstance(getattr(feature, field), bool):
            raise ValueError(f"{field} must be True or False, got {type(getattr(feature, field)).__name__}.")
    legs = tuple(leg for leg, has in zip(LEGS, feature[1:4], strict=True) if has)
    needs = len(legs) == 3
    if not needs:
        missing = [leg for leg in LEGS if leg not in legs]
        bound = f"gets no {missing[0]}" if len(missing) == 1 else "never gets all three"
        sentence = f"{len(legs)} of 3: it may run by itself as long as it {bound}."
    elif feature.approval:
        sentence = "3 of 3: it may run, and a person approves each time before anything leaves."
    else:
        sentence = "3 of 3: take one away, or let a person approve before anything leaves."
    return Audit(legs, not needs or feature.approval, needs, sentence)
