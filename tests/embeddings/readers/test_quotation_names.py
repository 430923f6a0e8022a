"""Names of styles and classes: those of block quotes, and those that only look like it."""

import pytest

from embeddings.readers.quotation_names import is_quotation_name


@pytest.mark.parametrize(
    "name",
    [
        "Quote",
        "Intense Quote",
        "Block Text",
        "Quotations",
        "Block Quotation",
        "MsoQuote",
        "MsoIntenseQuote",
        "MsoBlockText",
        "blockquot",
        "block-quote",
        "blockquote_first",
        "quoteb",
        "quotec",
        "indentb",
        "quoted",
        "Extract",
        "extract1",
        "epigraph",
        "long-quote",
        "Zitat",
        "disp-quote",
        "BQ",
        "bq1",
        "ext",
        "EXTL",
    ],
)
def test_a_name_for_block_quotes_is_known_in_every_spelling(name: str) -> None:
    assert is_quotation_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Normal",
        "body",
        "text",
        "indent",
        "pullquote",
        "format-quote",
        "citation",
        "excerpt",
        "quoter",
        "extra",
        "text-ext-x",
        "unquoted",
        "quotient",
        "quote-of-the-day",
        "block",
        "quote" * 20,
    ],
)
def test_other_names_are_not(name: str) -> None:
    assert not is_quotation_name(name)
