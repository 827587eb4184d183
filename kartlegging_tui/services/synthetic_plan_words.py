"""What nurses write, and patients say, in the plans of the demo: bokmål, nynorsk and English."""

from __future__ import annotations

from dataclasses import dataclass

from kartlegging_tui.domain.definition import Theme
from kartlegging_tui.domain.plan import Helped

Phrases = tuple[str, ...]


@dataclass(frozen=True)
class PlanWords:
    """The words of one language."""

    goals: dict[Theme, Phrases]
    """What the patient wants to come to."""
    not_wanted: Phrases
    """Why a need is not to be followed up, where anything is said."""
    no_action: Phrases
    """Why nothing is agreed about a need that is to be followed up."""
    treated: Phrases
    """The same, where it is an ailment."""
    talk_again: str
    """The action where the form suggests none that is not agreed already."""
    came_of_it: dict[Helped, Phrases]
    dropped: Phrases
    not_yet: Phrases
    """What is said of an action that is asked about and not done."""
    said_by: str
    said_by_parents: str
    limits: Phrases
    sent: Phrases
    corrected: Phrases
    """Why a signed conversation is corrected."""
    handled: dict[str, Phrases]
    """What was done about an urgent answer; by a part of the question's id, under "" for all others."""


SERVICES = (
    # a word in an action, and the service that it is for; the first that fits
    ("barneansvarl", "barneansvarlig"), ("helsesykepl", "helsesykepleier"), ("helsesøster", "helsesykepleier"),
    ("hjemmesykepl", "hjemmesykepleie"), ("fysioterap", "fysioterapeut"), ("trening", "fysioterapeut"),
    ("ergoterap", "ergoterapeut"), ("hjelpemid", "ergoterapeut"), ("ernæring", "ernaering"), ("kosttil", "ernaering"),
    ("frisklivs", "frisklivssentral"), ("psykisk helse", "psykisk_helse"), ("psykolog", "psykisk_helse"),
    ("rehabiliter", "rehabilitering"), ("palliativ", "palliativt_team"), ("sosionom", "sosionom"), ("nav", "nav"),
    ("gjeldsråd", "nav"), ("tildelingskontor", "koordinerende_enhet"), ("koordinerende", "koordinerende_enhet"),
    ("individuell plan", "koordinerende_enhet"), ("vardesent", "vardesenter"), ("mestring", "mestringssenter"),
    ("kurs", "mestringssenter"), ("likeperson", "kreftforeningen"), ("kreftforening", "kreftforeningen"),
    ("tann", "tannhelse"), ("prest", "prest"), ("fastlege", "fastlege"), ("lege", "kontaktsykepleier"),
    ("sykehus", "kontaktsykepleier"), ("kreftkoordinator", "kreftkoordinator"), ("partner", "parorende"),
    ("pårørende", "parorende"), ("skrive", "pasienten"),
)  # fmt: skip
"""In bokmål, which every shipped form has."""

