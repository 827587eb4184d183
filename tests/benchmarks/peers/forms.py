"""Our large form, as the peers write it: the same questions, options and conditions.

Scores go to SurveyJS, which works them out as we do; FHIR's would be FHIRPath, and lforms is spared it.
"""

from __future__ import annotations

from typing import Any

from kartlegging_tui.domain.questionnaire import Questionnaire

Data = dict[str, Any]


def surveyjs(form: Questionnaire) -> Data:
    """For survey-core: a page for each section; ratings, `visibleIf`, calculated values."""
    pages = [
        {
            "name": section.id,
            "elements": [
                {
                    "type": "rating",
                    "name": question.id,
                    "title": question.text.to("nb"),
                    "rateMin": 0,
                    "rateMax": 10,
                    **({"visibleIf": _surveyjs_condition(question.visible_if)} if question.visible_if else {}),
                }
                for question in section.questions
            ],
        }
        for section in form.sections
    ]
    values = [
        {"name": score.id, "expression": score.value.replace("sum(", "sum({").replace(", ", "}, {").replace(")", "})")}
        for score in form.scores
    ]
    return {"pages": pages, "calculatedValues": values}


def _surveyjs_condition(condition: str) -> str:
    return " and ".join(
        f"{{{name}}} {sign.replace('!=', '<>')} {value}"
        for name, sign, value in (part.split() for part in condition.split(" and "))
    )


def xlsform(form: Questionnaire) -> Data:
    """For pyxform: a group for each section; choices of eleven numbers, `relevant`."""
    survey: list[Data] = []
    for section in form.sections:
        survey.append({"type": "begin_group", "name": section.id, "label": section.id})
        for question in section.questions:
            row = {"type": "select_one scale", "name": question.id, "label": question.text.to("nb")}
            survey.append(row | ({"relevant": _xlsform_condition(question.visible_if)} if question.visible_if else {}))
        survey.append({"type": "end_group"})
    choices = [{"list_name": "scale", "name": str(number), "label": str(number)} for number in range(11)]
    return {"survey": survey, "choices": choices, "settings": [{"form_id": form.id}]}


def _xlsform_condition(condition: str) -> str:
    return " and ".join(
        f"${{{name}}} {sign} {value}" for name, sign, value in (part.split() for part in condition.split(" and "))
    )


def fhir(form: Questionnaire) -> Data:
    """For lforms: a FHIR R4 Questionnaire of groups; choices of eleven numbers, `enableWhen`."""
    return {
        "resourceType": "Questionnaire",
        "status": "draft",
        "title": form.title.to("nb"),
        "item": [
            {
                "linkId": section.id,
                "type": "group",
                "text": section.title.to("nb") if section.title else section.id,
                "item": [_item(question.id, question.visible_if) for question in section.questions],
            }
            for section in form.sections
        ],
    }


def _item(name: str, condition: str | None) -> Data:
    radio = {
        "url": "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl",
        "valueCodeableConcept": {
            "coding": [{"system": "http://hl7.org/fhir/questionnaire-item-control", "code": "radio-button"}]
        },
    }
    item: Data = {
        "linkId": name,
        "type": "choice",
        "text": name,
        "extension": [radio],
        "answerOption": [{"valueInteger": number} for number in range(11)],
    }
    if condition:
        parts = [part.split() for part in condition.split(" and ")]
        item["enableWhen"] = [
            {"question": asked, "operator": sign, "answerInteger": int(value)} for asked, sign, value in parts
        ]
        item["enableBehavior"] = "all"
    return item
