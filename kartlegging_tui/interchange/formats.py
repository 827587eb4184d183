"""A document in the format that its file's name asks for."""

from __future__ import annotations

from kartlegging_tui.interchange.document import Document

SUFFIXES = (".pdf", ".html", ".txt")


def in_format(document: Document, suffix: str) -> bytes:
    """The document as a file with this suffix holds it. Raises KeyError for a suffix that is not in `SUFFIXES`."""
    match suffix.lower():
        case ".pdf":
            from kartlegging_tui.interchange.pdf import pdf

            return pdf(document)
        case ".html":
            from kartlegging_tui.interchange.html import html

            return html(document).encode()
        case ".txt":
            from kartlegging_tui.interchange.plain import plain

            return plain(document).encode()
    raise KeyError(suffix)