BOKMAAL = PlanWords(
    goals={
        Theme.PHYSICAL_FUNCTION: (
            "Gå til butikken og hjem igjen uten å hvile.",
            "Sove en hel natt.",
            "Orke søndagsturen med de andre.",
        ),
        Theme.REHABILITATION: ("Komme meg i gang igjen, i mitt eget tempo.",),
        Theme.OWN_HEALTH: ("Ha krefter til å leke med barnebarna.", "Kjenne at kroppen er min igjen."),
        Theme.NUTRITION: ("Spise middag sammen med de andre.", "Holde vekten fram til neste kontroll."),
        Theme.MENTAL_HEALTH: ("Slippe å ligge våken og gruble.", "Kjenne meg som meg selv igjen."),
        Theme.RESOURCES_AND_COPING: ("Ta én dag om gangen og få litt ro.", "Forstå hva som skjer videre."),
        Theme.FAMILY_AND_NETWORK: ("Snakke åpnere hjemme om det som er vanskelig.", "At de hjemme også får puste."),
        Theme.WORK_AND_EDUCATION: ("Være tilbake i halv stilling til våren.", "Holde kontakten med jobben."),
        Theme.ECONOMY_AND_HOUSING: ("Slippe å være redd for regningene.", "Vite hva jeg har rett på."),
        Theme.HELP_AT_HOME: ("Ha ett nummer å ringe.", "Klare meg hjemme så lenge det går."),
        Theme.LEISURE_AND_SOCIAL: ("Komme tilbake i koret.", "Se vennene mine oftere."),
        Theme.SEXUAL_HEALTH: ("Tørre å være nær igjen.",),
        Theme.ORAL_HEALTH: ("Spise uten at det svir.",),
    },
    not_wanted=("Synes det går greit nå.", "Har god nok hjelp av familien.", "Vil ikke ha flere avtaler akkurat nå."),
    no_action=(
        "Vil prøve selv først.",
        "Er allerede i gang med dette.",
        "Vi tar det opp igjen ved neste samtale.",
    ),
    treated=("Følges allerede opp på sykehuset.", "Fastlegen har tatt tak i det.", "Ny vurdering ved neste kontroll."),
    talk_again="Snakke mer om dette på telefon",
    came_of_it={
        Helped.YES: (
            "Fikk time etter ti dager, og er fornøyd.",
            "Det gjorde hverdagen lettere.",
            "Godt å få snakket om det.",
            "Ordningen fortsetter.",
        ),
        Helped.PARTLY: ("Bedre i perioder, men kveldene er tunge.", "Hjalp litt. Vil gjerne fortsette."),
        Helped.NO: ("Merker liten forskjell.", "Passet ikke så godt, vi finner noe annet."),
        Helped.UNKNOWN: ("Har nettopp begynt.", "Har vært der én gang."),
    },
    dropped=(
        "Ville ikke likevel.",
        "Ordnet seg av seg selv.",
        "Gjøres på sykehuset i stedet.",
        "Ikke aktuelt lenger etter at behandlingen ble lagt om.",
    ),
    not_yet=("Står på venteliste.", "Har ikke hørt noe. Vi purrer.", "Har ikke orket ennå, men vil gjerne."),
    said_by="pasienten",
    said_by_parents="foreldrene",
    limits=("Ikke det som ble sagt om økonomien.", "Ikke navnene på barna."),
    sent=("Sammendrag og tiltaksplan", "Tiltaksplanen", "Sammendrag av samtalen"),
    corrected=(
        "Tastet feil tall. Pasienten sa noe annet.",
        "Pasienten ringte dagen etter og ville rette svaret.",
        "Noterte svaret på feil spørsmål.",
    ),
    handled={
        "selv": (
            "Snakket åpent om tankene. Ingen planer nå. Fastlegen ringt, time i morgen; ektefellen er hjemme i natt.",
            "Ringte ambulant akutteam, som tok over samme ettermiddag. Var hos pasienten til de kom.",
        ),
        "trygg": (
            "Avtalt hvem som er hos pasienten i natt. Fastlegen er ringt, og vi snakkes i morgen kl. 9.",
            "Snakket videre på tomannshånd. Ingen fare nå; har fått nummeret til krisesenteret.",
        ),
        "fertilitet": ("Behandlende lege fikk beskjed i dag og sender henvisning.",),
        "feber": ("Ringte vakttelefonen på sykehuset. Pasienten dro inn til vurdering med en gang.",),
        "varsel": (
            "Ringte kreftlegen på vakt. Pasienten vurderes på sykehuset i dag.",
            "Lege kontaktet med en gang; det er kjent og uendret, ny kontroll i morgen.",
        ),
        "depresjon": ("Spurte om selvmordstanker; har ingen. Fastlegen er ringt, time denne uken.",),
        "angst": ("Ble sittende og snakke til det roet seg. Fastlegen er ringt, time denne uken.",),
        "": (
            "Ringte ansvarlig lege samme dag. Medisinene er justert.",
            "Tatt opp med vakthavende lege, som ringer pasienten i ettermiddag.",
            "Kontaktsykepleieren på sykehuset er ringt. Time i morgen tidlig.",
        ),
    },
)

