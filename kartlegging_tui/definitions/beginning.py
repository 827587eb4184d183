"""The first text of a new form: right from the first moment, and with comments that teach."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from kartlegging_tui.definitions.writer import to_yaml
from kartlegging_tui.domain.questionnaire import Area, Questionnaire
from kartlegging_tui.domain.texts import LANGUAGES
from kartlegging_tui.language import N_, _

FIRST_VERSION = "1.0"
"""A draft may change as often as one likes; 1.0 is then what it is when it is published for the first time."""
_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_WINDOWS = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
_TEXTS = {
    "section": {"nb": "Første del", "nn": "Første del", "en": "First part"},
    "trouble": {"nb": "Har du plager nå?", "nn": "Har du plager no?", "en": "Is anything troubling you now?"},
    "ask": {
        "nb": "Til deg som spør: gi pasienten tid.",
        "nn": "Til deg som spør: gi pasienten tid.",
        "en": "For the one who asks: give the patient time.",
    },
    "how_much": {
        "nb": "Hvor mye plager det deg?",
        "nn": "Kor mykje plagar det deg?",
        "en": "How much does it trouble you?",
    },
    "low": {"nb": "Ikke i det hele tatt", "nn": "Ikkje i det heile", "en": "Not at all"},
    "high": {"nb": "Verst tenkelig", "nn": "Verst tenkjeleg", "en": "Worst imaginable"},
    "what": {"nb": "Hva er verst?", "nn": "Kva er verst?", "en": "What is the worst of it?"},
    "sleep": {"nb": "Søvnen", "nn": "Søvnen", "en": "Sleep"},
    "pain": {"nb": "Smerter", "nn": "Smerter", "en": "Pain"},
    "other": {"nb": "Noe annet", "nn": "Noko anna", "en": "Something else"},
    "need": {"nb": "Snakke om plagene", "nn": "Snakke om plagene", "en": "Talk about the trouble"},
    "action": {"nb": "Ny samtale om en uke", "nn": "Ny samtale om ei veke", "en": "Another talk in a week"},
}
_COMMENTS = {
    "id": N_("The id never changes, since answers are stored under it. The file is named after it."),
    "version": N_("A version that is published never changes. A draft may change freely under this number."),
    "area": N_("What the form is about: {areas}."),
    "source": N_("Where the content comes from, and on what terms it may be used."),
    "wording": N_("Where the words come from, by language: own, official, transcribed or unofficial."),
    "sections": N_("Everything from here on is an example. Change it, and take away what you do not need."),
    "hint": N_("For the one who asks; never shown to the patient."),
    "visible_if": N_("Asked only where the answer to the question above is yes."),
    "options": N_("Values are stored and never change; texts may."),
    "needs": N_("What nurse and patient may agree to do something about, seen by the form itself."),
}
"""What stands above the first line with each key."""


class NotAnId(ValueError):
    """What a form cannot be called; the message says why."""


def checked_id(identifier: str) -> str:
    """The id, if a form can be called so and its file can be named after it on every system. Raises NotAnId."""
    if not _ID.fullmatch(identifier):
        message = _(
            "{value} is no id: small letters a–z, digits and `_`, beginning with a letter (not æ, ø, å, not `-`)."
        )
        raise NotAnId(message.format(value=f"`{identifier}`"))
    if _WINDOWS.fullmatch(identifier):
        raise NotAnId(_("No file can be called `{id}` on Windows. Choose another id.").format(id=identifier))
    return identifier


def new_form(
    identifier: str, title: str | None = None, area: Area = Area.OTHER, languages: Sequence[str] = LANGUAGES
) -> str:
    """The text of a new form: a draft with one section, three questions and a need, in these languages."""
    name = title or identifier.replace("_", " ").capitalize()
    form = {
        "id": identifier,
        "version": FIRST_VERSION,
        "area": area.value,
        "title": dict.fromkeys(languages, name),
        "source": _("Own text"),
        "licence": _("Own text"),
        "wording": dict.fromkeys(languages, "own"),
        "sections": [
            {"id": "del_1", "title": _in("section", languages), "questions": _questions(languages)},
        ],
        "needs": [
            {
                "id": "plager",
                "when": "hvor_mye >= 4",
                "title": _in("need", languages),
                "suggest": [_in("action", languages)],
            }
        ],
    }
    return _commented(to_yaml(Questionnaire.model_validate_json(json.dumps(form))))


def _questions(languages: Sequence[str]) -> list[dict[str, object]]:
    ends = {"low": _in("low", languages), "high": _in("high", languages)}
    options = [
        {"value": "sovn", "text": _in("sleep", languages)},
        {"value": "smerter", "text": _in("pain", languages)},
        {"value": "annet", "text": _in("other", languages), "other": True},
    ]
    return [
        {"id": "har_plager", "type": "yes_no", "text": _in("trouble", languages), "hint": _in("ask", languages)},
        {
            "id": "hvor_mye",
            "type": "scale",
            "text": _in("how_much", languages),
            "visible_if": "har_plager",
            "ends": ends,
            "worse": "higher",
        },
        {
            "id": "hva",
            "type": "choice",
            "text": _in("what", languages),
            "visible_if": "har_plager and hvor_mye >= 1",
            "options": options,
        },
    ]


def _in(text: str, languages: Sequence[str]) -> dict[str, str]:
    words = _TEXTS[text]
    return {language: words.get(language, words["en"]) for language in languages}


def _commented(text: str) -> str:
    """With a comment above the first line of each key, and with the status that the writer leaves out."""
    head = _("A form of your own. It is a draft: nobody is asked from it before its status is active.")
    lines = [f"# {head}"]
    left = dict(_COMMENTS)
    for line in text.splitlines():
        key = line.lstrip(" -").partition(":")[0]
        if key in left:
            indent = " " * (len(line) - len(line.lstrip(" ")))
            lines.append(f"{indent}# " + _(left.pop(key)).format(areas=", ".join(Area)))
        lines.append(line)
        if key == "version":
            lines.append("status: draft")
    return "\n".join(lines) + "\n"
