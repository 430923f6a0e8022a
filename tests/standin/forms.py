"""Buttons, selects and forms as people use them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.standin.channels import Channel
from tests.standin.contract import length
from tests.standin.limits import BUTTON, LABELLED, LINK, SELECTS, TEXT_INPUT, asked, within
from tests.standin.users import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.standin.messages import Message
    from tests.standin.world import JSON


ROLES, CHANNELS = 6, 8


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


def picked(message: Message, name: str, values: tuple[str | Channel | Role, ...]) -> JSON:
    """Return the data of the interaction that picking from a select makes."""
    assert not message.deleted, "the message is gone"
    selects = [one for one in components(message) if one["type"] in SELECTS]
    found = [one for one in selects if name in {one["custom_id"], one.get("placeholder")}]
    names = [one.get("placeholder") or one["custom_id"] for one in selects]
    assert found, f"no select {name!r}, only {names}"
    select = found[0]
    assert not select.get("disabled"), f"{name!r} cannot be picked from"
    words = [one if isinstance(one, str) else str(one.id) for one in values]
    _chosen(select, words)
    data = {"custom_id": select["custom_id"], "component_type": select["type"], "values": words}
    return data | _resolved(select, values)


def _resolved(select: JSON, values: Sequence[str | Channel | Role]) -> JSON:
    """Return what Discord says of the channels or roles that were picked."""
    if select["type"] not in {CHANNELS, ROLES}:
        assert all(isinstance(one, str) for one in values), "words are picked from this"
        return {}
    wanted: type[Channel | Role] = Channel if select["type"] == CHANNELS else Role
    bodies: JSON = {}
    for one in values:
        assert isinstance(one, wanted), f"{one!r} is not to be picked from this"
        if isinstance(one, Channel):
            kinds = select.get("channel_types")
            assert not kinds or one.kind in kinds, f"{one.name}: no such channel is offered"
        bodies[str(one.id)] = one.json | ({"permissions": "0"} if wanted is Channel else {})
    return {"resolved": {"channels" if wanted is Channel else "roles": bodies}}


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
