"""A talk on a form of any length: a folder of questionnaires, a database, a patient whose conversation has begun."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kartlegging_tui.definitions.library import FOLDER_VARIABLE
from kartlegging_tui.definitions.writer import to_yaml
from kartlegging_tui.domain.answers import Answer, written
from kartlegging_tui.domain.people import Role
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.records.database import Database
from tests.records.cases import DETAILS
from tests.terminal.driver import Terminal

SIZE = (120, 40)
PATHWAY = """id: lang
version: "1.0"
title: {{nb: Langt forløp, nn: Langt forløp, en: Long pathway}}
source: test
contact_points:
  - number: 1
    title: {{nb: Samhandlingspunkt 1, nn: Samhandlingspunkt 1, en: Contact point 1}}
    held_by: municipality
    window: {{opens: 0, closes: 1}}
    offers: [{{form: {form}}}]
"""


@dataclass(frozen=True)
class Stage:
    """Where it all lies."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "records.sqlite3"

    def program(self, size: tuple[int, int] = SIZE) -> Terminal:
        """The real program on it, in a pseudo-terminal."""
        return Terminal(
            size=size, env=self.env, command=[sys.executable, "-m", "tests.benchmarks.program", str(self.file)]
        )

    @property
    def env(self) -> dict[str, str]:
        homes = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(self.folder))
        return {**homes, FOLDER_VARIABLE: str(self.folder / "forms"), "KARTLEGGING_LANGUAGE": "nb"}


def furnish(folder: Path, form: Questionnaire, answered: bool = False) -> Stage:
    """The talk's form is this one; `answered`: each of its scales is, once."""
    stage = Stage(folder)
    forms = folder / "forms"
    (forms / "pathways").mkdir(parents=True)
    text = to_yaml(form)
    (forms / f"{form.id}.yaml").write_text(text, encoding="utf-8")
    (forms / "pathways" / "lang.yaml").write_text(PATHWAY.format(form=form.id), encoding="utf-8")
    now = datetime.now(UTC)
    database = Database.open(stage.file)
    with database.write() as unit:
        unit.publish(form, text, now)
        nurse = unit.add_staff("Kari Lunde", Role.NURSE)
        patient = unit.add_patient(name="Ola Nordmann", birth_date=None)
        pathway = unit.add_pathway(patient.id, "lang", now.date() - timedelta(days=10), "C50.9", relapse=False)
        window = (1, now.date() - timedelta(days=10), now.date() + timedelta(days=20))
        (point,) = unit.add_contact_points(pathway.id, [window])
        talk = unit.start_conversation(point.id, nurse.id, DETAILS, now)
        if answered:
            assessment = unit.open_assessment(talk.id, form.id, form.version)
            for place, question in enumerate(question for section in form.sections for question in section.questions):
                unit.append(assessment.id, question.id, written(Answer(value=place % 11)), nurse.id, now, seen=0)
        unit.commit()
    database.close()
    return stage
