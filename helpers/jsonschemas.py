"""JSON schema checks with jsonschema, imported late and without its slowest optional part."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import lru_cache


def _jsonschema():
    if "jsonschema" not in sys.modules and "rfc3987_syntax" not in sys.modules:
        # jsonschema builds a grammar for addresses in other scripts at import (2 s) and works without it.
        sys.modules["rfc3987_syntax"] = None
        try:
            import jsonschema
        finally:
            del sys.modules["rfc3987_syntax"]
        return jsonschema
    import jsonschema

    return jsonschema


@lru_cache(maxsize=64)
def _validator(text: str):
    import json

    jsonschema = _jsonschema()
    schema = json.loads(text)
    kind = jsonschema.validators.validator_for(schema, default=jsonschema.Draft202012Validator)
    try:
        kind.check_schema(schema)
    except jsonschema.SchemaError as error:
        raise ValueError(f"The JSON schema itself is not valid at {_place(error)}: {error.message}.") from None
    from referencing import Registry

    return kind(schema, registry=Registry())  # an empty registry: references to other documents are not fetched


def check(schema: Mapping) -> None:
    """Raise ValueError when the schema itself is not valid."""
    import json

    _validator(json.dumps(schema, sort_keys=True))


def faults(value: object, schema: Mapping) -> list[str]:
    """What does not fit, one text each with its place; an empty list when all fits.

    Raises: ValueError when the schema itself is not valid. Remote references are not fetched.
    """
    import json

    validator = _validator(json.dumps(schema, sort_keys=True))
    try:
        found = list(validator.iter_errors(value))
    except _jsonschema().exceptions._WrappedReferencingError as error:
        raise ValueError(f"The JSON schema refers to something that is not in it: {error}.") from None
    return [f"{_place(error)}: {error.message}" for error in sorted(found, key=lambda error: str(list(error.path)))]


def _place(error) -> str:
    return "/".join(str(part) for part in error.absolute_path) or "the whole"
