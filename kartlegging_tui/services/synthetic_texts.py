"""What invented patients say in their own words: to the questions that most conversations begin with, and to others."""

from __future__ import annotations

Said = dict[str, tuple[str, ...]]
"""What may be said, by language."""

BY_QUESTION: dict[str, Said] = {
    "sprak": {"nb": ("Norsk",), "nn": ("Norsk",), "en": ("English",)},
    "siden_sist": {
        "nb": ("Ferdig med cellegiften, og sliten etterpå.", "Flyttet til mindre leilighet.", "Fått svar på prøvene."),
        "nn": ("Ferdig med cellegifta, og sliten etterpå.", "Flytta til mindre leilegheit.", "Fått svar på prøvene."),
        "en": ("Finished chemotherapy, and tired afterwards.",),
    },
    "viktigst": {
        "nb": ("Barnebarna.", "Å kunne bo hjemme.", "At hverdagen er så vanlig som mulig.", "Hytta og hunden."),
        "nn": ("Barnebarna.", "Å kunne bu heime.", "At kvardagen er så vanleg som mogleg.", "Hytta og hunden."),
        "en": ("My family.", "That everyday life is as ordinary as possible."),
    },
    "bekymrer": {
        "nb": ("Hvordan det skal gå med dem hjemme.", "At den kommer tilbake.", "Pengene.", "Å bli en byrde."),
        "nn": ("Korleis det skal gå med dei heime.", "At han kjem tilbake.", "Pengane.", "Å bli ei bør."),
        "en": ("That it comes back.", "How those at home will manage."),
    },
    "styrke": {
        "nb": ("Naboen, som stikker innom hver dag.", "Turene i skogen.", "Koret.", "Søsteren min."),
        "nn": ("Naboen, som stikk innom kvar dag.", "Turane i skogen.", "Koret.", "Søstera mi."),
        "en": ("My sister.", "Walking in the forest."),
    },
    "hap_for_samtalen": {
        "nb": ("Å få vite hvem jeg kan ringe.", "Få ordnet med hjelp hjemme.", "Bare å få snakke litt."),
        "nn": ("Å få vite kven eg kan ringje.", "Få ordna med hjelp heime.", "Berre å få snakke litt."),
        "en": ("To know whom I can call.",),
    },
    "kontaktperson": {
        "nb": ("Kreftkoordinatoren",),
        "nn": ("Kreftkoordinatoren",),
        "en": ("The cancer coordinator",),
    },
    "yrke": {
        "nb": ("Lærer, full stilling.", "Elektriker.", "Butikkmedarbeider, 60 %.", "Kjører buss."),
        "nn": ("Lærar, full stilling.", "Elektrikar.", "Butikkmedarbeidar, 60 %.", "Køyrer buss."),
        "en": ("Cook, full time.",),
    },
}
"""By the id of the question."""

ANYWHERE: Said = {
    "nb": (
        "Tar det som det kommer.",
        "Vil gjerne snakke mer om dette neste gang.",
        "Familien stiller opp, det betyr mye.",
        "Går tur i skogen når formen tillater det.",
        "Synes det er mye å holde styr på.",
        "Ønsker å klare mest mulig selv.",
        "Bekymrer seg mest om kveldene.",
        "Har god hjelp av naboen.",
    ),
    "nn": (
        "Tek det som det kjem.",
        "Vil gjerne snakke meir om dette neste gong.",
        "Familien stiller opp, det betyr mykje.",
        "Går tur i skogen når forma tillèt det.",
        "Synest det er mykje å halde styr på.",
        "Ønskjer å klare mest mogleg sjølv.",
    ),
    "en": (
        "Takes each day as it comes.",
        "Would like to talk more about this next time.",
        "The family helps, which means a lot.",
        "Wants to manage alone as far as possible.",
    ),
}


def texts(question: str, language: str) -> tuple[str, ...]:
    """What may be said to a question; bokmål where a language has no words."""
    known = BY_QUESTION.get(question, ANYWHERE)
    return known.get(language, known["nb"])
