"""The help of the program: its commands in groups, each on one line, and an example for each."""

from itertools import groupby
from typing import TYPE_CHECKING

from typer.core import TyperGroup

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter

_INDENT = 6
"""Columns of a list of commands that hold neither a name nor its help."""


class GroupedCommands(TyperGroup):
    """The commands of the program, listed under the name of their panel."""

    def format_commands(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write a section for each panel, in the order in which the commands were added."""
        names = self.list_commands(ctx)
        width = formatter.width - _INDENT - max(map(len, names))
        for panel, group in groupby(names, key=self._find_panel):
            with formatter.section(panel):
                helps = [(name, self.commands[name].get_short_help_str(width)) for name in group]
                formatter.write_dl(helps)

    def _find_panel(self, name: str) -> str:
        return str(getattr(self.commands[name], "rich_help_panel", None) or "Commands")


def format_example(arguments: str) -> str:
    """Return the end of a command's help, which shows how it is called; it is not wrapped."""
    return f"\b\nExample:\n  concordance {arguments}"
