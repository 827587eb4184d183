"""What a written document says, read back as another program would."""

from __future__ import annotations

import io
from html.parser import HTMLParser

from pypdf import PdfReader

VOID = frozenset({"meta", "br", "hr", "img", "input", "link"})


class Page(HTMLParser):
    """The text of an HTML page, and its tags; fails on tags that are not closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.texts.append(data)


def pdf_text(content: bytes) -> str:
    """All that a PDF says, without what lies between the words."""
    return packed("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def packed(text: str) -> str:
    """Without spaces, line ends and places where a word may be broken: these are the paper's, not the text's."""
    return "".join(text.replace("\u200b", "").split())
