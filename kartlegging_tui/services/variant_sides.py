"""What a local variant is compared with: its original as it was copied, and as it is now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kartlegging_tui.definitions.library import Library
from kartlegging_tui.definitions.published import Published
from kartlegging_tui.definitions.variants import original_of
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.language import _
from kartlegging_tui.services.versions import NotThere, Side, side


@dataclass(frozen=True)
class VariantSides:
    """A variant and its original."""

    then: Side
    """The original, in the version that was copied or taken over last."""
    now: Side | None
    """The original as it is in the library; None where it is not there any more."""
    here: Side
    """The variant, but for what makes it one: id, version, status and origin are those of the original."""
    name: str
    """What the variant is called: its id and version."""


def variant_sides(named: str, library: Library) -> VariantSides:
    """For the variant in a file, or with an id. Raises NotThere, also where it is no variant."""
    here = side(named, library)
    if here.broken or not here.single:
        raise NotThere(_("Name one form without errors."))
    variant = next(iter(here.forms.values()))
    origin = variant.derived_from
    if origin is None:
        raise NotThere(_("{form} is no variant: it has no `derived_from`.").format(form=variant.id))
    path = Path(named)
    file = path if path.is_file() else library.questionnaire_files[variant.id]
    original_file = library.questionnaire_files.get(origin.form)
    now = _newest(origin.form, library)
    then = original_of(origin, file.parent, original_file)
    if then is None and now is not None and now.version == origin.version:
        then = now  # not published yet, and so kept nowhere else
    if then is None:
        message = _("{form} {version} is not kept, so that nothing can be compared with it.")
        raise NotThere(message.format(form=origin.form, version=origin.version))
    alike = {"id": then.id, "version": then.version, "status": then.status, "derived_from": then.derived_from}
    here = _of(variant.model_copy(update=alike))
    archives = [Published.beside(original_file)] if original_file else []
    return VariantSides(_of(then), _of(now, *archives) if now else None, here, f"{variant.id} {variant.version}")


def _newest(form: str, library: Library) -> Questionnaire | None:
    try:
        return library.questionnaire(form)
    except KeyError:
        return None


def _of(form: Questionnaire, *archives: Published) -> Side:
    return Side(f"{form.id}@{form.version}", {form.id: form}, archives={each.folder: each for each in archives})
