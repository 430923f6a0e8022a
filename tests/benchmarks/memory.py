"""The most memory that the bot holds: asked, while it changes over, and asked again.

`python -m tests.benchmarks.memory` measures it over the sample essay: what it prints is what
`concordance doctor` holds against the memory that is available.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

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
CALL = [sys.executable, "-m", "bot"]


def main() -> None:
    """Measure, and print the megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        print(f"{measure_peak(Path(folder))} MB")  # noqa: T201


def measure_peak(home: Path) -> int:
    """Return the most megabytes that a bot has held over two editions of the sample."""
    text = home / "essay.txt"
    text.write_text(SAMPLE.read_text("utf-8"), "utf-8")
    _build(home)
    with StandIn() as discord:
        server = discord.server("Reading circle")
        channel, alice = server.channel("general"), server.member("Alice")
        with started(discord, [*CALL, "sync"], home, {}) as syncing:
            syncing.process.wait()
        with started(discord, [*CALL, "run"], home, {}) as bot:
            until_ready(bot)
            for edition in range(2):
                for question in QUESTIONS:
                    alice.asks(channel, "ask", question=question).answer()
                if not edition:
                    text.write_text(text.read_text("utf-8").replace("Chernov", "Tchernov", 1))
                    _build(home)
                    bot.says("edition_changed")
            return _peak(bot)


def _build(home: Path) -> None:
    options = ["--force", "--reason", "measured", "--library", str(ROOT / "data" / "library.toml")]
    build = [*CALL, "build", "essay.txt", "--replace", *options]
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