NYNORSK = PlanWords(
    goals={
        Theme.PHYSICAL_FUNCTION: (
            "Gå til butikken og heim att utan å kvile.",
            "Sove ei heil natt.",
            "Orke søndagsturen med dei andre.",
        ),
        Theme.REHABILITATION: ("Kome meg i gang att, i mitt eige tempo.",),
        Theme.OWN_HEALTH: ("Ha krefter til å leike med barnebarna.", "Kjenne at kroppen er min att."),
        Theme.NUTRITION: ("Ete middag saman med dei andre.", "Halde vekta fram til neste kontroll."),
        Theme.MENTAL_HEALTH: ("Sleppe å liggje vaken og gruble.", "Kjenne meg som meg sjølv att."),
        Theme.RESOURCES_AND_COPING: ("Ta éin dag om gongen og få litt ro.", "Forstå kva som skjer vidare."),
        Theme.FAMILY_AND_NETWORK: ("Snakke opnare heime om det som er vanskeleg.", "At dei heime òg får puste."),
        Theme.WORK_AND_EDUCATION: ("Vere tilbake i halv stilling til våren.", "Halde kontakten med jobben."),
        Theme.ECONOMY_AND_HOUSING: ("Sleppe å vere redd for rekningane.", "Vite kva eg har rett på."),
        Theme.HELP_AT_HOME: ("Ha eitt nummer å ringje.", "Klare meg heime så lenge det går."),
        Theme.LEISURE_AND_SOCIAL: ("Kome tilbake i koret.", "Sjå vennene mine oftare."),
        Theme.SEXUAL_HEALTH: ("Tore å vere nær att.",),
        Theme.ORAL_HEALTH: ("Ete utan at det svir.",),
    },
    not_wanted=(
        "Synest det går greitt no.",
        "Har god nok hjelp av familien.",
        "Vil ikkje ha fleire avtalar akkurat no.",
    ),
    no_action=(
        "Vil prøve sjølv først.",
        "Er alt i gang med dette.",
        "Vi tek det opp att ved neste samtale.",
    ),
    treated=("Blir alt følgt opp på sjukehuset.", "Fastlegen har teke tak i det.", "Ny vurdering ved neste kontroll."),
    talk_again="Snakke meir om dette på telefon",
    came_of_it={
        Helped.YES: (
            "Fekk time etter ti dagar, og er nøgd.",
            "Det gjorde kvardagen lettare.",
            "Godt å få snakka om det.",
            "Ordninga held fram.",
        ),
        Helped.PARTLY: ("Betre i periodar, men kveldane er tunge.", "Hjelpte litt. Vil gjerne halde fram."),
        Helped.NO: ("Merkar liten skilnad.", "Passa ikkje så godt, vi finn noko anna."),
        Helped.UNKNOWN: ("Har nettopp byrja.", "Har vore der éin gong."),
    },
    dropped=(
        "Ville ikkje likevel.",
        "Ordna seg av seg sjølv.",
        "Blir gjort på sjukehuset i staden.",
        "Ikkje aktuelt lenger etter at behandlinga vart lagd om.",
    ),
    not_yet=("Står på venteliste.", "Har ikkje høyrt noko. Vi purrar.", "Har ikkje orka enno, men vil gjerne."),
    said_by="pasienten",
    said_by_parents="foreldra",
    limits=("Ikkje det som vart sagt om økonomien.", "Ikkje namna på barna."),
    sent=("Samandrag og tiltaksplan", "Tiltaksplanen", "Samandrag av samtalen"),
    corrected=(
        "Tasta feil tal. Pasienten sa noko anna.",
        "Pasienten ringde dagen etter og ville rette svaret.",
        "Noterte svaret på feil spørsmål.",
    ),
    handled={
        "selv": (
            "Snakka ope om tankane. Ingen planar no. Ringde fastlegen, time i morgon; ektefellen er heime i natt.",
            "Ringde ambulant akutteam, som tok over same ettermiddag. Var hos pasienten til dei kom.",
        ),
        "trygg": (
            "Avtalt kven som er hos pasienten i natt. Fastlegen er ringd, og vi snakkast i morgon kl. 9.",
            "Snakka vidare på tomannshand. Ingen fare no; har fått nummeret til krisesenteret.",
        ),
        "fertilitet": ("Behandlande lege fekk beskjed i dag og sender tilvising.",),
        "feber": ("Ringde vakttelefonen på sjukehuset. Pasienten drog inn til vurdering med ein gong.",),
        "varsel": (
            "Ringde kreftlegen på vakt. Pasienten blir vurdert på sjukehuset i dag.",
            "Lege kontakta med ein gong; det er kjent og uendra, ny kontroll i morgon.",
        ),
        "depresjon": ("Spurde om sjølvmordstankar; har ingen. Fastlegen er ringd, time denne veka.",),
        "angst": ("Vart sitjande og snakke til det roa seg. Fastlegen er ringd, time denne veka.",),
        "": (
            "Ringde ansvarleg lege same dag. Medisinane er justerte.",
            "Teke opp med vakthavande lege, som ringjer pasienten i ettermiddag.",
            "Kontaktsjukepleiaren på sjukehuset er ringd. Time i morgon tidleg.",
        ),
    },
)

