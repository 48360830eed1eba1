"""A hosted model as an agent, through litellm's tool calling. Live only: nothing of it is recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from helpers.agents.bundled import SYSTEM, malformed, strict
from helpers.agents.minds import Move, Task, Turn
from helpers.agents.provenance import Call
from helpers.agents.records import canonical
from helpers.agents.tooling import Tool


class Hosted:
    """A hosted model (openai/…, anthropic/…, or your own server) that calls tools.

    Keys and address as in `helpers.llm`; each move is held against WORKBOOK_BUDGET_USD before it is made. Of several
    calls in one reply the first is taken: one action, one decision.
    """

    def __init__(
        self, model: str, system: str = SYSTEM, max_tokens: int = 512, timeout: float = 60, temperature: float = 0
    ):
        if not isinstance(model, str) or "/" not in model or model.startswith("local/"):
            raise ValueError(f"model names a provider and a model, as openai/gpt-4o-mini; got {model!r}.")
        self.model, self.system, self.max_tokens = model, system, max_tokens
        self.timeout, self.temperature = timeout, temperature

    def move(self, task: Task, history: Sequence[Turn], tools: Mapping[str, Tool]) -> Move:
        """The model's next move. Raises Malformed for output that is no move, and the errors of `helpers.llm`."""
        from helpers.llm import failures, hosted
        from helpers.llm.spending import budget

        messages = self.messages(task, history)
        asked = {
            "model": self.model, "messages": messages, "tools": [_described(tool) for tool in tools.values()],
            "max_tokens": self.max_tokens, "temperature": self.temperature, "timeout": self.timeout,
            "num_retries": 2,
        }  # fmt: skip
        access, most = hosted.check(self.model), self._most(messages, asked["tools"])
        budget.hold(most, f"A move of {self.model}")
        spent = 0.0
        try:
            try:
                reply = hosted.client().completion(**asked, **access)
            except Exception as error:
                failure = failures.explain(error, self.model, self.timeout)
                spent = most if failure.may_be_billed else 0.0
                raise failure.error from None
            spent = self._cost(reply, most)
        finally:
            budget.settle(most, spent)
        return self._read(reply, len(history) + 1, spent)

    def messages(self, task: Task, history: Sequence[Turn]) -> list[dict[str, Any]]:
        """The conversation in the form that tool-calling models know: each past call with its result."""
        messages: list[dict[str, Any]] = [
            {"role": "system", "content": self.system},
            {"role": "user", "content": task.text},
        ]
        for number, turn in enumerate(history, 1):
            if turn.call is None:
                messages.append({"role": "user", "content": f"That could not be used. {turn.note}"})
                continue
            name = f"call_{number}"
            called = {"name": turn.call.tool, "arguments": canonical(dict(turn.call.arguments))}
            messages.append(
                {
                    "role": "assistant",
                    "content": "",
                    "tool_calls": [{"id": name, "type": "function", "function": called}],
                }
            )
            came = turn.result if turn.state == "done" else {"state": turn.state, "why": turn.note}
            messages.append({"role": "tool", "tool_call_id": name, "content": canonical(came)})
        return messages

    def _most(self, messages: list, tools: list) -> float:
        from helpers import prices

        return prices.cost(self.model, len(json.dumps([messages, tools]).encode()) // 3 + 50, self.max_tokens)

    def _cost(self, reply: Any, most: float) -> float:
        from helpers import prices

        usage = getattr(reply, "usage", None)
        if usage is None or not usage.prompt_tokens:
            return most
        return prices.cost(self.model, usage.prompt_tokens, usage.completion_tokens)

    def _read(self, reply: Any, step: int, cost: float) -> Move:
        try:
            message = reply.choices[0].message
        except (AttributeError, IndexError):
            raise malformed("The reply holds no message.", cost) from None
        if not message.tool_calls:
            if not (message.content or "").strip():
                raise malformed("The reply holds neither a call nor a text.", cost)
            return Move(answer=message.content, cost_usd=cost, raw=message.content)
        wanted = message.tool_calls[0].function
        try:
            arguments = json.loads(wanted.arguments or "{}")
            canonical(arguments)
        except ValueError:
            raise malformed(
                f"The arguments of {wanted.name} are no JSON: {str(wanted.arguments)[:80]!r}.", cost
            ) from None
        return Move(Call(str(wanted.name), arguments, step), cost_usd=cost, raw=str(wanted.arguments))


def _described(tool: Tool) -> dict[str, Any]:
    what = {"name": tool.name, "description": tool.description or tool.name, "parameters": strict(tool)}
    return {"type": "function", "function": what}
