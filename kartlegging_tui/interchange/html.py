"""A document as one HTML file that needs nothing else: no scripts, no outside references, made for printing."""

from __future__ import annotations

from importlib.resources import files

from kartlegging_tui.interchange.document import Document, as_data

_FOLDER = files(__package__) / "templates"


def html(document: Document) -> str:
    """The document as HTML. Whatever its texts hold comes out as text."""
    from jinja2 import Environment, StrictUndefined  # late: only those who print pay for it

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["css_string"] = css_string
    template = environment.from_string((_FOLDER / "document.html").read_text("utf-8"))
    before, _, rest = document.page.partition("{page}")
    between, _, after = rest.partition("{pages}")
    return template.render(as_data(document), page_words=(before, between, after))


def css_string(text: str) -> str:
    """`text` as a string of CSS. Only letters and digits stand for themselves, so nothing in it can end the string."""
    escaped = (sign if sign.isascii() and sign.isalnum() else f"\\{ord(sign):x} " for sign in text)
    return '"' + "".join(escaped) + '"'
