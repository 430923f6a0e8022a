"""Several processes of a bot, and several bots, on one PostgreSQL: the whole program each time."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from embeddings.answering.answerer import Answerer
from tests.bot.cogs.test_health import free, told
from tests.standin import Channel, Member, Program, Server, StandIn, once, running
from tests.support.live_bot import expected, shown
from tests.support.moderated_server import CHANGE

QUESTION = "Who saved Chernov from the crowd?"
COUNT = 4
HALVES = ("0-1", "2-3")
OTHER_TOKEN = "OTg3NjU0MzIxMDk4NzY1NDMy.standin.another-bots"  # noqa: S105


@dataclass
class Circle:
    """A server with somebody who asks, and somebody who may change its settings."""

    server: Server
    channel: Channel
    alice: Member
    mod: Member

    @classmethod
    def made(cls, discord: StandIn, shard: int = 0, at: int | None = None) -> "Circle":
        """Make one that a shard is told of."""
        server = discord.server("Circle", shard=(shard, COUNT), at=at)
        mod = server.member("Mod", permissions=["MANAGE_GUILD"])
        return cls(server, server.channel("general"), server.member("Alice"), mod)

    def answers(self, button: str) -> None:
        """Press a button of the row of answers, as a moderator does."""
        (panel,) = self.mod.asks(self.channel, "settings").answer()
        picked = self.mod.picks(panel, CHANGE, "answers")
        panel.world.wait(lambda: picked.state == "answered", "the row of answers")
        pressed = self.mod.presses(panel, button)
        panel.world.wait(lambda: pressed.state == "answered", button)

    @property
    def private(self) -> bool:
        """Whether an answer is for the member alone who asks."""
        asked = self.alice.asks(self.channel, "ask", question=QUESTION)
        asked.answer()
        return asked.private


@dataclass
class Several:
    """Two processes of one bot, each with half of its shards."""

    discord: StandIn
    index: Path
    home: Path
    url: str
    circles: list[Circle]
    ports: tuple[int, int] = field(default_factory=lambda: (free(), free()))
    programs: dict[int, Program] = field(default_factory=dict)

    @contextmanager
    def process(self, half: int) -> Iterator[Program]:
        """Run one of them within."""
        more = {"database_url": self.url, "http_port": self.ports[half]}
        call = ["--index", str(self.index), "--shards", HALVES[half], "--of", str(COUNT)]
        with running(self.discord, *call, home=self.home, **more) as program:
            yield program

    def listen(self) -> None:
        """Wait until every shard listens, once."""
        every = [(one, COUNT) for one in range(COUNT)]
        self.discord.wait(lambda: self.discord.shards == every, "all shards", within=180)


@pytest.fixture
def several(sample_index: Path, tmp_path: Path, postgresql: str) -> Iterator[Several]:
    """Return two processes with half of the shards each."""
    with StandIn() as discord, ExitStack() as stack:
        discord.recommends(COUNT, at_once=2)
        circles = [Circle.made(discord, shard) for shard in range(COUNT)]
        assert once(discord, "sync", home=tmp_path).status == 0
        made = Several(discord, sample_index, tmp_path, postgresql, circles)
        for half in range(2):
            made.programs[half] = stack.enter_context(made.process(half))
        made.listen()
        yield made


@pytest.mark.slow
def test_every_question_is_answered_once_also_when_a_process_is_killed_and_comes_back(
    several: Several, answerer: Answerer
) -> None:
    right = expected(answerer.answer(QUESTION))
    asked_of = several.discord.bot.mention

    def answered(circles: list[Circle]) -> None:
        asked = [one.alice.says(one.channel, f"{asked_of} {QUESTION}") for one in circles]
        typed = [one.alice.asks(one.channel, "ask", question=QUESTION) for one in circles]
        for one in asked:
            assert shown(one.replies()) == right
        for each in typed:
            assert shown(each.answer()) == right
        (direct,) = circles[0].alice.says_directly(QUESTION).replies()
        assert shown([direct]) == right
        assert [len(one.replies()) for one in asked] == [1] * len(circles)

    answered(several.circles)
    late = once(
        several.discord,
        "run",
        *("--index", str(several.index), "--shards", "1-2", "--of", "4"),
        home=several.home,
        database_url=several.url,
    )
    assert late.status == 2
    said = late.err.splitlines()[-1]
    assert said.startswith("concordance: another process of this bot runs with shards ")
    assert "and this one would have 1-2 of 4" in said
    answered(several.circles)
    several.programs[1].kill()
    for circle in several.circles[:2]:
        assert not circle.private
    with several.process(1):
        several.listen()
        answered(several.circles)


def test_each_process_tells_of_its_own_shards(several: Several) -> None:
    for half, port in enumerate(several.ports):
        several.programs[half].says('"ready"')
        own = [2 * half, 2 * half + 1]
        parts = ("gateway", "index", "database", *(f"shard {one}" for one in own))
        assert json.loads(told(port, "/readyz")) == dict.fromkeys(parts, "ready")
        measured = told(port, "/metrics")
        for shard in range(COUNT):
            name = f'concordance_gateway_connected{{shard="{shard}"}} 1.0'
            assert (name in measured) == (shard in own)
        assert f'"shards": "{own[0]}-{own[1]} of 4"' in several.programs[half].text
        assert '"servers": 2' in several.programs[half].text


def test_what_is_set_through_one_bot_is_in_force_in_another_at_the_next_question(
    sample_index: Path, tmp_path: Path, postgresql: str
) -> None:
    more = {"database_url": postgresql}
    call = ["--index", str(sample_index)]
    with StandIn() as one, StandIn(token=OTHER_TOKEN) as other:
        here = Circle.made(one)
        there = Circle.made(other, at=here.server.id)
        for discord in (one, other):
            assert once(discord, "sync", home=tmp_path).status == 0
        with (
            running(one, *call, home=tmp_path, **more),
            running(other, *call, home=tmp_path, **more),
        ):
            assert [here.private, there.private] == [False, False]
            here.answers("Answer privately")
            assert [there.private, here.private] == [True, True]
            there.answers("Answer for all")
            assert [here.private, there.private] == [False, False]
