"""A page that many passages cite: the first with their number, and by pressing More the rest."""

from pathlib import Path

from bot.__main__ import run
from bot.answers.opening import open_answerer
from embeddings.lookup import lookups
from tests.standin import StandIn
from tests.support.live_bot import bot_at_work, expected, said, shown

CITING = 8
TEXT = "\n\n".join(f"The keeper wrote “the lamp burned {n} hours” (p. 45)." for n in range(2, 10))


def test_a_page_says_how_many_cite_it_and_more_shows_the_rest_without_a_count(
    tmp_path: Path, tiny: Path, tiny_models: Path
) -> None:
    (tmp_path / "lamp.txt").write_text(TEXT, "utf-8")
    index = tmp_path / "index"
    index.mkdir()
    (index / "models").symlink_to(tiny_models)
    (tmp_path / "library.toml").write_text("format = 1\n", "utf-8")
    options = ["--library", str(tmp_path / "library.toml"), "--index", str(index)]
    assert run(["build", str(tmp_path / "lamp.txt"), *options, "--model", str(tiny)]) == 0
    answerer = open_answerer(index, None)
    wanted = expected(lookups.look_up_page(answerer.concordance, "45"))
    assert len(wanted) == CITING
    with StandIn() as discord, bot_at_work(discord, index, answerer, tmp_path) as live:
        (first,) = live.alice.asks(live.channel, "page", number="45").answer()
        assert said([first]) == f"p. 45\nThe first 3 of {CITING} passages that cite p. 45:"
        assert shown([first]) == wanted[:3]
        (second,) = live.alice.presses(first, "More passages").answer()
        assert said([second]) == "p. 45"
        assert shown([second]) == wanted[3:6]
        (third,) = live.alice.presses(second, "More passages").answer()
        assert said([third]) == "p. 45"
        assert shown([third]) == wanted[6:]
