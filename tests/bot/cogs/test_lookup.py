"""Looking up, over real sockets: pages, paragraphs, works, contents, a quotation at random."""

from typing import Any

import pytest

from embeddings.lookup import lookups
from embeddings.lookup.works import list_cited_works
from embeddings.manifest.manifest import Manifest
from tests.standin import Message
from tests.support.live_bot import Live, expected, said, shown


def told(live: Live, command: str, **options: Any) -> Message:
    """Let Alice give a command, and return the one message that answers it."""
    (message,) = live.alice.asks(live.channel, command, **options).answer()
    return message


def test_a_page_shows_what_cites_it(live: Live) -> None:
    page = next(
        one.label.split()[-1]
        for work in list_cited_works(live.answerer.concordance)
        for one in work.pages
        if one.times > 0
    )
    answer = lookups.look_up_page(live.answerer.concordance, page)
    message = told(live, "page", number=page)
    assert shown([message]) == expected(answer)[:3]
    assert said([message]).startswith(f"p. {page}")


def test_a_work_is_named_by_what_is_chosen(live: Live) -> None:
    listed = [one for one in list_cited_works(live.answerer.concordance) if one.pages]
    for one in listed[:3]:
        page = one.pages[0].label.split()[-1]
        answer = lookups.look_up_page(live.answerer.concordance, page, one.key)
        message = told(live, "page", number=page, work=one.key)
        assert shown([message]) == expected(answer)[:3]


BAD = {"0": "0", "-1": "-1", "too high": "10^9", "words": "abc", "none": "."}


@pytest.mark.parametrize("number", BAD.values(), ids=BAD)
def test_what_is_no_page_is_told_so(live: Live, number: str) -> None:
    message = told(live, "page", number=number)
    assert "is no page; give a number" in message.content


@pytest.mark.parametrize("number", ["xii", "280-290", "999999"])
def test_a_page_that_is_not_cited_is_a_plain_no(live: Live, number: str) -> None:
    answer = lookups.look_up_page(live.answerer.concordance, number)
    message = told(live, "page", number=number)
    assert shown([message]) == expected(answer)[:3]
    assert answer.message is None or answer.message in said([message])


def test_pages_and_works_are_completed_to_those_cited(live: Live) -> None:
    listed = list_cited_works(live.answerer.concordance)
    pages = live.alice.completes(live.channel, "page", number="28")
    assert 0 < len(pages) <= 25
    assert all("28" in one["name"] for one in pages)
    chosen = live.alice.completes(live.channel, "page", number="28", work="prophet")
    assert chosen[0]["value"] in {one.key for one in listed}
    assert live.alice.completes(live.channel, "quote", page="28") == pages


@pytest.mark.parametrize(("command", "option"), [("page", "number"), ("quote", "page")])
def test_pages_are_those_of_the_work_that_was_chosen(live: Live, command: str, option: str) -> None:
    listed = {one.key: one for one in list_cited_works(live.answerer.concordance) if one.pages}
    of_prophet, of_other = listed["prophet"], listed["1905"]
    pages = {page.label for page in of_other.pages}
    assert pages != {page.label for page in of_prophet.pages}
    for work in ("1905", of_other.reference):
        offered = live.alice.completes(live.channel, command, work=work, **{option: ""})
        assert {one["name"].partition(" ·")[0] for one in offered} == pages
    half = live.alice.completes(live.channel, command, work="no such work", **{option: ""})
    assert half == live.alice.completes(live.channel, command, **{option: ""})


def test_a_paragraph_is_shown_whole_and_a_number_beside_them_is_told_so(live: Live) -> None:
    message = told(live, "paragraph", number="12")
    assert shown([message]) == expected(lookups.look_up_paragraph(live.answerer.concordance, 12))
    for number in ("0", "-1", "100000", "xii", "10^9"):
        assert "is no paragraph of the text" in told(live, "paragraph", number=number).content


def test_works_contents_and_what_the_bot_keeps_are_shown_to_the_member_alone(live: Live) -> None:
    for command, words in (
        ("works", "The Prophet"),
        ("contents", "¶ 1–"),
        ("about", "I keep no question"),
    ):
        asked = live.alice.asks(live.channel, command)
        (message,) = asked.answer()
        assert asked.private
        assert words in shown([message])[0]


def test_no_quotation_is_shown_twice_in_a_row(live: Live) -> None:
    last = ""
    for _ in range(6):
        (found,) = shown([told(live, "quote")])
        assert found != last
        last = found


def test_a_quotation_is_of_what_is_wanted(live: Live) -> None:
    assert "p. 282" in shown([told(live, "quote", page="282")])[0]
    assert "Chernov" in shown([told(live, "quote", theme="Chernov and the crowd")])[0]
    assert "No: " in told(live, "quote", theme="photosynthesis in ferns").content


def test_a_question_is_completed_by_ones_own_and_by_the_examples_of_the_text(
    live: Live, library: Manifest
) -> None:
    offered = live.alice.completes(live.channel, "ask", question="")
    assert [one["value"] for one in offered] == library.entry("sample").examples
    own = "Who sat in a car with the crowd around him?"
    told(live, "ask", question=own)
    names = [one["name"] for one in live.alice.completes(live.channel, "ask", question="who sa")]
    assert names[:2] == [own, "Who saved Chernov from the crowd?"]
    others = live.server.member("Ben").completes(live.channel, "ask", question="who sa")
    assert own not in [one["name"] for one in others]
