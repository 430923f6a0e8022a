"""Pure text: sentences, quotation marks, names, normalisation, search."""
