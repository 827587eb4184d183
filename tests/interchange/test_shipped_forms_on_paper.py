"""Every shipped form can be printed in every language, and nothing that the patient may read is lost on the way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain.questionnaire import Questionnaire, Status
from kartlegging_tui.domain.questions import Choice, Choices, Computed, Question, Rows, Scale
from kartlegging_tui.domain.texts import LANGUAGES
from kartlegging_tui.interchange.html import html
from kartlegging_tui.interchange.pdf import pdf
from kartlegging_tui.services.blank import NoTextYet, blank_forms
from tests.interchange.read_back import Page, packed, pdf_text

ACTIVE = [form for form in shipped().questionnaires() if form.status is Status.ACTIVE]
SLOTS = [form for form in shipped().questionnaires() if form.slot is not None]


def parts(form: Questionnaire) -> Iterator[tuple[object, bool]]:
    """Sections, questions and columns, and whether they are kept from the patient."""
    for section in form.sections:
        yield section, section.confidential or all(item.confidential for item in section.questions)
        for item in section.questions:
            hidden = section.confidential or item.confidential
            yield item, hidden
            for column in item.row if isinstance(item, Rows) else ():
                yield column, hidden or column.confidential


def visible_texts(form: Questionnaire, language: str) -> Iterator[str]:
    """All that the patient may read, and the ids by which paper is typed in."""
    for part, hidden in parts(form):
        if hidden or isinstance(part, Computed):
            continue
        yield (part.title if hasattr(part, "questions") else part.text).to(language)
        if isinstance(part, Question):
            yield part.id
        if isinstance(part, Choice | Choices):
            for option in form.options(part):
                yield option.text.to(language)
                yield str(option.value)
        if isinstance(part, Scale):
            yield part.ends.low.to(language)
            yield part.ends.high.to(language)
    if form.acknowledgement is not None:
        yield form.acknowledgement.to(language)
    yield form.licence
    yield form.version


def kept_back(form: Questionnaire, language: str) -> Iterator[str]:
    """What is for the one who asks, and what is confidential."""
    for part, hidden in parts(form):
        if part.hint is not None:
            yield part.hint.to(language)
        if isinstance(part, Question) and part.urgent is not None:
            yield part.urgent.text.to(language)
        if hidden:
            yield (part.title if hasattr(part, "questions") else part.text).to(language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ACTIVE, ids=lambda form: form.id)
def test_all_that_the_patient_may_read_is_on_the_paper_and_nothing_else(form: Questionnaire, language: str) -> None:
    document = blank_forms([form], language)
    page, printed = packed(Page(html(document)).text), pdf_text(pdf(document))
    for text in visible_texts(form, language):
        assert packed(text) in page
        assert packed(text) in printed
    readable = {packed(text) for text in visible_texts(form, language)}
    for text in kept_back(form, language):
        if not any(packed(text) in seen for seen in readable):
            assert packed(text) not in page
            assert packed(text) not in printed


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", SLOTS, ids=lambda form: form.id)
def test_a_place_for_a_licensed_text_is_not_printed(form: Questionnaire, language: str) -> None:
    with pytest.raises(NoTextYet) as refused:
        blank_forms([form], language)
    assert refused.value.questionnaire is form
