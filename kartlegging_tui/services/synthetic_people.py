"""Invented people for the demo: names, places and tumours as common as they are, put together by chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from kartlegging_tui.domain.people import age

NAMES = (
    # how many of a hundred, women's and girls' names, men's and boys' names, surnames
    (
        76,
        "Kari Anne Inger Marit Bjørg Solveig Ingrid Astrid Liv Berit Randi Ragnhild Turid Åse Gunn Hilde Silje Ida "
        "Nora Tone Sigrid Wenche Eli Grete Bente Marianne Aud Målfrid Synnøve Oddny Emma Thea",
        "Ola Jan Per Bjørn Odd Kjell Svein Arne Knut Leif Øyvind Terje Rolf Tor Geir Morten Håkon Sverre Einar Magnus "
        "Jakob Emil Åsmund Torbjørn Oddvar Kåre Halvard Trygve Anders Sondre Henrik Eirik",
        "Hansen Johansen Olsen Larsen Andersen Nilsen Kristiansen Berg Haugen Hagen Lunde Bakke Moen Strand Solberg "
        "Sæther Ødegård Myhre Bø Tveit Aune Fjeld Nygård Vik Aasen Rønning Håland Skår Østbø Lie Eide Nordmann",
    ),
    (
        6,
        "Máret Inga Elle Risten Biret Sárá Káre Ánne Láilá Ravna",
        "Áilu Niillas Mihkkal Ánte Jovnna Máhtte Issát Piera Heaika Nils-Ánte",
        "Somby Sara Eira Utsi Gaup Hætta Bongo Oskal Valkeapää Buljo",
    ),
    (
        6,
        "Agnieszka Katarzyna Małgorzata Ewa Danuta Rasa Jolanta",
        "Piotr Krzysztof Tomasz Andrzej Łukasz Vytautas Darius",
        "Kowalska-Berg Nowak Wiśniewski Zieliński Wójcik Kazlauskas Petrauskas",
    ),
    (
        6,
        "Amina Fatima Zahra Shabana Nasreen Hodan Ayaan Leyla",
        "Mohammed Ahmed Ali Imran Tariq Abdi Yusuf Hassan",
        "Hussain Khan Malik Ali Ahmed Warsame Farah Yılmaz Demir",
    ),
    (
        6,
        "Thị Mai Lan Phương Olena Iryna Priya Selam Ximena",
        "Minh Đức Tuấn Oleksandr Andrij Rajan Dawit Diego",
        "Nguyễn Trần Phạm Shevchenko Kovalenko Sivakumar Tesfaye Đorđević Fernández",
    ),
)

MUNICIPALITIES = (("1108", 30), ("1103", 34), ("1124", 12), ("1120", 8), ("1121", 8), ("1119", 6), ("1122", 5))
"""Municipalities that share a hospital, with their number and roughly their weight."""

LANGUAGES = (("nb", 74), ("nn", 20), ("en", 6))

ADULT_TUMOURS = (
    # ICD-10, how common among 100 women and 100 men
    ("C50.9", 23, 0), ("C61", 0, 27), ("C34.9", 10, 9), ("C18.9", 9, 8), ("C43.9", 8, 8), ("C20", 3, 4),
    ("C67.9", 3, 7), ("C54.1", 5, 0), ("C56", 3, 0), ("C83.3", 3, 4), ("C90.0", 2, 2), ("C91.1", 2, 3),
    ("C64", 2, 3), ("C71.9", 3, 3), ("C25.9", 3, 3), ("C16.9", 1, 2), ("C15.9", 1, 2), ("C73", 2, 1),
    ("C62.9", 0, 2), ("C53.9", 3, 0), ("C92.0", 1, 1), ("C32.9", 0, 1), ("D05.1", 2, 0), ("C80.9", 1, 1),
)  # fmt: skip
CHILD_TUMOURS = (("C91.0", 3, 3), ("C71.9", 3, 3), ("C64", 1, 1), ("C40.2", 1, 1), ("C81.9", 1, 1))


@dataclass(frozen=True, slots=True)
class Child:
    name: str
    born: date


@dataclass(frozen=True, slots=True)
class Household:
    """What does not change from talk to talk."""

    children: tuple[Child, ...] = ()
    """Those who still live at home."""
    partner: bool = True
    works: bool = True


@dataclass(frozen=True, slots=True)
class InventedPerson:
    name: str
    woman: bool
    birth_date: date
    language: str
    municipality: str
    household: Household


def weighted(random: Random, choices: tuple[tuple[str, int], ...]) -> str:
    return random.choices([value for value, _ in choices], [weight for _, weight in choices])[0]


def invent(random: Random, today: date) -> InventedPerson:
    """Somebody who does not exist: mostly 35 to 85 years old, one in thirty a child."""
    woman = random.random() < 0.5
    _, women, men, surnames = random.choices(NAMES, [group[0] for group in NAMES])[0]
    firsts = (women if woman else men).split()
    first = random.choice(firsts)
    if random.random() < 0.18:
        first += f" {random.choice([name for name in firsts if name != first])}"
    surname = random.choice(surnames.split())
    child = random.random() < 1 / 30
    years = random.uniform(3, 17) if child else 19 + 76 * random.betavariate(4, 2.7)  # mean 64; a day has 400 numbers
    born = today - timedelta(days=round(years * 365.25))
    return InventedPerson(
        name=f"{first} {surname}",
        woman=woman,
        birth_date=born,
        language=weighted(random, LANGUAGES),
        municipality=weighted(random, MUNICIPALITIES),
        household=Household(partner=False, works=False) if child else _household(random, years, today),
    )


def tumour(random: Random, person: InventedPerson, on: date) -> str:
    """An ICD-10 code, as common as the tumour is at that age and sex."""
    years = age(person.birth_date, on) or 0
    table = CHILD_TUMOURS if years < 18 else ADULT_TUMOURS
    return random.choices([row[0] for row in table], [row[1] if person.woman else row[2] for row in table])[0]


def _household(random: Random, years: float, today: date) -> Household:
    likely_parent = 27 < years < 60  # children of one's own, or grandchildren to whom one is close
    number = random.choice((1, 2, 2, 3)) if likely_parent and random.random() < 0.75 else 0
    firsts = NAMES[0][1].split() + NAMES[0][2].split()
    children = tuple(
        Child(random.choice(firsts), today - timedelta(days=random.randint(400, min(17, int(years) - 20) * 365)))
        for _ in range(number)
    )
    return Household(children, partner=random.random() < 0.7, works=years < 66 and random.random() < 0.75)
