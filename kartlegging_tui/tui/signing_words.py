"""How it stands with signing a conversation, in words: not signed, signed, being corrected; by whom, when and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from kartlegging_tui.domain.norway import day_in_norway
from kartlegging_tui.domain.signing import Signing, SigningKind, SigningState, state_of
from kartlegging_tui.language import _
from kartlegging_tui.tui.days import clock, near_day
from kartlegging_tui.tui.text import literal


def state(signings: Sequence[Signing], version: int | None, ended: bool, today: date) -> Content:
    """Of a conversation as it stands; or of the signed version that is read. `ended`: it is over, signed or not."""
    signed = [each for each in signings if each.kind is SigningKind.SIGNED]
    known = next((each for each in signed if each.version == version), None)
    if known is not None and known is not signed[-1]:
        text = _("Version {number}, corrected since: {who}").format(number=version, who=_who(known, today))
        return literal(text, "bold $warning")
    if version is None and state_of(signings) is SigningState.CORRECTING:
        begun = signings[-1]
        text = _("Being corrected: {reason} ({who})").format(reason=begun.reason, who=_who(begun, today))
        return literal(text, "bold $warning")
    if not signed:
        return literal(_("Ended, not signed") if ended else _("Under way, not signed"))
    last = signed[-1]
    if last.version == 1:
        return literal(_("Signed {who}").format(who=_who(last, today)), "$success")
    text = _("Version {number}, signed {who}: {reason}")
    return literal(text.format(number=last.version, who=_who(last, today), reason=last.reason), "$success")


def _who(signing: Signing, today: date) -> str:
    day = near_day(day_in_norway(signing.at), today)
    return _("{day} {time} by {author}").format(day=day, time=clock(signing.at), author=signing.author)
