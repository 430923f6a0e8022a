"""What Discord shows for each form of Markdown, and that what is escaped is shown as it is."""

import re
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.standin.markdown import html, parse, plain
from tests.standin.markdown_nodes import Block, Text
from tests.standin.markdown_rules import RULES, SPACES

# name of the rule, what is sent, the letters that a reader sees, and how they look
SHOWN = [
    ("text", "Plain words, no marks.", "Plain words, no marks.", "<p>Plain words, no marks.</p>"),
    ("text", "two\nlines", "two\nlines", "<p>two<br>lines</p>"),
    ("text", 'a < b & "c"', 'a < b & "c"', "<p>a &lt; b &amp; &quot;c&quot;</p>"),
    ("escape", r"\*no\* \_em\_", "*no* _em_", "<p>*no* _em_</p>"),
    ("escape", r"\\*em*", "\\em", "<p>\\<em>em</em></p>"),
    ("escape", r"\a \1", r"\a \1", r"<p>\a \1</p>"),
    ("escape", "a\\\nb", "a\\\nb", "<p>a\\<br>b</p>"),
    ("shrug", r"¯\_(ツ)_/¯", r"¯\_(ツ)_/¯", r"<p>¯\_(ツ)_/¯</p>"),
    ("em", "*a* _b_", "a b", "<p><em>a</em> <em>b</em></p>"),
    ("em", "a snake_case_word", "a snake_case_word", "<p>a snake_case_word</p>"),
    ("em", "2 * 3 * 4", "2 * 3 * 4", "<p>2 * 3 * 4</p>"),
    ("em", r"*a\*", "*a*", "<p>*a*</p>"),
    ("strong", "**a** b", "a b", "<p><strong>a</strong> b</p>"),
    ("strong", "a ** b ** c", "a  b  c", "<p>a <strong> b </strong> c</p>"),
    ("strong", "***both***", "both", "<p><em><strong>both</strong></em></p>"),
    ("strong", "***a* b**", "a b", "<p><strong><em>a</em> b</strong></p>"),
    ("underline", "__a__", "a", "<p><u>a</u></p>"),
    ("underline", "___a___", "a", "<p><em><u>a</u></em></p>"),
    ("strikethrough", "~~a~~", "a", "<p><s>a</s></p>"),
    ("strikethrough", r"~~a\~~~", "a\\~", "<p><s>a\\</s>~</p>"),
    ("spoiler", "||a||", "a", '<p><span class="spoiler">a</span></p>'),
    ("inline code", "`*a*`", "*a*", "<p><code>*a*</code></p>"),
    ("inline code", "``a`b``", "a`b", "<p><code>a`b</code></p>"),
    ("inline code", r"`a\*`", r"a\*", r"<p><code>a\*</code></p>"),
    ("code block", "```\n*a*\n```", "*a*", "<pre><code>*a*</code></pre>"),
    ("code block", "```py\na\n```\nb", "a\nb", "<pre><code>a</code></pre><p>b</p>"),
    ("code block", "```<b>```", "<b>", "<pre><code>&lt;b&gt;</code></pre>"),
    ("block quote", "> a\nb", "a\nb", "<blockquote>a</blockquote><p>b</p>"),
    ("block quote", "> a\n> \n> b", "a\n\nb", "<blockquote>a<br><br>b</blockquote>"),
    ("block quote", "a\n>>> b\nc", "a\nb\nc", "<p>a</p><blockquote>b<br>c</blockquote>"),
    ("block quote", "> > a", "> a", "<blockquote>&gt; a</blockquote>"),
    ("block quote", ">a\nb > c", ">a\nb > c", "<p>&gt;a<br>b &gt; c</p>"),
    ("block quote", "**> a**", "a", "<p><strong><blockquote>a</blockquote></strong></p>"),
    ("heading", "# a\nb", "a\nb", "<h1>a</h1><p>b</p>"),
    ("heading", "> ### a", "a", "<blockquote><h3>a</h3></blockquote>"),
    ("heading", "#a\n#### b\n# # c", "#a\n#### b\n# # c", "<p>#a<br>#### b<br># # c</p>"),
    ("subtext", "-# a", "a", '<p class="subtext">a</p>'),
    ("subtext", "a -# b\n-#c", "a -# b\n-#c", "<p>a -# b<br>-#c</p>"),
    ("subtext", "-# -# a", "-# -# a", "<p>-# -# a</p>"),
    ("list", "- a\n* b\n+ c", "• a\n• b\n• c", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
    ("list", "5. a\n9. b", "5. a\n6. b", '<ol start="5"><li>a</li><li>b</li></ol>'),
    ("list", "- a\n  - b", "• a\n• b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    ("list", "- a\n  b\nc", "• a\nb\nc", "<ul><li>a<br>b</li></ul><p>c</p>"),
    ("list", "a - b\n-c\n1) d", "a - b\n-c\n1) d", "<p>a - b<br>-c<br>1) d</p>"),
    ("masked link", "[a](https://b.c)", "a", '<p><a href="https://b.c">a</a></p>'),
    ("masked link", "[*a*](<https://b.c>)", "a", '<p><a href="https://b.c"><em>a</em></a></p>'),
    ("masked link", "[a](b) [c] (d)", "[a](b) [c] (d)", "<p>[a](b) [c] (d)</p>"),
    ("masked link", "[http://a.b](https://c.d)", "[http://a.b](https://c.d)", None),
    ("masked link", r"[a\]b](https://c.d)", r"a\]b", None),
    ("bare URL", "see http://a.b.", "see http://a.b.", None),
    ("bare URL", "<b>http://a.b/\"'>", "<b>http://a.b/\"'>", None),
    ("autolink", "<https://a.b>", "https://a.b", '<p><a href="https://a.b">https://a.b</a></p>'),
    ("e-mail", "<a@b.org>", "a@b.org", None),
    ("telephone", "<+4930123>", "+4930123", None),
    ("jump link", "https://discord.com/channels/1/2/3", "#channel", None),
    ("user", "<@1> <@!2>", "@user @user", None),
    ("role", "<@&1>", "@role", '<p><span class="mention">@role</span></p>'),
    ("channel", "<#1>", "#channel", None),
    ("command", "</ask word:1>", "/ask word", None),
    ("navigation", "<id:customize>", "#customize", None),
    ("time", "<t:0:R> <t:99999999999999999>", "01/01/1970 00:00 Invalid Date", None),
    ("custom emoji", "<:a:1> <a:b:2>", "\ufffd \ufffd", None),
    ("emoji", ":smile: a:b", "\ufffd a:b", '<p><span class="emoji">\ufffd</span> a:b</p>'),
    ("everyone", "@everyone @here", "@EVERYONE @HERE", None),
]


@pytest.mark.parametrize(("rule", "source", "letters", "look"), SHOWN)
def test_a_form_is_shown_as_discord_shows_it(
    rule: str, source: str, letters: str, look: str | None
) -> None:
    assert plain(source) == letters, rule
    assert look is None or html(source) == look


def test_every_rule_has_its_examples() -> None:
    assert {row[0] for row in SHOWN} == {rule.name for group in RULES for rule in group}


def test_a_quote_is_known_as_one() -> None:
    said, quoted = parse("Said:\n> the *lamp*", embed=False)
    assert said == Block("paragraph", (Text("Said:"),))
    assert (said.quoted, quoted.quoted) == (False, True)


def test_a_title_has_no_blocks_and_an_embed_no_pings() -> None:
    assert plain("# - *a*", blocks=False) == "# - a"
    assert html("> *a*", blocks=False) == "&gt; <em>a</em>"
    assert plain("@everyone", embed=True) == "@everyone"


def test_a_text_nested_past_all_sense_is_still_read() -> None:
    assert plain("- " * 3000 + "a").endswith("a")


PIECES = [*"\\*_~`|<>@:[]()#+-1. \n/ae", "https://", "```", "> ", "- ", "1. ", "é", "¯", "🙂"]
MARKED = st.lists(st.sampled_from(PIECES)).map("".join)


@given(st.text() | MARKED)
@example("\\")
@example("||\n||\n")
def test_any_text_is_shown_somehow(text: str) -> None:
    plain(text)
    shown = re.sub(r"</?(?:strong|em|u|s|p|li|ul|h[123]|pre|code|blockquote|br)>", "", html(text))
    shown = re.sub(r'</?(?:a|ol|span|p)(?: (?:href|start|class)="[^"<>]*")?>', "", shown)
    assert not set(shown) & set('<>"')


@given(st.text() | MARKED)
@example("1. a\n# b\n> c\n- d\n-# e\n  + f")
@example("¯\\_(ツ)_/¯ ¯_(ツ)_/¯")
@example("a https://b.c/d_e_f?g=*h*, www.i.j")
def test_what_is_escaped_is_shown_as_it_is(text: str) -> None:
    text = text.strip(SPACES)
    escaped = "".join(f"\\{sign}" if sign in string.punctuation else sign for sign in text)
    assert plain(escaped) == text
    assert plain(escaped, embed=True) == text
    assert "\n" in text or plain(f"> a{escaped}") == f"a{text}"


@given(st.text() | MARKED)
def test_what_is_not_escaped_and_shown_as_it_is_has_no_signs(text: str) -> None:
    text = text.strip(SPACES)
    if plain(text) == text:
        assert 'class="mention"' not in html(text)
