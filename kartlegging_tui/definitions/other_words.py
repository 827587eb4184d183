"""What authors write who come from another form language, or who write the keys in Norwegian."""

from __future__ import annotations

from collections.abc import Collection

_KEYS = {
    "area": "område omraade omrade",
    "at_most": "høyst maks_antall max_choices",
    "bands": "bånd band grenser ranges levels",
    "closes": "lukker lukkes",
    "codes": "koder kode code",
    "contact": "kontakt telefon tlf epost phone email",
    "contact_points": "samhandlingspunkter samhandlingspunkt",
    "confidential": "fortrolig konfidensiell",
    "decimals": "desimaler",
    "description": "beskrivelse beskriving skildring",
    "ends": "ender endepunkter endepunkt ankre anchors labels",
    "expect": "expected forventet venta",
    "exclusive": "eksklusiv utelukker",
    "flag": "flagg",
    "form": "skjema",
    "from": "fra frå",
    "given": "answers svar gitt",
    "guidance": "veiledning rettleiing",
    "held_by": "holdes_av",
    "high": "høy høg høyest right",
    "hint": "hjelp hjelpetekst help help_text veiledning rettleiing guidance_hint field_note",
    "id": "name navn namn variable field_name",
    "licence": "lisens license",
    "lines": "linjer",
    "low": "lav låg lavest left",
    "max": "maks maksimum maximum største høyeste",
    "min": "minimum minste laveste",
    "missing": "manglende",
    "name": "navn namn",
    "needs": "behov",
    "number": "nummer",
    "offers": "tilbud skjemaer",
    "opens": "åpner opnar åpnes",
    "option_lists": "svarlister valglister lister choice_lists",
    "options": "valg svar svaralternativer svaralternativ alternativer alternativ choices option answers",
    "priority": "prioritet",
    "questions": "spørsmål spm items fields question",
    "required": "påkrevd obligatorisk mandatory",
    "row": "rad kolonner columns",
    "score": "skår poeng weight",
    "scores": "skårer skår summer",
    "sections": "seksjoner seksjonar seksjon deler groups pages",
    "source": "kilde kjelde",
    "status": "tilstand",
    "suggest": "forslag tiltak",
    "text": "tekst label question ledetekst spørsmålstekst",
    "theme": "tema",
    "title": "tittel overskrift label form_title",
    "to": "til",
    "unit": "enhet eining",
    "urgent": "haster akutt",
    "value": "verdi formel calculation formula name",
    "version": "versjon",
    "visible_if": "vises_hvis vis_hvis vis_viss vises_når synlig_hvis hvis relevant show_if branching_logic depends_on",
    "when": "når hvis viss if condition",
    "wording": "ordlyd",
    "worse": "verre",
}
_VALUES = {
    "active": "aktiv published",
    "choice": "select_one radio dropdown enkeltvalg ett_valg valg",
    "choices": "select_multiple checkbox checkboxes flervalg avkryssing multiple_choice",
    "computed": "calculate calc beregnet",
    "date": "dato",
    "decimal": "desimaltall float number numeric tall",
    "draft": "utkast",
    "high": "høy høg",
    "higher": "høyere høgare",
    "info": "note descriptive informasjon",
    "integer": "heltall heiltal int",
    "low": "lav låg",
    "lower": "lavere lågare",
    "municipality": "kommune kommunen",
    "medium": "middels",
    "person": "menneske",
    "physical": "fysisk",
    "psychosocial": "psykososial",
    "relatives": "pårørende pårørande",
    "role": "rolle",
    "rows": "rader repeat begin_repeat",
    "scale": "skala slider range",
    "specialist": "sykehus sykehuset sjukehus spesialist hospital",
    "text": "tekst textarea notes fritekst string",
    "unit": "enhet eining",
    "work": "arbeid",
    "yes_no": "ja_nei yesno boolean truefalse bool",
}


def _by_word(table: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for ours, theirs in table.items():
        for word in theirs.split():
            found.setdefault(word, []).append(ours)
    return found


_OUR_KEYS, _OUR_VALUES = _by_word(_KEYS), _by_word(_VALUES)


def our_key(word: str, known: Collection[str]) -> str:
    """What the format calls a key, of those `known` at its place; empty where it is no such word."""
    return _ours(_OUR_KEYS, word, known)


def our_value(word: str, known: Collection[str]) -> str:
    """What the format calls a value, of those `known` at its place; empty where it is no such word."""
    return _ours(_OUR_VALUES, word.split(maxsplit=1)[0] if word.strip() else "", known)


def _ours(table: dict[str, list[str]], word: str, known: Collection[str]) -> str:
    folded = word.strip().lower().replace(" ", "_").replace("-", "_")
    return next((ours for ours in (folded, *table.get(folded, ())) if ours in known), "")
