"""A small bot on the real library, by which the stand-in itself is tested."""

import asyncio
import os
import warnings

import yarl

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import discord
    from discord import app_commands

discord.http.Route.BASE = os.environ["CONCORDANCE_DISCORD_API"]
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(
    os.environ["CONCORDANCE_DISCORD_GATEWAY"]
)
NOBODY = discord.AllowedMentions.none()


class Form(discord.ui.Modal, title="A form"):
    """A form with one line."""

    line: discord.ui.TextInput["Form"] = discord.ui.TextInput(
        label="Line", custom_id="line", max_length=20
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Say what was typed."""
        await interaction.response.send_message(f"typed {self.line.value}", ephemeral=True)


class Buttons(discord.ui.View):
    """A button that changes its message, one that asks back, and a select."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="More", custom_id="more")
    async def more(self, interaction: discord.Interaction, _: "discord.ui.Button[Buttons]") -> None:
        """Change the message."""
        await interaction.response.edit_message(content="more", view=None)

    @discord.ui.button(label="Form", custom_id="form")
    async def form(self, interaction: discord.Interaction, _: "discord.ui.Button[Buttons]") -> None:
        """Ask back."""
        await interaction.response.send_modal(Form())

    @discord.ui.select(
        custom_id="pick", options=[discord.SelectOption(label=letter) for letter in "abc"]
    )
    async def pick(
        self, interaction: discord.Interaction, select: "discord.ui.Select[Buttons]"
    ) -> None:
        """Say later what was picked."""
        await interaction.response.defer()
        await interaction.edit_original_response(content=f"picked {select.values[0]}")


class Bot(discord.Client):
    """The bot: it registers its commands when it starts."""

    def __init__(self) -> None:
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.dm_messages = True
        intents.message_content = "CONCORDANCE_WORDS" in os.environ
        super().__init__(intents=intents, allowed_mentions=NOBODY, max_messages=None)
        self.tree = app_commands.CommandTree(self)

    async def setup_hook(self) -> None:
        """Register what there is."""
        self.tree.add_command(ask)
        self.tree.add_command(now)
        self.tree.add_command(buttons)
        self.tree.add_command(quote)
        self.add_view(Buttons())
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once: the library would wait for five seconds the second time."""

    async def on_message(self, message: discord.Message) -> None:
        """Answer where it is spoken to."""
        print("heard", repr(message.content), flush=True)  # noqa: T201
        if self.user in message.mentions or (message.guild is None and message.author != self.user):
            nonce = message.id
            await message.reply(f"heard {message.content}", mention_author=False, nonce=nonce)

    async def on_resumed(self) -> None:
        """Tell."""
        print("resumed", flush=True)  # noqa: T201


async def complete(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Complete a question."""
    return [app_commands.Choice(name=f"{typed}o?", value=f"{typed}o?")]


@app_commands.command()
@app_commands.autocomplete(question=complete)
async def ask(
    interaction: discord.Interaction,
    question: app_commands.Range[str, 1, 300],
    private: bool = False,
) -> None:
    """Think, then answer in two messages."""
    await interaction.response.defer(ephemeral=private, thinking=True)
    await interaction.followup.send(f"first {question}")
    await interaction.followup.send("second", ephemeral=private)


@app_commands.command()
async def now(interaction: discord.Interaction) -> None:
    """Answer at once and put it right later."""
    await interaction.response.send_message("at once", embed=discord.Embed(title="A title"))
    await interaction.edit_original_response(content="put right")


@app_commands.command()
async def buttons(interaction: discord.Interaction) -> None:
    """Show buttons."""
    await interaction.response.send_message("buttons", view=Buttons(), ephemeral=True)


@app_commands.context_menu(name="What does it say?")
async def quote(interaction: discord.Interaction, message: discord.Message) -> None:
    """Say what a message says."""
    await interaction.response.send_message(f"says {message.content}")


if __name__ == "__main__":
    discord.utils.setup_logging()
    client = Bot()

    async def main() -> None:
        """Run until told to leave."""
        async with client:
            loop = asyncio.get_running_loop()
            running = asyncio.ensure_future(client.start(os.environ["CONCORDANCE_TOKEN"]))
            loop.add_signal_handler(15, running.cancel)
            await asyncio.wait([running])
            if not running.cancelled() and (error := running.exception()):
                raise error

    asyncio.run(main())
