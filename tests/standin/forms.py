"""Buttons, selects and forms as people use them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.standin.contract import length
from tests.standin.limits import BUTTON, LABELLED, LINK, SELECTS, TEXT_INPUT, asked, within

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.standin.messages import Message
    from tests.standin.world import JSON


def components(message: Message) -> Iterator[JSON]:
    """Yield what can be pressed or picked from, at whatever depth."""
    for one in within(message.components):
        if one["type"] == BUTTON or one["type"] in SELECTS:
            yield one


def pressed(message: Message, name: str) -> JSON:
    """Return the data of the interaction that pressing a button makes."""
    assert not message.deleted, "the message is gone"
    buttons = [one for one in components(message) if one["type"] == BUTTON]
    for one in buttons:
        if name in {one.get("label"), one.get("custom_id")}:
            assert one.get("style") != LINK, f"{name!r} is a link"
            assert not one.get("disabled"), f"{name!r} cannot be pressed"
            return {"custom_id": one["custom_id"], "component_type": BUTTON}
    raise AssertionError(f"no button {name!r}, only {[one.get('label') for one in buttons]}")


def picked(message: Message, custom_id: str, values: tuple[str, ...]) -> JSON:
    """Return the data of the interaction that picking from a select makes."""
    assert not message.deleted, "the message is gone"
    selects = {one["custom_id"]: one for one in components(message) if one["type"] in SELECTS}
    assert custom_id in selects, f"no select {custom_id!r}, only {[*selects]}"
    select = selects[custom_id]
    assert not select.get("disabled"), f"{custom_id!r} cannot be picked from"
    _chosen(select, values)
    kind = select["type"]
    return {"custom_id": custom_id, "component_type": kind, "values": [*values]}


def _chosen(select: JSON, values: Sequence[str]) -> None:
    offered = [one["value"] for one in select.get("options") or []]
    assert not offered or {*values} <= {*offered}, f"{values} is not among {offered}"
    least, most = select.get("min_values"), select.get("max_values")
    least, most = (1 if least is None else least), (1 if most is None else most)
    assert least <= len(values) <= most, f"{least} to {most} may be picked, not {values}"


def filled(form: JSON, values: Mapping[str, str | list[str]]) -> JSON:
    """Return the data of the interaction that a filled form makes."""
    known = {one["custom_id"] for one in asked(form)}
    assert values.keys() <= known, f"the form asks for {known}, not for {values.keys() - known}"
    rows = [_row(row, values) for row in form["components"]]
    return {"custom_id": form["custom_id"], "components": rows}


def _row(row: JSON, values: Mapping[str, Any]) -> JSON:
    if row["type"] == LABELLED:
        return {"type": LABELLED, "id": 1, "component": _field(row["component"], values)}
    inner = [_field(one, values) for one in row.get("components") or []]
    return {"type": row["type"], "id": 1, "components": inner}


def _field(field: JSON, values: Mapping[str, Any]) -> JSON:
    name, kind = field["custom_id"], field["type"]
    answer: JSON = {"type": kind, "id": 2, "custom_id": name}
    if kind != TEXT_INPUT:
        picked_values = values.get(name, [])
        if picked_values or field.get("required", True):
            _chosen(field, picked_values)
        return answer | {"values": picked_values}
    text = values.get(name, field.get("value") or "")
    least, most = field.get("min_length") or 0, field.get("max_length") or 4000
    needed = max(1, least) if field.get("required", True) else 0
    fits = needed <= length(text) <= most and (not text or length(text) >= least)
    assert fits, f"{name!r} takes {least} to {most} characters, not {length(text)}"
    return answer | {"value": text}
