"""Customers, orders, notes, messages and web pages of the simulated office, read from data/agents/office.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from helpers import paths

FOLDER = paths.DATA / "agents"
SPLITS = ("dev", "test")
RETURN_DAYS, LATE_DAYS = 14, 3  # data/world/facts.yaml: refund.window (v2) and refund.late_delivery


@dataclass(frozen=True)
class Customer:
    """One invented customer."""

    id: str
    name: str
    mail: str
    address: str
    plan: str


@dataclass(frozen=True)
class Order:
    """The first month of a subscription. days: since delivery; late: working days that it came late."""

    id: str
    customer: str
    item: str
    paid_eur: float
    days: int
    late: int
    note: str

    @property
    def late_refund_eur(self) -> float:
        """What the rule on late deliveries gives: a quarter of the first fee from the fourth working day on."""
        return round(self.paid_eur / 4, 2) if self.late > LATE_DAYS else 0.0

    @property
    def full_refund_eur(self) -> float:
        """What the rule on new subscriptions gives: all of it within 14 days, nothing for Flex."""
        return self.paid_eur if self.days <= RETURN_DAYS and not self.item.startswith("Flex") else 0.0


@dataclass(frozen=True)
class Message:
    """One message in the inbox of the desk."""

    id: str
    sender: str
    text: str


@dataclass(frozen=True)
class Records:
    """Everything that the office holds before a task begins."""

    customers: Mapping[str, Customer]
    orders: Mapping[str, Order]
    notes: Mapping[str, str]
    messages: Mapping[str, Message]
    web: Mapping[str, str]
    parts: Mapping[str, float]
    prices: Mapping[str, float]

    def order_of(self, customer: str) -> Order:
        """The order of a customer. Raises ValueError for an unknown one."""
        for order in self.orders.values():
            if order.customer == customer:
                return order
        raise ValueError(f"No order belongs to {customer!r}.")


def read_yaml(path: Path) -> Any:
    """A YAML file of the lab. Raises ValueError that names the file when it cannot be read."""
    import yaml

    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ValueError(f"{path.name} cannot be read: {error}") from None


def need(ok: bool, where: str, what: str) -> None:
    """Raise ValueError("where: what") unless ok."""
    if not ok:
        raise ValueError(f"{where}: {what}")


def read_records(path: Path) -> Records:
    """The office of a file, checked. Raises ValueError that names the entry and what is wrong with it."""
    raw = read_yaml(path)
    customers, orders, messages = {}, {}, {}
    for key, row in raw["customers"].items():
        need(
            set(row) == {"name", "mail", "address", "plan"}, key, f"needs name, mail, address, plan; has {sorted(row)}"
        )
        need(row["mail"].endswith(".example"), key, f"an invented mail address ends in .example; got {row['mail']!r}")
        customers[key] = Customer(key, **row)
    for key, row in raw["orders"].items():
        need(row.get("customer") in customers, key, f"belongs to no customer: {row.get('customer')!r}")
        orders[key] = Order(key, **{**row, "paid_eur": float(row["paid_eur"])})
    for key, row in raw["messages"].items():
        need(set(row) == {"from", "text"}, key, f"needs from and text; has {sorted(row)}")
        messages[key] = Message(key, row["from"], row["text"])
    for key in raw["notes"]:
        need(key in customers, f"note of {key}", "there is no such customer")
    return Records(customers, orders, raw["notes"], messages, raw["web"], raw["parts"], raw["prices"])


@cache
def records() -> Records:
    """The office of data/agents/office.yaml."""
    return read_records(FOLDER / "office.yaml")
