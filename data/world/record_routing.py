"""Record what module 01 reads: vectors of the inbox, the model as a router, its answers about refunds, its apologies.

    python data/world/record_routing.py vectors      the bundled embedder on every message and refund section
    python data/world/record_routing.py routing      three kinds of prompt, every test message and each fourth of dev
    python data/world/record_routing.py alone        some dev messages one at a time, for the latency
    python data/world/record_routing.py refunds      answers about refunds, without pages and with the nearest sections
    python data/world/record_routing.py apologies    three kinds of draft for every failed delivery

Run by contributors when the messages, the prompts or the cases change. It can be stopped and resumed. The finished
routing.jsonl is packed into routing.jsonl.gz by `helpers.recordings.write`.
"""

from __future__ import annotations

import os
import sys

from helpers import paths, world
from helpers.llm.request import BUNDLED


def _into(name: str) -> None:
    os.environ["WORKBOOK_RECORD"] = str(paths.RECORDINGS / name)


def vectors() -> None:
    """Write data/recordings/ticket_vectors.npz."""
    from helpers.routing import classic, refunds

    classic.record([ticket.text for ticket in world.tickets(period=None)] + refunds.sections_of_all_days())


def routing() -> None:
    """Ask the bundled model for the team of each message."""
    from helpers.routing import llm_router

    _into("routing.jsonl")
    for kind in llm_router.KINDS:
        texts = [ticket.text for ticket in llm_router.asked(world.tickets("test"), world.tickets("dev"))]
        llm_router.ask(texts, kind, model=BUNDLED)


def alone() -> None:
    """Ask for the team of some dev messages one at a time, for the latency. On a quiet machine."""
    from helpers.routing import llm_router

    _into("routing.jsonl")
    for text in llm_router.alone([ticket.text for ticket in world.tickets("dev")]):
        llm_router.ask([text], "LLM choice", model=BUNDLED, repeat=llm_router.ALONE)


def refunds() -> None:
    """Ask the bundled model what the customers ask about refunds."""
    from helpers.routing import refunds as job

    _into("refunds.jsonl")
    for kind in job.KINDS:
        job.ask(job.refund_cases(), kind, model=BUNDLED)


def apologies() -> None:
    """Ask the bundled model for a draft to every customer."""
    from helpers.routing import apology, drafts

    _into("apologies.jsonl")
    for kind in drafts.DRAFTS:
        drafts.drafts(apology.apology_cases(), kind, model=BUNDLED)


if __name__ == "__main__":
    {"vectors": vectors, "routing": routing, "alone": alone, "refunds": refunds, "apologies": apologies}[sys.argv[1]]()
