"""The bundled model as an agent: it picks a tool from the list, then fills in the arguments under the tool's schema."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from helpers.agents.minds import Malformed, Move, Task, Turn
from helpers.agents.provenance import Call
from helpers.agents.records import canonical
from helpers.agents.tooling import Tool

ANSWER = "answer"
SYSTEM = (
    "You work in the back office of Meadow, which sells electric bicycles on subscription. You get one request at a "
    "time. Use the tools, one at a time. When the request is done, or cannot be done, choose answer."
)
RESULT_CHARACTERS = 500  # of a tool's result that the model is shown


def tool_lines(tools: Mapping[str, Tool]) -> str:
    """The tools as the model is told about them: name, arguments, description."""
    lines = []
    for tool in tools.values():
        lines.append(f"- {tool.name}({', '.join(tool.parameters['properties'])}): {tool.description or tool.name}")
    return "\n".join(lines)


def messages_for(
    task: Task, history: Sequence[Turn], tools: Mapping[str, Tool], *, chosen: str = "", system: str = SYSTEM
) -> list[dict[str, str]]:
    """What the model is asked: rules and tools first (the same for all), then the request, then what was done so far.

    chosen: the tool whose arguments are asked for; "" asks for the tool. Returns messages for `llm.chat`.
    """
    past = []
    for turn in history:
        call = f"{turn.call.tool} {canonical(dict(turn.call.arguments))}" if turn.call else "(not understood)"
        came = canonical(turn.result) if turn.state == "done" else f"{turn.state}: {turn.note}"
        past.append(f"You called: {call}\nResult: {came[:RESULT_CHARACTERS]}")
    ask = f"Give the arguments of {chosen} as JSON." if chosen and chosen != ANSWER else "Which tool is next?"
    if chosen == ANSWER:
        ask = "Answer the request in one sentence."
    body = "\n\n".join([f"Request: {task.text}", *past, ask])
    return [{"role": "system", "content": f"{system}\n\nTools:\n{tool_lines(tools)}\n- {ANSWER}: end with an answer"},
            {"role": "user", "content": body}]  # fmt: skip


class Bundled:
    """A model behind `llm.chat` as an agent, with constrained output: no key is needed for the bundled one.

    Recorded replies are used where they exist. A move takes two requests (tool, then arguments or answer).
    """

    def __init__(self, model: str | None = None, system: str = SYSTEM, max_tokens: int = 96):
        self.model, self.system, self.max_tokens = model, system, max_tokens

    def move(self, task: Task, history: Sequence[Turn], tools: Mapping[str, Tool]) -> Move:
        """The model's next move. Raises Malformed when the arguments cannot be read."""
        from helpers import llm

        names = [*tools, ANSWER]
        first = llm.chat(
            messages_for(task, history, tools, system=self.system),
            model=self.model,
            choices=names,
            max_tokens=24,
            invalid="keep",
        )
        name = first.text.strip()
        if first.problem or name not in names:
            raise Malformed(f"No tool of the list: {first.text[:80]!r}.")
        asked = messages_for(task, history, tools, chosen=name, system=self.system)
        if name == ANSWER:
            said = llm.chat(asked, model=self.model, max_tokens=self.max_tokens, invalid="keep")
            return Move(answer=said.text, cost_usd=first.cost_usd + said.cost_usd, raw=said.text)
        schema = strict(tools[name])
        filled = llm.chat(asked, model=self.model, schema=schema, max_tokens=self.max_tokens, invalid="keep")
        cost = first.cost_usd + filled.cost_usd
        try:
            arguments = json.loads(filled.text)
        except ValueError:
            raise malformed(f"The arguments of {name} are no JSON: {filled.text[:80]!r}.", cost) from None
        return Move(Call(name, arguments, len(history) + 1), cost_usd=cost, raw=filled.text)


def malformed(text: str, cost_usd: float) -> Malformed:
    """The error, with what the unusable output cost."""
    error = Malformed(text)
    error.cost_usd = cost_usd
    return error


def strict(tool: Tool) -> dict:
    """The tool's parameters as a closed JSON schema."""
    return {**json.loads(canonical(tool.parameters)), "additionalProperties": False}
