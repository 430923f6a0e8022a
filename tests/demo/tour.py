"""A long conversation with the bot: every way to ask it, in the parts that the guide shows."""

from collections.abc import Iterator
from pathlib import Path

from tests.standin import Channel, Member, Message, StandIn, once, running
from tests.standin.drawing import Conversation

QUESTION = "Who saved Chernov from the crowd?"
SAID = (
    "Doesn't it say “an angry mob seized Chernov, a socialist minister, and it was Lenin who "
    "saved Chernov from the crowd”? And “history is a comedian with no sense of timing”?"
)


def tour(index: Path, home: Path) -> dict[str, Conversation]:
    """Hold the conversation over real sockets; return its parts, by the name of their picture."""
    with StandIn() as discord:
        server = discord.server("Reading circle")
        channel = server.channel("the-prophet")
        ada, ben, cleo = (server.member(name) for name in ("Ada", "Ben", "Cleo"))
        cleo.user.locale = "de"
        assert once(discord, "sync", home=home).status == 0
        with running(discord, "--index", str(index), home=home):
            parts = {
                "asking": list(_asking(channel, ada)),
                "looking-up": list(_looking_up(channel, ben)),
                "checking": list(_checking(channel, ada, ben)),
                "alone": list(_alone(cleo)),
            }
        return {
            name: Conversation(
                server.name,
                "direct message" if name == "alone" else channel.name,
                [message.json for message in said],
                f"The bot: {name}",
            )
            for name, said in parts.items()
        }


def _asking(channel: Channel, ada: Member) -> Iterator[Message]:
    """Ask, and do what the buttons offer."""
    (answer,) = ada.asks(channel, "ask", question=QUESTION, passages=2).answer()
    yield answer
    yield from ada.presses(answer, "After").answer()
    yield from ada.presses(answer, "Copy").answer()
    form = ada.presses(answer, "Follow up")
    yield from ada.types_into(form, question="And who was Martov?").answer()
    yield from ada.presses(answer, "Wrong page?").answer()


def _looking_up(channel: Channel, ben: Member) -> Iterator[Message]:
    """Look up a page, a paragraph, the works and the contents; `/about` names the day."""
    yield from ben.asks(channel, "page", number="282").answer()
    yield from ben.asks(channel, "paragraph", number="12").answer()
    yield from ben.asks(channel, "works").answer()
    yield from ben.asks(channel, "contents").answer()


def _checking(channel: Channel, ada: Member, ben: Member) -> Iterator[Message]:
    """Check what somebody has quoted."""
    said = ben.says(channel, SAID)
    yield said
    yield from ada.uses("Find the source", said).answer()


def _alone(cleo: Member) -> Iterator[Message]:
    """Write to the bot alone, and give a command in German."""
    asked = cleo.says_directly(QUESTION)
    yield asked
    yield from asked.replies()
    yield from cleo.asks(cleo.direct, "page", number="0").answer()
