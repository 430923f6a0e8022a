"""Five questions of members, and what the bot answered."""

from pathlib import Path

from tests.standin import Message, StandIn, once, running
from tests.standin.drawing import Conversation


def conversation(index: Path, home: Path) -> Conversation:
    """Hold the conversation over real sockets, with the bot as its own process."""
    with StandIn() as discord:
        server = discord.server("Reading circle")
        channel = server.channel("the-prophet")
        ada, ben, cleo = (server.member(name) for name in ("Ada", "Ben", "Cleo"))
        assert once(discord, "sync", home=home).status == 0
        with running(discord, "--index", str(index), home=home):
            said: list[Message] = []
            said += ada.asks(channel, "ask", question="Who saved Chernov from the crowd?").answer()
            said.append(ben.says(channel, f"{discord.bot.mention} what is on page 17?"))
            said += said[-1].replies()
            said.append(cleo.says(channel, "His parents were devout, I think."))
            said += ada.uses("What does the text say?", said[-1]).answer()
            said += ben.asks(channel, "ask", question="Who won the World Cup in 1998?").answer()
            said.append(cleo.says(channel, f"{discord.bot.mention} thank you!"))
            said += said[-1].replies()
        messages = [message.json for message in said]
    return Conversation(server.name, channel.name, messages, "Five questions to the bot")