ENGLISH = PlanWords(
    goals={
        Theme.PHYSICAL_FUNCTION: ("Walk to the shop and back without resting.", "Sleep a whole night."),
        Theme.REHABILITATION: ("Get going again, at my own pace.",),
        Theme.OWN_HEALTH: ("Have the strength to play with the children.",),
        Theme.NUTRITION: ("Eat dinner with the others.",),
        Theme.MENTAL_HEALTH: ("Stop lying awake worrying.",),
        Theme.RESOURCES_AND_COPING: ("Take one day at a time.", "Understand what happens next."),
        Theme.FAMILY_AND_NETWORK: ("Talk more openly at home.",),
        Theme.WORK_AND_EDUCATION: ("Be back at work half time by spring.",),
        Theme.ECONOMY_AND_HOUSING: ("Not be afraid of the bills.",),
        Theme.HELP_AT_HOME: ("Have one number to call.",),
        Theme.LEISURE_AND_SOCIAL: ("See my friends more often.",),
        Theme.SEXUAL_HEALTH: ("Dare to be close again.",),
        Theme.ORAL_HEALTH: ("Eat without it stinging.",),
    },
    not_wanted=("Thinks it is going all right.", "The family helps enough.", "Wants no more appointments just now."),
    no_action=("Wants to try alone first.", "Has begun on this already."),
    treated=("The hospital follows it up already.", "The GP has taken it in hand."),
    talk_again="Talk more about this on the telephone",
    came_of_it={
        Helped.YES: ("Got an appointment after ten days, and is pleased.", "It made the days easier."),
        Helped.PARTLY: ("Better at times, but the evenings are hard.",),
        Helped.NO: ("Notices little difference.",),
        Helped.UNKNOWN: ("Has only just begun.",),
    },
    dropped=("Did not want to after all.", "Sorted itself out.", "The hospital does it instead."),
    not_yet=("On the waiting list.", "Has heard nothing. We will ask."),
    said_by="the patient",
    said_by_parents="the parents",
    limits=("Not what was said about money.",),
    sent=("Summary and plan", "The plan"),
    corrected=("Typed the wrong number. The patient said otherwise.", "The patient rang and wished to change it."),
    handled={
        "selv": ("Talked openly about it. No plans now. Rang the GP, appointment tomorrow; not alone tonight.",),
        "trygg": ("Agreed who stays with the patient tonight. Rang the GP; we talk tomorrow at 9.",),
        "fertilitet": ("Told the treating doctor today, who refers.",),
        "feber": ("Rang the hospital's duty telephone. The patient went in at once.",),
        "varsel": ("Rang the oncologist on duty. Seen in hospital today.",),
        "depresjon": ("Asked about suicidal thoughts; there are none. Rang the GP, appointment this week.",),
        "angst": ("Stayed and talked until it passed. Rang the GP, appointment this week.",),
        "": ("Rang the responsible doctor the same day. Medicines adjusted.", "The doctor on duty will ring."),
    },
)  # fmt: skip

WORDS = {"nb": BOKMAAL, "nn": NYNORSK, "en": ENGLISH}


def plan_words(language: str) -> PlanWords:
    """Those of a language; bokmål where there are none."""
    return WORDS.get(language, BOKMAAL)


def service_for(action: str) -> str:
    """The id of the service that an action, in bokmål, speaks of; empty where it speaks of none."""
    padded = f" {action.lower().replace('/', ' ').replace(',', ' ')} "
    for part, service in SERVICES:
        whole_word = f" {part} " if part == "nav" else f" {part}"
        if whole_word in padded:
            return service
    return ""
