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

    texts = [ticket.text for ticket in lab.tickets("dev") if len(ticket.text) < 600]
    rules, model = shipped_rules(), lab.classifier()
    found = {
        "rules": timing.measure("rules", rules.route, texts[: timing.CALLS["rules"]]),
        "classic ML": timing.measure(
            "classic ML", lambda text: model.predict(embed([text])), texts[: timing.CALLS["classic ML"]]
        ),
    }
    found["LLM choice"] = _llm(lab, texts)
    return found


def _llm(lab: Lab, texts: list[str]) -> timing.Timing:
    """The model, asked now where it can run; else what was recorded (in lists, so slower than a single call)."""
    from helpers import local
    from helpers.llm.request import BUNDLED

    name = "LLM choice"
    if lab.model != BUNDLED or local.available()[0]:
        if lab.model == BUNDLED:
            local.generate([[{"role": "user", "content": "Hello"}]], max_tokens=1)  # loads the model
        replies: list = []
        for text in texts[: timing.CALLS["LLM"]]:
            replies += llm_router.ask([text], name, model=lab.model, fresh=True)
            if sum(reply.latency_s for reply in replies) > ENOUGH:
                break
        return timing.summary(name, [reply.latency_s for reply in replies], "live")
    recorded = [reply.latency_s for reply in lab.routed(name).replies]
    return timing.summary(name, recorded, "recorded, answered in lists of up to 24")
