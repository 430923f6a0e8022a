"""What the commands that take a text share: their help names the formats that are read."""

from typing import TYPE_CHECKING

from typer.core import TyperArgument, TyperCommand

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter

FORMATS = "{formats}"
"""Where the help of an argument names the formats."""


class TextCommand(TyperCommand):
    """A command that takes a text. The formats are looked up only when its help is shown."""

    def format_help(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write the help."""
        from embeddings.readers.registry import list_formats  # 0.1 s, which no command must wait

        for parameter in self.params:
            if isinstance(parameter, TyperArgument) and parameter.help:
                parameter.help = parameter.help.replace(FORMATS, list_formats())
        super().format_help(ctx, formatter)
