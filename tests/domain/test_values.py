"""What is typed becomes a value, and a value becomes words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kartlegging_tui.domain.answers import Answer, Missing
from kartlegging_tui.domain.dates import parse_date, shown_date, written_date
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.values import NotReadable, Typed, Unreadable, Words, read_value, shown_number, shown_value
from tests.domain.forms import form_of, text

TODAY = date(2026, 5, 17)
WORDS = Words("Ja", "Nei", "Ønsker ikke å svare", "Vet ikke", "Ikke relevant")

KNE = {"value": "kne", "text": text("Kneet", "Kneet", "Knee")}
ANNET = {"value": "annet", "text": text("Annet", "Anna", "Other"), "other": True}


def item(kind: str, **keys: Any) -> tuple[Typed, Questionnaire]:
    questionnaire = form_of({"id": "q", "type": kind, **keys})
    found: Any = next(questionnaire.items())
    return found, questionnaire


def read(typed: str, kind: str, **keys: Any) -> Any:
    return read_value(item(kind, **keys)[0], typed, TODAY)


def shown(answer: Answer, kind: str, language: str = "nb", **keys: Any) -> str:
    return shown_value(*item(kind, **keys), answer, language, WORDS)


@pytest.mark.parametrize(
    ("typed", "kind", "keys", "value"),
    [
        ("72", "integer", {}, 72),
        (" 1 250 ", "integer", {}, 1250),
        ("1\u00a0250\u202f000", "integer", {}, 1250000),
        ("-3", "integer", {}, -3),
        ("\N{MINUS SIGN}3", "integer", {}, -3),
        ("7", "scale", {"ends": {"low": text("a"), "high": text("b")}}, 7),
        ("72,5", "decimal", {}, 72.5),
        ("72.5", "decimal", {}, 72.5),
        ("1 250,25", "decimal", {"decimals": 2}, 1250.25),
        ("72 kg", "quantity", {"unit": "kg"}, 72),
        ("72,5KG", "quantity", {"unit": "kg"}, 72.5),
        ("6 uker", "quantity", {"unit": "wk", "unit_text": text("uker", "veker", "weeks")}, 6),
        ("6 wk", "quantity", {"unit": "wk", "unit_text": text("uker", "veker", "weeks")}, 6),
        ("11", "quantity", {"unit": "1"}, 11),
        ("17.5.2026", "date", {}, "2026-05-17"),
        ("170526", "date", {}, "2026-05-17"),
        ("17-05-26", "date", {}, "2026-05-17"),
        ("i dag", "date", {}, "2026-05-17"),
        ("3.4.87", "date", {}, "1987-04-03"),
        ("2020", "date", {"partial": True}, "2020"),
        ("05.2020", "date", {"partial": True}, "2020-05"),
        ("ca. 2020", "date", {"partial": True}, "~2020"),
        ("  Sover dårlig \n", "text", {}, "Sover dårlig"),
        ("\x1b[2Ja\u030a", "text", {}, "\ufffd[2Jå"),
    ],
)
def test_what_is_typed_is_read(typed: str, kind: str, keys: dict[str, Any], value: Any) -> None:
    result = read(typed, kind, **keys)
    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    ("typed", "kind", "keys", "code"),
    [
        ("", "integer", {}, Unreadable.EMPTY),
        (" \t", "text", {}, Unreadable.EMPTY),
        ("mye", "integer", {}, Unreadable.NOT_A_NUMBER),
        ("120 80", "integer", {}, Unreadable.NOT_A_NUMBER),
        ("1.234,5", "decimal", {}, Unreadable.NOT_A_NUMBER),
        ("٧", "integer", {}, Unreadable.NOT_A_NUMBER),
        ("1e3", "decimal", {}, Unreadable.NOT_A_NUMBER),
        ("1" * 16, "integer", {}, Unreadable.NOT_A_NUMBER),
        ("72,5", "integer", {}, Unreadable.NOT_WHOLE),
        ("1.000", "integer", {}, Unreadable.NOT_WHOLE),
        ("1.000", "decimal", {}, Unreadable.TOO_MANY_DECIMALS),
        ("72,55 kg", "quantity", {"unit": "kg"}, Unreadable.TOO_MANY_DECIMALS),
        ("72 lb", "quantity", {"unit": "kg"}, Unreadable.OTHER_UNIT),
        ("kg", "quantity", {"unit": "kg"}, Unreadable.NOT_A_NUMBER),
        ("31.2.2026", "date", {}, Unreadable.NOT_A_DATE),
        ("i fjor", "date", {}, Unreadable.NOT_A_DATE),
        ("12.05", "date", {"partial": True}, Unreadable.NOT_A_DATE),
        ("2020", "date", {}, Unreadable.NOT_A_DAY),
        ("ca. 17.5.2026", "date", {}, Unreadable.NOT_A_DAY),
    ],
)
def test_what_cannot_be_read_says_why(typed: str, kind: str, keys: dict[str, Any], code: Unreadable) -> None:
    with pytest.raises(NotReadable) as caught:
        read(typed, kind, **keys)
    assert caught.value.code is code
    assert typed not in str(caught.value) or not typed.strip()


@pytest.mark.parametrize(
    ("answer", "kind", "keys", "nb", "en"),
    [
        (Answer(), "integer", {}, "", ""),
        (Answer(missing=Missing.DECLINED), "integer", {}, "Ønsker ikke å svare", "Ønsker ikke å svare"),
        (Answer(missing=Missing.UNKNOWN), "integer", {}, "Vet ikke", "Vet ikke"),
        (Answer(missing=Missing.NOT_RELEVANT), "integer", {}, "Ikke relevant", "Ikke relevant"),
        (Answer(value=True), "yes_no", {}, "Ja", "Ja"),
        (Answer(value=False), "yes_no", {}, "Nei", "Nei"),
        (Answer(value="kne"), "choice", {"options": [KNE, ANNET]}, "Kneet", "Knee"),
        (Answer(value="annet", other="tåa"), "choice", {"options": [KNE, ANNET]}, "Annet (tåa)", "Other (tåa)"),
        (
            Answer(value=("annet", "kne"), other="tåa"),
            "choices",
            {"options": [KNE, ANNET]},
            "Kneet, Annet (tåa)",
            "Knee, Other (tåa)",
        ),
        (Answer(value="hals"), "choice", {"options": [KNE]}, "hals", "hals"),
        (Answer(value=72), "decimal", {}, "72,0", "72.0"),
        (Answer(value=72.25), "decimal", {}, "72,25", "72.25"),
        (Answer(value=72.5), "quantity", {"unit": "kg"}, "72,5 kg", "72.5 kg"),
        (
            Answer(value=6),
            "quantity",
            {"unit": "wk", "unit_text": text("uker", "veker", "weeks"), "decimals": 0},
            "6 uker",
            "6 weeks",
        ),
        (
            Answer(value=27.344),
            "computed",
            {"value": "1", "unit": "kg/m2", "decimals": 1},
            "27,344 kg/m2",
            "27.344 kg/m2",
        ),
        (Answer(value=1987), "integer", {}, "1987", "1987"),
        (Answer(value="~2020-05"), "date", {}, "ca. 05.2020", "ca. 05.2020"),
        (Answer(value="2020-99"), "date", {}, "2020-99", "2020-99"),
        (Answer(value="mye"), "integer", {}, "mye", "mye"),
        (Answer(value=(1, 4)), "rows", {"row": [{"id": "navn", "type": "text", "text": text("Navn")}]}, "2", "2"),
    ],
)
def test_an_answer_reads_in_a_language(answer: Answer, kind: str, keys: dict[str, Any], nb: str, en: str) -> None:
    assert shown(answer, kind, "nb", **keys) == nb
    assert shown(answer, kind, "en", **keys) == en


def test_an_open_end_is_shown_as_infinity() -> None:
    assert shown_number(float("inf"), 0, "nb") == "∞"
    assert shown_number(float("-inf"), 1, "nb") == "-∞"


@given(st.integers(-(10**12), 10**12), st.integers(0, 6), st.sampled_from(["nb", "nn", "en"]))
def test_a_number_that_is_shown_is_read_as_itself(digits: int, decimals: int, language: str) -> None:
    value = digits / 10**decimals if decimals else digits
    for kind, keys in (("decimal", {}), ("quantity", {"unit": "kg"})):
        words = shown(Answer(value=value), kind, language, decimals=decimals, **keys)
        assert read(words, kind, decimals=decimals, **keys) == value


days = st.dates(date(1000, 1, 1), date(2999, 12, 31)).map(date.isoformat)


@given(
    st.builds(
        lambda about, day, length: about + day[:length], st.sampled_from(["", "~"]), days, st.sampled_from([4, 7, 10])
    )
)
def test_a_date_that_is_shown_is_read_as_itself(written: str) -> None:
    words = shown(Answer(value=written), "date", partial=True)
    assert read(words, "date", partial=True) == written
    assert written_date(shown_date(written), TODAY) == written


@given(st.text(max_size=20), st.dates(date(2000, 1, 1), date(2080, 1, 1)))
def test_whatever_is_typed_a_date_is_a_date_or_nothing(typed: str, today: date) -> None:
    written = written_date(typed, today)
    assert written is None or parse_date(written) is not None


@given(st.text(max_size=20), st.sampled_from(["integer", "decimal", "text", "date"]))
def test_whatever_is_typed_is_a_value_or_not_readable(typed: str, kind: str) -> None:
    try:
        value = read(typed, kind)
    except NotReadable:
        return
    assert value != ""
