"""What an editor puts in as a beginning: a question, an option, a score, a need, a section; and examples of values."""

from __future__ import annotations

from typing import Any

from kartlegging_tui.language import N_

_TEXT = {"nb": "${2:Tekst}", "nn": "${3:Tekst}", "en": "${4:Text}"}
_OPTIONS = [
    {"value": 0, "text": {"nb": "Nei", "nn": "Nei", "en": "No"}},
    {"value": 1, "text": {"nb": "Ja", "nn": "Ja", "en": "Yes"}},
]


def _question(kind: str, **more: Any) -> dict[str, Any]:
    return {"id": "${1:id}", "type": kind, "text": _TEXT, **more}


def _snippet(label: str, description: str, body: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"label": label, "description": description, "body": body}]


SNIPPETS: dict[str, list[dict[str, Any]]] = {
    "YesNo": _snippet("yes_no", N_("A question with yes or no"), _question("yes_no")),
    "Choice": _snippet("choice", N_("A question with one of several answers"), _question("choice", options=_OPTIONS)),
    "Choices": _snippet(
        "choices", N_("A question with any of several answers"), _question("choices", options=_OPTIONS)
    ),
    "Scale": _snippet(
        "scale",
        N_("A number from 0 to 10 between two worded ends"),
        _question(
            "scale",
            ends={
                "low": {"nb": "${5:Ingen}", "nn": "${6:Ingen}", "en": "${7:None}"},
                "high": {"nb": "${8:Verst}", "nn": "${9:Verst}", "en": "${10:Worst}"},
            },
        ),
    ),
    "Integer": _snippet("integer", N_("A whole number"), _question("integer", min=0, max=100)),
    "Decimal": _snippet("decimal", N_("A number with decimals"), _question("decimal", min=0, max=100)),
    "Quantity": _snippet("quantity", N_("A number with a unit"), _question("quantity", unit="${5:kg}", min=0, max=300)),
    "TextQuestion": _snippet("text", N_("A question with free text"), _question("text", lines=2)),
    "Date": _snippet("date", N_("A question about a date"), _question("date", future=False)),
    "Info": _snippet("info", N_("A text between the questions"), _question("info")),
    "Computed": _snippet(
        "computed",
        N_("A value that follows from others"),
        _question("computed", value="${5:sum(sporsmal_1, sporsmal_2)}"),
    ),
    "Rows": _snippet(
        "rows",
        N_("A group that repeats: one row for each child, each medicine"),
        _question(
            "rows",
            row=[{"id": "${5:navn}", "type": "text", "text": {"nb": "Navn", "nn": "Namn", "en": "Name"}}],
        ),
    ),
    "Option": _snippet(
        "option",
        N_("An answer to choose"),
        {"value": "${1:verdi}", "text": {"nb": "${2:Svar}", "nn": "$3", "en": "$4"}},
    ),
    "Section": _snippet(
        "section",
        N_("A part of the form, with its first question"),
        {
            "id": "${1:del}",
            "title": {"nb": "${2:Overskrift}", "nn": "${3:Overskrift}", "en": "${4:Heading}"},
            "questions": [
                {
                    "id": "${5:sporsmal}",
                    "type": "yes_no",
                    "text": {"nb": "${6:Spørsmål?}", "nn": "${7:Spørsmål?}", "en": "${8:Question?}"},
                }
            ],
        },
    ),
    "Score": _snippet(
        "score",
        N_("A number that follows from the answers, with what it may mean"),
        {
            "id": "${1:sumskar}",
            "title": {"nb": "${2:Sum}", "nn": "${3:Sum}", "en": "${4:Sum}"},
            "value": "${5:sum(sporsmal_1, sporsmal_2)}",
            "bands": [
                {"to": 4, "text": {"nb": "Lite", "nn": "Lite", "en": "Little"}},
                {"from": 5, "text": {"nb": "Mye", "nn": "Mykje", "en": "Much"}, "flag": True},
            ],
        },
    ),
    "NeedRule": _snippet(
        "need",
        N_("A need that the form sees in the answers"),
        {
            "id": "${1:behov}",
            "when": "${2:sporsmal >= 4}",
            "title": {"nb": "${3:Behov}", "nn": "${4:Behov}", "en": "${5:Need}"},
            "suggest": [{"nb": "${6:Tiltak}", "nn": "${7:Tiltak}", "en": "${8:Action}"}],
        },
    ),
    "PlannedContactPoint": _snippet(
        "contact point",
        N_("A contact point with its first form"),
        {
            "number": 1,
            "title": {"nb": "${1:Samtale}", "nn": "${2:Samtale}", "en": "${3:Conversation}"},
            "held_by": "municipality",
            "window": {"opens": 0, "closes": 1},
            "offers": [{"form": "${4:skjema}"}],
        },
    ),
    "Service": _snippet(
        "service",
        N_("One who can be asked to do something"),
        {"id": "${1:tjeneste}", "name": {"nb": "${2:Navn}", "nn": "${3:Namn}", "en": "${4:Name}"}, "kind": "unit"},
    ),
    "Scenario": _snippet(
        "scenario",
        N_("An example of a filled form, and what should come of it"),
        {
            "name": "${1:Det eksempelet viser}",
            "given": {"${2:sporsmal}": 1},
            "expect": {"visible": ["${3:sporsmal}"], "needs": ["${4:behov}"]},
        },
    ),
    "PathwayScenario": _snippet(
        "scenario",
        N_("An example of a conversation, and what should come of it"),
        {"name": "${1:Det eksempelet viser}", "contact_point": 1, "expect": {"offered": ["${2:skjema}"]}},
    ),
}
"""By the model they stand for: what the editor puts in, with `$1`, `${2:…}` for the places to fill."""

_CONDITIONS = [
    "smerte >= 4",
    "har_barn and not answered(oppfolging)",
    "any(barn.alder < 18)",
    "previous(smerte) < smerte",
]
_FORMULAS = ["sum(interesse, nedstemt)", "mean(a, b, c)", "sum(a, b) * 4"]
EXAMPLES: dict[tuple[str, str], list[Any]] = {
    ("", "visible_if"): _CONDITIONS,
    ("", "when"): _CONDITIONS,
    ("", "offer_if"): ["parorende.har_barn", "age >= 18"],
    ("", "that"): ["asked(parorende.har_barn)"],
    ("", "value"): _FORMULAS,
    ("Questionnaire", "id"): ["psykososial"],
    ("Questionnaire", "version"): ["1.0"],
    ("Questionnaire", "licence"): ["MIT", "No permission required to reproduce"],
    ("Questionnaire", "wording"): [{"nb": "own", "nn": "own", "en": "own"}],
    ("PathwayDefinition", "version"): ["1.0"],
    ("Requirement", "question"): ["parorende.har_barn"],
    ("Code", "system"): ["loinc", "snomed"],
    ("Code", "code"): ["44250-9"],
    ("Quantity", "unit"): ["kg", "cm", "d"],
    ("Option", "formerly"): ["gammel_verdi"],
}
"""By model and key – for conditions by key alone – how a value may look."""
