"""The most memory that the bot holds: asked, while it changes over, and asked again.

`python -m tests.benchmarks.memory` measures it over the sample essay, with each runtime: what it
prints is what `concordance doctor` holds against the memory that is available.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from embeddings.models.runtimes import RUNTIMES, OpenVino
from tests.conftest import ROOT
from tests.standin import StandIn
from tests.standin.program import Program, started, until_ready
from tests.support.cli_program import environment

SAMPLE = ROOT / "data" / "sample" / "essay.txt"
QUESTIONS = (
    "Who saved Chernov from the crowd?",
    "What is on page 282?",
    "Why was he arrested?",
    "Who led the Soviet in 1905?",
)
_MAIN = "from embeddings.models import runtimes; from bot.__main__ import main; "
_ITS = "runtimes.has_bfloat16 = lambda: {}; main()"


def main() -> None:
    """Measure with each runtime, whatever this processor would be given."""
    for runtime in RUNTIMES:
        call = [sys.executable, "-c", _MAIN + _ITS.format(runtime is OpenVino)]
        with tempfile.TemporaryDirectory() as folder:
            measured = held(call, Path(folder))
        print(f"{runtime.name}: {measured} MB")  # noqa: T201


def held(call: Sequence[str], home: Path) -> int:
    """Return the most megabytes that a bot has held over two editions of the sample."""
    text = home / "essay.txt"
    text.write_text(SAMPLE.read_text("utf-8"), "utf-8")
    _build(call, home)
    with StandIn() as discord:
        server = discord.server("Reading circle")
        channel, alice = server.channel("general"), server.member("Alice")
        with started(discord, [*call, "sync"], home, {}) as syncing:
            syncing.process.wait()
        with started(discord, [*call, "run"], home, {}) as bot:
            until_ready(bot)
            for edition in range(2):
                for question in QUESTIONS:
                    alice.asks(channel, "ask", question=question).answer()
                if not edition:
                    text.write_text(text.read_text("utf-8").replace("Chernov", "Tchernov", 1))
                    _build(call, home)
                    bot.says("new-edition")
            return _peak(bot)


def _build(call: Sequence[str], home: Path) -> None:
    options = ["--force", "--reason", "measured", "--library", str(ROOT / "data" / "library.toml")]
    build = [*call, "build", "essay.txt", "--replace", *options]
    subprocess.run(build, cwd=home, env=environment(), check=True, capture_output=True)


def _peak(bot: Program) -> int:
    """Return the most memory that a process had for itself or shared, in megabytes.

    psutil tells what a process holds now; its most Linux alone tells.
    """
    status = Path(f"/proc/{bot.process.pid}/status").read_text("utf-8")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return round(int(line.split()[1]) * 1024 / 1e6)


if __name__ == "__main__":
    main()
