"""JSON schema checks with jsonschema, imported late and without its slowest optional part."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache

_GRAMMAR = "rfc3987_syntax"


@contextmanager
def quickly_imported() -> Iterator[None]:
    """Inside it jsonschema is imported without the grammar of addresses in other scripts, which takes 2 s to build.

    It works without: only the format `iri` is not checked. For the first import of jsonschema itself and of what brings
    it along (nbformat, papermill, chromadb). Changes nothing where it is imported already.
    """
    hidden = "jsonschema" not in sys.modules and _GRAMMAR not in sys.modules
    if hidden:
        sys.modules[_GRAMMAR] = None
    try:
        yield
    finally:
        if hidden:
            del sys.modules[_GRAMMAR]


def _jsonschema():
    with quickly_imported():
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
