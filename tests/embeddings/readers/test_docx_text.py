"""The words of a paragraph in Word: raised numbers, symbols, calls for notes."""

from pathlib import Path

import pytest

from tests.support.word_files import bare, lines, run

RAISED = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (run("It froze.") + run("12", RAISED) + run(" It did."), "It froze.[12] It did."),
        (run("It froze.") + run("3", '<w:position w:val="6"/>'), "It froze.[3]"),
        (run("It froze.") + run("1", RAISED) + run("2 ", RAISED) + run("So"), "It froze.[12] So"),
        (run("In 1917") + run("15", RAISED) + run(" it froze."), "In 1917[15] it froze."),
        (run("On the 5") + run("th", RAISED) + run(" it froze."), "On the 5th it froze."),
        (run("Some 10") + run("3", RAISED) + run(" men"), "Some 10³ men"),
        (run("1", RAISED) + run("Okafor, p. 45."), "[1] Okafor, p. 45."),
        (run("H") + run("2", '<w:vertAlign w:val="subscript"/>') + run("O"), "H2O"),
        (run("It froze.") + run("7", '<w:rStyle w:val="Raised"/>'), "It froze.[7]"),
        (run("It ") + run("never ", '<w:rStyle w:val="Gone"/>') + run("froze."), "It froze."),
        (run("10 ") + '<w:r><w:sym w:font="Symbol" w:char="F0B0"/></w:r>' + run("C"), "10 °C"),
    ],
)
def test_what_is_raised_hidden_or_a_symbol_is_read_as_it_is_seen(
    tmp_path: Path, runs: str, expected: str
) -> None:
    style = '<w:style w:type="character" w:styleId="{}"><w:rPr>{}</w:rPr></w:style>'
    styles = style.format("Raised", RAISED) + style.format("Gone", "<w:vanish/>")
    assert bare(tmp_path, f"<w:p>{runs}</w:p>", styles=styles) == [expected]


def call(number: int, kind: str = "footnote", own: str = "") -> str:
    """Return a run that calls for a note."""
    return f'<w:r><w:{kind}Reference w:id="{number}"{own}/></w:r>'


def note(number: int, *texts: str, kind: str = "footnote") -> str:
    """Return a note."""
    own = f"<w:p><w:r><w:{kind}Ref/></w:r>{run(' ' + texts[0])}</w:p>{lines(*texts[1:])}"
    return f'<w:{kind} w:id="{number}">{own}</w:{kind}>'


SEPARATOR = f'<w:footnote w:type="separator" w:id="-1">{lines("No")}</w:footnote>'


def test_footnotes_stand_behind_the_text_in_the_order_of_their_calls(tmp_path: Path) -> None:
    body = (
        f"<w:p>{run('It froze')}{call(7)}{run(' all night.')}{call(3)}</w:p>{lines('So it did.')}"
    )
    notes = SEPARATOR + note(3, "Okafor, p. 46.", "And he repeats it.") + note(7, "Okafor, p. 45.")
    assert bare(tmp_path, body, footnotes=notes) == [
        "It froze[1] all night.[2]",
        "So it did.",
        "[1] Okafor, p. 45.",
        "[2] Okafor, p. 46.",
        "And he repeats it.",
    ]


def test_endnotes_have_numbers_of_their_own(tmp_path: Path) -> None:
    body = f"<w:p>{run('It froze.')}{call(2)}{run(' So')}{call(2, 'endnote')}{run('.')}</w:p>"
    parts = {
        "footnotes": note(2, "Okafor, p. 45."),
        "endnotes": note(2, "A letter.", kind="endnote"),
    }
    expected = ["It froze.[1] So[i].", "[1] Okafor, p. 45.", "[i] A letter."]
    assert bare(tmp_path, body, **parts) == expected
    form = "<w:endnotePr><w:numFmt w:val='upperLetter'/></w:endnotePr>"
    last = bare(tmp_path, f"{body}<w:sectPr>{form}</w:sectPr>", **parts)[-1]
    assert last == "[A] A letter."


def test_a_mark_that_the_author_typed_is_kept(tmp_path: Path) -> None:
    typed = call(2, own=' w:customMarkFollows="1"').replace("/></w:r>", "/><w:t>*</w:t></w:r>")
    typed = typed.replace("<w:r>", f"<w:r><w:rPr>{RAISED}</w:rPr>")
    body = f"<w:p>{run('It froze.')}{typed}{run(' So')}{call(3)}</w:p>"
    own = f'<w:footnote w:id="2"><w:p>{run("*", RAISED)}{run(" By the editor.")}</w:p></w:footnote>'
    assert bare(tmp_path, body, footnotes=own + note(3, "Okafor, p. 45.")) == [
        "It froze.[*] So[1]",
        "[*] By the editor.",
        "[1] Okafor, p. 45.",
    ]


def test_a_note_whose_call_is_deleted_is_gone(tmp_path: Path) -> None:
    body = f"<w:p>{run('It froze.')}<w:del>{call(2)}</w:del>{call(3)}</w:p>"
    notes = note(2, "No.") + note(3, "Okafor, p. 45.")
    assert bare(tmp_path, body, footnotes=notes) == ["It froze.[1]", "[1] Okafor, p. 45."]


def test_a_call_for_a_note_that_is_missing_keeps_its_mark(tmp_path: Path) -> None:
    body = f"<w:p>{run('It froze.')}{call(2)}</w:p>"
    assert bare(tmp_path, body) == ["It froze.[1]"]
    assert bare(tmp_path, body, footnotes=f'<w:footnote w:id="2">{lines("")}</w:footnote>') == [
        "It froze.[1]"
    ]
