"""The 13 themes of the national guideline, and which question of the five main forms covers each: docs/themes.md.

`python -m tests.definitions.themes_table > docs/themes.md` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kartlegging_tui.definitions.reader import read_questionnaire
from kartlegging_tui.domain.definition import Theme
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import AnyItem, Info, Rows

ROOT = Path(__file__).parents[2]
MAIN_FORMS = ("fysisk", "psykososial", "parorende", "barn_som_parorende", "arbeid")

# As Helsedirektoratet lists them, in its order.
TITLES = {
    Theme.FAMILY_AND_NETWORK: "Familiesituasjon og nettverk",
    Theme.WORK_AND_EDUCATION: "Jobb/skole/utdanning",
    Theme.ECONOMY_AND_HOUSING: "Økonomi og boforhold",
    Theme.HELP_AT_HOME: "Hjelp og tilrettelegging i hjemmet",
    Theme.REHABILITATION: "Rehabilitering",
    Theme.PHYSICAL_FUNCTION: "Fysisk aktivitet og fysisk funksjon",
    Theme.NUTRITION: "Ernæring/mat/måltider",
    Theme.OWN_HEALTH: "Ivaretakelse av egen helse",
    Theme.RESOURCES_AND_COPING: "Egne ressurser/læring og mestring",
    Theme.LEISURE_AND_SOCIAL: "Fritid/sosiale aktiviteter",
    Theme.MENTAL_HEALTH: "Psykisk helse",
    Theme.SEXUAL_HEALTH: "Seksuell helse",
    Theme.ORAL_HEALTH: "Oral helse",
}

# What is no theme of its own in the guideline, and the sections where it is asked.
ELSEWHERE = (
    ("Existential matters", (("psykososial", "mening"), ("parorende", "fremover"))),
    ("Children", (("barn_som_parorende", "avklaring"), ("parorende", "hjemme"))),
    (
        "Late effects",
        (("fysisk", "seneffekter"), ("psykososial", "ett_ar"), ("arbeid", "tilbake"), ("parorende", "over_tid")),
    ),
)

INTRODUCTION = """\
# The 13 themes and the questions that cover them

The national guideline (Helsedirektoratet, Pakkeforløp hjem for pasienter med kreft, contact point 1) lists 13 themes
that a needs assessment *may* cover, adapted to each patient. This page says which question of the five main forms
covers which. It is made from the forms: `python -m tests.definitions.themes_table > docs/themes.md`.
"""


class Covered(NamedTuple):
    """A question, and the theme it covers."""

    theme: Theme | None
    name: str
    text: str


def main_forms() -> list[Questionnaire]:
    """The five main forms, as they are shipped. ValueError where one of them cannot be read."""
    return [_form(name) for name in MAIN_FORMS]


def _form(name: str) -> Questionnaire:
    reading = read_questionnaire(ROOT / "questionnaires" / f"{name}.yaml")
    if reading.questionnaire is None:
        raise ValueError(f"{name}: {'; '.join(map(str, reading.findings))}")
    return reading.questionnaire


def covered(form: Questionnaire) -> Iterator[Covered]:
    """The form's questions with their themes: the question's own, or else its section's.

    The columns of a group are named only where they have a theme of their own.
    """
    for section in form.sections:
        for item in section.questions:
            if isinstance(item, Info):
                continue
            yield Covered(item.theme or section.theme, f"{form.id}.{item.id}", _text(item))
            if isinstance(item, Rows):
                for column in item.row:
                    if column.theme:
                        yield Covered(column.theme, f"{form.id}.{item.id}.{column.id}", _text(column))


def _text(item: AnyItem) -> str:
    text = item.text.to("nb") if item.text else ""
    return " ".join(text.split()).replace("|", "\\|")


def markdown(forms: Iterable[Questionnaire]) -> str:
    """The page."""
    forms = list(forms)
    questions = [question for form in forms for question in covered(form)]
    parts = [INTRODUCTION]
    for number, (theme, title) in enumerate(TITLES.items(), start=1):
        heading = [f"## {number}. {title}", "", f"`{theme}`", "", "| question | text |", "|---|---|"]
        lines = [f"| `{name}` | {text} |" for covers, name, text in questions if covers is theme]
        parts.append("\n".join([*heading, *lines]) + "\n")
    parts.append(_elsewhere({form.id: form for form in forms}))
    return "\n".join(parts)


def _elsewhere(forms: dict[str, Questionnaire]) -> str:
    lines = ["## No theme of their own\n", "The guideline has no theme of its own for these. They are asked here:\n"]
    for subject, places in ELSEWHERE:
        titles = ", ".join(f"`{form}` «{_section_title(forms[form], section)}»" for form, section in places)
        lines.append(f"- {subject}: {titles}.")
    return "\n".join(lines) + "\n"


def _section_title(form: Questionnaire, identifier: str) -> str:
    return next(section.title.to("nb") for section in form.sections if section.id == identifier)


if __name__ == "__main__":
    print(markdown(main_forms()), end="")
