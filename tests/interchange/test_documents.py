"""A document says the same in HTML, in PDF and in plain text, whatever its texts hold."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from kartlegging_tui.interchange.document import (
    Blanks,
    Box,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Question,
    Row,
    Scale,
    Size,
    Table,
    Tick,
    Ticks,
    WriteIn,
    as_data,
)
from kartlegging_tui.interchange.html import html
from kartlegging_tui.interchange.pdf import pdf, pictures
from kartlegging_tui.interchange.plain import WIDTH, plain
from kartlegging_tui.interchange.private_file import write_private
from tests.interchange.read_back import Page, packed, pdf_text

HOSTILE = [
    "<script>alert(1)</script>",
    "</style></title><img src=x onerror=alert(1)>",
    "#set page(width: 1cm)",
    '#read("/etc/passwd")',
    "$ x^2 $ \\ ] [ } { \\u{41}",
    "*b* _i_ `raw` @ref <label> = heading // comment /* more",
    "{{ 7 * 7 }} {% for x in y %}",
    "čđŋšŧž ČĐŊŠŦŽ æøå «sitat» – ≥ ≤ “quote” …",
    "Ordetsomaldritarslutt" * 12,
    '"; } body { display: none',
]


def everything(text: str, title: str = "A document", size: Size = Size.LARGE) -> Document:
    """One of each, with the text everywhere."""
    ticks = Ticks((Tick(text, "1 · ja"), Tick("Other", text, write=True)))
    question = Question("1", text, "smerte", when=text, instruction=text, answer=ticks)
    blocks = (
        Blanks((text, "Date")),
        Heading(text, 2),
        Paragraph(text),
        Paragraph(text, small=True),
        Bullets((text, "two")),
        Table(("What", text), (("Physiotherapy", text), (text, ""))),
        Box(text, (text, "phone")),
        question,
        Question("2", "Pain", answer=Scale(("0", "1", "2"), text, "Worst")),
        Question("3", "Weight", answer=WriteIn(unit=text, short=True)),
        Question("4", "Words", answer=WriteIn(lines=2)),
        Heading(text, 3),
        Row(text, "barn/1", (question, Question("5", "Group"))),
        Heading("Next", 2, new_page=True),
    )
    return Document("nb", title, blocks, footer=text, page="Side {page} av {pages}", size=size)


def texts(data: Any) -> Iterator[str]:
    """Every text that a document holds."""
    match data:
        case {"kind": kind, **parts}:
            words = {"language", "page", "size"} if kind == "document" else set()
            yield from (text for name, part in parts.items() if name not in words for text in texts(part))
        case list():
            yield from (text for part in data for text in texts(part))
        case str():
            yield data


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_a_command_is_printed_as_it_stands(text: str) -> None:
    document = everything(text, title=text)
    page, printed = Page(html(document)), pdf_text(pdf(document))
    lines = packed(plain(document).replace("\n|", ""))
    for said in texts(as_data(document)):
        assert said in page.text
        assert packed(said) in printed
        assert packed(said) in lines or said == "What"  # what a row is about needs no name


@pytest.mark.parametrize("text", HOSTILE)
def test_html_has_no_script_and_fetches_nothing(text: str) -> None:
    page = Page(html(everything(text, title=text)))
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "img", "link", "iframe", "object", "form", "base", "svg"}
    for _, attributes in page.tags:
        assert not set(attributes) & {"src", "href", "style", "action"}
        assert not any(name.startswith("on") for name in attributes)
    assert names >= {"h1", "h2", "h3", "fieldset", "legend", "ul", "table", "th"}


def test_nothing_in_a_footer_ends_the_style_sheet() -> None:
    page = html(everything("x", title="x</style><b>"))
    sheet = page.split("<style>")[1].split("</style>")[0]
    assert sheet.rstrip().endswith("footer { display: none; } }")
    assert "url(" not in sheet and "@import" not in sheet and "http" not in sheet


def test_a_screen_reader_knows_the_language_and_the_title() -> None:
    document = everything("tekst")
    page = html(document)
    assert '<html lang="nb">' in page
    reader = PdfReader(io.BytesIO(pdf(document)))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "nb"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None and reader.metadata.title == "A document"
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_the_fonts_are_inside() -> None:
    for page in PdfReader(io.BytesIO(pdf(everything("čđŋ")))).pages:
        for font in page["/Resources"]["/Font"].values():
            (inner,) = font.get_object()["/DescendantFonts"]
            descriptor = inner.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)


@pytest.mark.parametrize(("size", "points"), [(Size.LARGE, 14.0), (Size.NORMAL, 11.0)])
def test_large_type_is_at_least_14_points(size: Size, points: float) -> None:
    seen: dict[str, float] = {}

    def visit(text: str, _cm: Any, matrix: list[float], _font: Any, font_size: float) -> None:
        seen.setdefault(text.strip(), abs(matrix[3]) * font_size)

    ticks = Ticks((Tick("an option"),))
    question = Question("", "a question", when="a condition", instruction="an instruction", answer=ticks)
    document = Document("nb", "T", (Paragraph("a paragraph"), question), size=size)
    for page in PdfReader(io.BytesIO(pdf(document))).pages:
        page.extract_text(visitor_text=visit)
    for words in ("a paragraph", "a question", "a condition", "an instruction", "an option"):
        assert round(seen[words], 1) == points


def test_every_page_says_which_it_is_and_a_new_page_is_one() -> None:
    document = Document(
        "nb", "T", (Paragraph("one"), Heading("Two", new_page=True)), footer="T", page="Side {page} av {pages}"
    )
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf(document))).pages]
    assert ["Side 1 av 2" in pages[0], "Side 2 av 2" in pages[1]] == [True, True]
    assert "Two" in pages[1] and "one" not in pages[1]


def test_a_question_that_is_longer_than_a_page_goes_on_on_the_next() -> None:
    options = tuple(Tick(f"Option number {number}") for number in range(120))
    content = pdf(Document("nb", "T", (Question("1", "Which?", answer=Ticks(options)),)))
    printed = pdf_text(content)
    assert all(f"Optionnumber{number}" in printed for number in range(120))
    for page in PdfReader(io.BytesIO(content)).pages:  # what runs off a page is still in its text
        assert page.extract_text().count("Option number") < 40


def test_a_question_is_not_torn_apart_where_a_page_has_room_for_it() -> None:
    ticks = Ticks(tuple(Tick(f"Option {number}") for number in range(8)))
    questions = tuple(Question(str(number), f"Question {number}?", answer=ticks) for number in range(12))
    for page in PdfReader(io.BytesIO(pdf(Document("nb", "T", questions)))).pages:
        text = page.extract_text()
        assert text.count("Option 0") == text.count("Option 7") == text.count("?")


def test_a_very_long_word_stays_on_the_paper() -> None:
    """In large type no line of the paper has room for 80 letters, and no cell of three for 30."""
    document = Document("nb", "T", (Paragraph("x" * 400), Table(("a", "b", "c"), (("y" * 90, "z" * 90, "w" * 90),))))
    (page,) = PdfReader(io.BytesIO(pdf(document))).pages
    for line in page.extract_text().replace("\u200b", "").splitlines():
        assert line.count("x") < 80
        assert max(line.count(letter) for letter in "yzw") < 30


def test_the_pages_can_be_looked_at() -> None:
    assert [page[:8] for page in pictures(everything("x"))] == [b"\x89PNG\r\n\x1a\n"] * 3


def test_plain_text_keeps_to_80_columns() -> None:
    for text in HOSTILE:
        assert max(len(line) for line in plain(everything(text, title=text)).splitlines()) <= WIDTH


def test_a_table_in_plain_text_is_told_row_by_row() -> None:
    table = Table(("What", "Who", "By when"), (("Physiotherapy", "Kari", "1 March"), ("Taxi", "", "")))
    told = plain(Document("en", "Plan", (table,)))
    assert "- Physiotherapy\n    Who: Kari\n    By when: 1 March\n- Taxi\n" in told


def test_only_the_owner_may_read_what_is_written(tmp_path: Path) -> None:
    file = tmp_path / "form.pdf"
    write_private(file, b"1")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        write_private(file, b"2")
    assert file.read_bytes() == b"1"
    file.chmod(0o644)
    write_private(file, b"3", replace=True)
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"3", 0o600)
    assert [path.name for path in tmp_path.iterdir()] == ["form.pdf"]


def test_a_file_is_whole_or_not_there_also_where_files_have_one_name_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.link", refuse)
    write_private(tmp_path / "one.pdf", b"1")
    with pytest.raises(FileExistsError):
        write_private(tmp_path / "one.pdf", b"2")
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError):
        write_private(tmp_path / "two.pdf", b"2")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("one.pdf", b"1")]


def test_a_link_is_replaced_and_what_it_points_to_is_left_alone(tmp_path: Path) -> None:
    other, link = tmp_path / "other", tmp_path / "link.pdf"
    other.write_bytes(b"kept")
    link.symlink_to(other)
    with pytest.raises(FileExistsError):
        write_private(link, b"new")
    write_private(link, b"new", replace=True)
    assert (other.read_bytes(), link.read_bytes(), link.is_symlink()) == (b"kept", b"new", False)


@pytest.mark.parametrize(
    "blocks",
    [(), (Heading("x", 3),), (Heading(" "),), (Row("", "", ()),), (Bullets(()),), (Table(("a",), ()),)],
)
def test_a_document_with_little_in_it_is_still_written(blocks: tuple[Any, ...]) -> None:
    document = Document("nb", "T", blocks)
    assert pdf(document).startswith(b"%PDF-")
    assert Page(html(document)).text and plain(document)


@pytest.mark.parametrize("sign", ["😀", "中文", "ትግርኛ", "\x00"])
def test_a_sign_that_no_font_has_stops_nothing(sign: str) -> None:
    content = pdf(Document("nb", "T", (Paragraph(f"before {sign} after"),)))
    said = pdf_text(content)
    assert "before" in said and "after" in said
    assert PdfReader(io.BytesIO(content)).trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("words", ["Дякую", "żółć", "ǨǩƷʒǦǥǮ", "Ελλάδα"])
def test_letters_of_the_neighbours_are_in_the_fonts_inside(words: str) -> None:
    content = pdf(Document("nb", "T", (Paragraph(words),)))
    assert words in pdf_text(content)
    assert b"pdfuaid" in PdfReader(io.BytesIO(content)).trailer["/Root"]["/Metadata"].get_data()
