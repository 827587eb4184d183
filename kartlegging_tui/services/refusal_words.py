"""Why a form may not be published, in words, with what to do about it."""

from __future__ import annotations

from kartlegging_tui.domain.publishing_rules import Refusal, Why
from kartlegging_tui.language import N_, _, plural

_WORDS = {
    Why.ERRORS: N_("The file has errors."),
    Why.SCENARIOS: N_("A scenario does not come out as expected. Put the form or the scenario right."),
    Why.OTHER_CONTENT: N_(
        "Version {version} is published, and a published version never changes. "
        'Give the form a new version: `version: "{suggested}"`.'
    ),
    Why.NOT_HIGHER: N_(
        "Version {version} is published; the version of the file is lower. "
        'Give the form a higher version: `version: "{suggested}"`.'
    ),
    Why.GONE: N_("The form is gone, and answers may have been given to it. Keep the file, and retire the form."),
    Why.SPOILT: N_("The archive of published versions is not as it was. Put that right first."),
    Why.NO_TEXT: N_("The text needs a licence and is not filled in yet."),
}


def refusal_words(refusal: Refusal) -> str:
    """One or more sentences, in the language spoken."""
    if refusal.why is not Why.LOST:
        return _(_WORDS[refusal.why]).format(version=refusal.version, suggested=refusal.suggested)
    names = ", ".join(f"`{name}`" for name in refusal.names)
    sentences = [
        plural(
            "{names} is gone, and the answers to it are no longer found.",
            "{names} are gone, and the answers to them are no longer found.",
            len(refusal.names),
        ).format(names=names)
    ]
    for name, now in refusal.perhaps:
        message = _("If `{now}` is the same as `{name}` was, write `formerly: {id}` under it.")
        sentences.append(message.format(now=now, name=name, id=name.rpartition(".")[2]))
    if not refusal.perhaps:
        sentences.append(_("If something else asks for the same now, write there what it was called: `formerly: …`."))
    accept = " ".join(f"--accept-loss {name}" for name in refusal.names)
    sentences.append(_("If the answers may be lost from view: {accept}.").format(accept=f"`{accept}`"))
    return " ".join(sentences)
