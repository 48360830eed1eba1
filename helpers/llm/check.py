"""Whether a reply is what was asked for: JSON that fits the schema, or one of the choices."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from helpers import jsonschemas

_FENCE = re.compile(r"^\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*$", re.DOTALL)


def check_text(text: str, finish: str, settings: Mapping) -> tuple[str, str | None]:
    """The text to show and what is wrong with it, or None.

    A choice is accepted in other case, in quotes or with a full stop, and given back as it was asked for. JSON inside a
    code fence is taken out of it. Anything else stays as the model wrote it.
    """
    if settings["choices"] is not None:
        by_form = {_plain(choice): choice for choice in settings["choices"]}
        if text in settings["choices"]:
            return text, None
        found = by_form.get(_plain(text)) if len(by_form) == len(settings["choices"]) else None
        if found is not None:
            return found, None
        return text, f"it is none of the choices {settings['choices']}"
    if settings["schema"] is not None:
        fenced = _FENCE.match(text)
        inner = fenced.group(1) if fenced else text
        try:
            value = json.loads(inner)
        except ValueError as error:
            cut = " (it was cut at max_tokens; allow more)" if finish == "length" else ""
            return text, f"it is not JSON: {error}{cut}"
        faults = jsonschemas.faults(value, settings["schema"])
        return (text, f"it does not fit the schema: {faults[0]}") if faults else (inner, None)
    return text, None


def _plain(text: str) -> str:
    return text.strip().strip("\"'`*“”‘’").strip().rstrip(".").casefold()
