"""A control is seen to by the feature that has its prefix, and by no other."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from bot.gateway.component_router import ComponentRouter


class Feature:
    """Keeps the controls that it is brought."""

    def __init__(self) -> None:
        self.controls: list[str] = []

    async def see_to(self, _: Any, custom_id: str) -> None:
        """Keep a control."""
        self.controls.append(custom_id)


def route(custom_id: str | None) -> list[Feature]:
    """Return features for other controls, for lamps and for ice, after a control was used."""
    others, lamps, ice = Feature(), Feature(), Feature()
    router = ComponentRouter(others.see_to)
    router.add("lamp", lamps.see_to)
    router.add("ice", ice.see_to)
    data = None if custom_id is None else {"custom_id": custom_id}
    asyncio.run(router.route(SimpleNamespace(data=data)))  # type: ignore[arg-type]
    return [others, lamps, ice]


@pytest.mark.parametrize(
    ("custom_id", "place"), [("lamp:light", 1), ("ice:", 2), ("lamps:x", 0), ("", 0), (None, 0)]
)
def test_a_control_is_seen_to_by_its_feature(custom_id: str | None, place: int) -> None:
    expected: list[list[str]] = [[], [], []]
    expected[place] = [custom_id or ""]
    assert [feature.controls for feature in route(custom_id)] == expected


def test_a_prefix_has_one_feature() -> None:
    router = ComponentRouter(Feature().see_to)
    router.add("lamp", Feature().see_to)
    with pytest.raises(ValueError, match="'lamp'"):
        router.add("lamp", Feature().see_to)
