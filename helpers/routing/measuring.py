"""Times of single calls for the three approaches, measured when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers.routing import llm_router, timing

if TYPE_CHECKING:
    from helpers.routing.data import Lab

ENOUGH = 3.0  # seconds of live calls, after which no further call is made


def timings(lab: Lab) -> dict[str, timing.Timing]:
    """rules, classic ML and the model: one message at a time, as one customer meets it."""
    from helpers.embed import embed
    from helpers.routing.rules import shipped_rules

    texts = llm_router.alone([ticket.text for ticket in lab.tickets("dev")])
    rules, model = shipped_rules(), lab.classifier()
    found = [
        timing.measure("rules", rules.route, texts),
        timing.measure("classic ML", lambda text: model.predict(embed([text])), texts[: timing.CALLS["classic ML"]]),
        *_llm(lab, texts),
    ]
    return {f"{time.name}, {time.source}": time for time in found}


def _llm(lab: Lab, texts: list[str]) -> list[timing.Timing]:
    """The model: those calls that were recorded one at a time; where replies are made live, a few now as well."""
    from helpers import local
    from helpers.llm.request import BUNDLED

    name, found = "LLM choice", []
    if lab.model == BUNDLED:
        replies = llm_router.ask(texts, name, model=BUNDLED, repeat=llm_router.ALONE)
        day = replies[0].recorded_at[:10]
        found.append(timing.summary(name, [reply.latency_s for reply in replies], f"recorded on {day}"))
    if lab.model != BUNDLED or (lab.live and local.available()[0]):
        if lab.model == BUNDLED:
            local.generate([[{"role": "user", "content": "Hello"}]], max_tokens=1)  # loads the model
        replies = []
        for text in texts[: timing.CALLS["LLM"]]:
            replies += llm_router.ask([text], name, model=lab.model, fresh=True)
            if sum(reply.latency_s for reply in replies) > ENOUGH:
                break
        found.append(timing.summary(name, [reply.latency_s for reply in replies], "live"))
    return found
