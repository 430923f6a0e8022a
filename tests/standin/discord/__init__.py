"""The parts of Discord's description of its HTTP interface that the stand-in holds the bot to.

They lie here with their licence. `python -m tests.standin.discord OPENAPI.json` takes them anew
from Discord's whole description, and a test tells when they are no longer it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.standin.contract import NEEDED, Contract
from tests.standin.rest import ROUTES

if TYPE_CHECKING:
    from collections.abc import Iterator

PATH = Path(__file__).parent / "openapi.json"
_SCHEMAS = "#/components/schemas/"


@cache
def contract() -> Contract:
    """Return the contract of the parts in use, read once."""
    return Contract(json.loads(PATH.read_text("utf-8")))


def extract(document: Any) -> Any:
    """Return of a description the requests that the stand-in answers, and what they refer to."""
    paths: dict[str, Any] = {}
    for route in ROUTES:
        method = route.method.lower()
        described = document["paths"].get(route.template, {}).get(method)
        if described is not None:
            kept = {name: described[name] for name in ("requestBody",) if name in described}
            paths.setdefault(route.template, {})[method] = kept
    schemas = document["components"]["schemas"]
    names = _reachable(schemas, {*NEEDED, *_referred(paths)})
    return {
        "openapi": document["openapi"],
        "info": document["info"],
        "paths": {path: paths[path] for path in sorted(paths)},
        "components": {"schemas": {name: schemas[name] for name in sorted(names)}},
    }


def _reachable(schemas: dict[str, Any], waiting: set[str]) -> set[str]:
    """Return the names of schemas with those that they refer to."""
    names: set[str] = set()
    while waiting:
        name = waiting.pop()
        names.add(name)
        waiting |= set(_referred(schemas[name])) - names
    return names


def _referred(part: Any) -> Iterator[str]:
    """Yield the names of the schemas that a part of a description refers to."""
    if isinstance(part, dict):
        if str(part.get("$ref", "")).startswith(_SCHEMAS):
            yield part["$ref"].removeprefix(_SCHEMAS)
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _referred(each)
