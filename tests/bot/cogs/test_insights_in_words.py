"""Insights where no picture can be drawn: in words alone."""

import asyncio
from datetime import date

import pytest

from bot.cogs import insights
from bot.i18n.translations import ENGLISH
from bot.storage.records import Insights

DAY = date(2026, 5, 1)


@pytest.mark.parametrize("can", [True, False])
def test_a_picture_is_drawn_where_one_can_be(can: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(insights, "can_draw", lambda: can)
    known = Insights(DAY, {DAY: {"answer": 3}}, {}, (), {})
    picture = asyncio.run(insights._draw(known, ENGLISH))
    assert (picture is not None) is can
