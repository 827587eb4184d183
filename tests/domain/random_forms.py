"""Random small forms, and random answers to them, for the tests that hold for every form."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from kartlegging_tui.domain.answers import Answer, Missing
from kartlegging_tui.domain.questionnaire import Questionnaire
from tests.domain.forms import Data, questionnaire, text

Draw = st.DrawFn
OPTIONS = {
    "choice": [{"value": "a", "score": 0}, {"value": "b", "score": 2}, {"value": "c", "score": 5}],
    "level": [{"value": 0}, {"value": 1, "score": 10}, {"value": 2, "score": -3}],
    "choices": [{"value": "a", "score": 1}, {"value": "b", "score": 2}, {"value": "x", "score": -1, "exclusive": True}],
}
TYPES = {
    "integer": {"type": "integer", "min": -3, "max": 10},
    "open": {"type": "integer"},
    "decimal": {"type": "decimal", "decimals": 1, "min": 0},
    "scale": {"type": "scale"},
    "yes_no": {"type": "yes_no"},
    "choice": {"type": "choice", "options": OPTIONS["choice"]},
    "level": {"type": "choice", "options": OPTIONS["level"]},
    "choices": {"type": "choices", "options": OPTIONS["choices"], "at_most": 2},
    "text": {"type": "text"},
    "date": {"type": "date", "partial": True},
}
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "integer": st.integers(-4, 11),
    "open": st.integers(-4, 11),
    "decimal": st.sampled_from([0.5, 2.5, 2, 7.25]),
    "scale": st.integers(0, 10),
    "yes_no": st.booleans(),
    "choice": st.sampled_from(["a", "b", "c"]),
    "level": st.sampled_from([0, 1, 2]),
    "choices": st.lists(st.sampled_from(["a", "b", "x"]), unique=True, max_size=3).map(tuple),
    "text": st.sampled_from(["", "ja", "nei"]),
    "date": st.sampled_from(["2026-05-17", "2026-05", "2026", "~2025", "2025-12-31", "2026-06-01"]),
}
WRONG = st.sampled_from([True, 1, 0.5, "", "ukjent", (), ("ukjent",), 99, "2026-13"])
NUMBERS = ("integer", "open", "decimal", "scale", "level", "number", "score")
COUNTED = (*NUMBERS, "yes_no", "choice", "choices")


class Names:
    """The names that a condition may use so far, by what they are."""

    def __init__(self) -> None:
        self.kinds: dict[str, str] = {}
        self.columns: dict[str, dict[str, str]] = {}

    def of(self, *kinds: str) -> list[str]:
        return [name for name, kind in self.kinds.items() if kind in kinds]


def _atom(draw: Draw, names: Names, columns: dict[str, str] | None, asked: set[str]) -> str:
    """A simple condition; `columns` are those of the row it belongs to."""
    here = names.kinds | (columns or {})
    numbers = [name for name, kind in here.items() if kind in NUMBERS]
    sign = draw(st.sampled_from(["==", "!=", "<", "<=", ">", ">="]))
    number = draw(st.integers(-1, 6))
    kinds: list[str] = []
    if numbers:
        kinds += ["number", "number", "chain", "one of"]
    answerable = sorted([*(name for name, kind in here.items() if kind not in ("number", "score")), *names.columns])
    if here:
        kinds += ["answered"]
    if answerable:
        kinds += ["reason", "reason"]
    for kind in ("yes_no", "choice", "choices", "text", "date"):
        if kind in here.values():
            kinds.append(kind)
    if any(kind in COUNTED for kind in here.values()):
        kinds += ["formula", "formula"]
    if names.columns:
        kinds += ["rows", "rows"]
    if columns is None and any(name in asked and kind in NUMBERS for name, kind in names.kinds.items()):
        kinds.append("previous")
    picked = draw(st.sampled_from(kinds)) if kinds else "constant"

    def one(*wanted: str) -> str:
        return draw(st.sampled_from(sorted(name for name, kind in here.items() if kind in wanted)))

    match picked:
        case "number":
            left = one(*NUMBERS)
            if here[left] == "level":
                return f"{left} {draw(st.sampled_from(['==', '<', '>=']))} {draw(st.sampled_from([0, 1, 2]))}"
            return f"{left} {sign} {number}"
        case "chain":
            return f"{number} <= {one(*NUMBERS)} < {number + draw(st.integers(0, 4))}"
        case "one of":
            left = one(*NUMBERS)
            values = (0, 1, 2) if here[left] == "level" else (number, 3)
            return f"{left} {draw(st.sampled_from(['in', 'not in']))} {values}"
        case "answered":
            return f"answered({draw(st.sampled_from(sorted(here)))})"
        case "reason":
            asks = draw(st.sampled_from(["asked", "asked", "declined", "unknown", "not_relevant"]))
            return f"{asks}({draw(st.sampled_from(answerable))})"
        case "yes_no":
            return one("yes_no")
        case "choice":
            return f'{one("choice")} {draw(st.sampled_from(["==", "!="]))} "{draw(st.sampled_from("abc"))}"'
        case "choices":
            name = one("choices")
            if draw(st.booleans()):
                return f"count({name}) {sign} {number}"
            return f'"{draw(st.sampled_from("abx"))}" {draw(st.sampled_from(["in", "not in"]))} {name}'
        case "text":
            return f'{one("text")} {draw(st.sampled_from(["==", "!="]))} "ja"'
        case "date":
            return f'{one("date")} {sign} "{draw(st.sampled_from(["2026", "2026-05", "2026-05-17"]))}"'
        case "formula":
            return f"{formula(draw, names, columns)} {sign} {number}"
        case "rows":
            group = draw(st.sampled_from(sorted(names.columns)))
            inside = condition(draw, Names(), names.columns[group], set(), 1, prefix=f"{group}.")
            if f"{group}." not in inside:
                return f"count({group}) {sign} {number}"
            return draw(
                st.sampled_from(
                    [f"any({inside})", f"all({inside})", f"count({inside}) {sign} {number}", f"not any({inside})"]
                )
            )
        case "previous":
            name = draw(st.sampled_from(sorted(asked & set(names.of(*NUMBERS)))))
            return f"previous({name}) {sign} {number}" if names.kinds[name] != "level" else f"previous({name}) < 2"
    return draw(st.sampled_from(["true", "age >= 18", "contact_point == 2", "age < 18 or contact_point > 1"]))


def condition(
    draw: Draw, names: Names, columns: dict[str, str] | None, asked: set[str], depth: int = 2, prefix: str = ""
) -> str:
    """A condition; `columns` are those of the row it belongs to, `asked` the questions that have a previous answer."""
    if prefix and columns:
        columns = {prefix + name: kind for name, kind in columns.items()}
    parts = [
        _atom(draw, names, columns, asked) for _ in range(draw(st.sampled_from([1, 1, 2]) if depth else st.just(1)))
    ]
    parts = [f"not ({part})" if draw(st.integers(0, 4)) == 0 else part for part in parts]
    joined = draw(st.sampled_from([" and ", " or "])).join(f"({part})" for part in parts)
    return joined


def formula(draw: Draw, names: Names, columns: dict[str, str] | None = None) -> str:
    """A number that follows from others."""
    here = names.kinds | (columns or {})
    counted = sorted(name for name, kind in here.items() if kind in COUNTED)
    columns_of = {} if columns else names.columns
    columned = sorted(
        f"{group}.{name}" for group, row in columns_of.items() for name, kind in row.items() if kind in COUNTED
    )
    parts = draw(st.lists(st.sampled_from(counted + columned), min_size=1, max_size=3)) if counted + columned else ["2"]
    listed = ", ".join(parts)
    total = draw(st.sampled_from([f"{name}({listed})" for name in ("sum", "sum", "mean", "min", "max")]))
    if columned and parts[0] in columned:
        return total
    return draw(
        st.sampled_from([total, total, f"{total} * 2", f"{total} - {parts[0] if counted else 1}", f"({total} + 1) / 2"])
        if not any(part in columned for part in parts)
        else st.just(total)
    )


@st.composite
def forms(draw: Draw) -> Questionnaire:
    """A form whose conditions never go in circles: each uses names that were there before it. Then it is shuffled."""
    names, asked = Names(), set[str]()
    sections: list[Data] = []
    scores: list[Data] = []
    numbering = iter(range(1000))

    def some_condition(columns: dict[str, str] | None = None) -> str:
        return condition(draw, names, columns, asked)

    def maybe_hidden(item: Data, columns: dict[str, str] | None = None) -> Data:
        if draw(st.booleans()):
            item["visible_if"] = some_condition(columns)
            if item["type"] not in ("info", "computed", "rows") and draw(st.integers(0, 3)) == 0:
                item["score_if_hidden"] = draw(st.integers(0, 2))
        return item

    def question(columns: dict[str, str] | None = None) -> tuple[Data, str]:
        kind = draw(st.sampled_from([*TYPES, "computed"] if names.kinds else ["yes_no"]))
        name = f"q{next(numbering)}"
        if kind == "computed":
            value = formula(draw, names, columns)
            return maybe_hidden(
                {"id": name, "type": "computed", "value": value, "decimals": draw(st.integers(0, 1))}, columns
            ), "number"
        item = maybe_hidden({"id": name, **TYPES[kind]}, columns)
        if draw(st.integers(0, 3)) == 0:
            mine = condition(draw, _with(names, name, kind), columns, asked)
            item["urgent"] = {"when": mine, "text": text("nå")}
        item["required"] = draw(st.booleans())
        return item, kind

    for section_number in range(draw(st.integers(1, 3))):
        section: Data = {"id": f"s{section_number}", "questions": []}
        if draw(st.integers(0, 2)) == 0:
            section["visible_if"] = some_condition()
        for _ in range(draw(st.integers(1, 4))):
            if draw(st.integers(0, 3)) == 0:
                group = f"g{next(numbering)}"
                columns: dict[str, str] = {}
                item = maybe_hidden({"id": group, "type": "rows"})
                row = []
                for _column in range(draw(st.integers(1, 3))):
                    column, kind = question(columns)
                    row.append(column)
                    columns[column["id"]] = kind
                    names.columns[group] = columns
                item["row"] = row
            else:
                item, kind = question()
                names.kinds[item["id"]] = kind
                if item["type"] != "computed":
                    asked.add(item["id"])
            section["questions"].append(item)
        section["questions"] = draw(st.permutations(section["questions"]))
        sections.append(section)
        for _ in range(draw(st.integers(0, 2))):
            score = _score(draw, f"q{next(numbering)}", names)
            scores.append(score)
            names.kinds[score["id"]] = "score"
    needs = []
    for number in range(draw(st.integers(0, 4))):
        need: Data = {"id": f"n{number}", "title": text("behov"), "priority": draw(st.sampled_from(["low", "high"]))}
        if names.columns and draw(st.integers(0, 2)):
            need["each"] = draw(st.sampled_from(sorted(names.columns)))
        need["when"] = some_condition(names.columns[need["each"]] if "each" in need else None)
        needs.append(need)
    return questionnaire(draw(st.permutations(sections)), scores=draw(st.permutations(scores)), needs=needs)


def _with(names: Names, name: str, kind: str) -> Names:
    """The names, and the question itself; a column is known by its name within its row."""
    more = Names()
    more.kinds, more.columns = names.kinds | {name: kind}, names.columns
    return more


def _score(draw: Draw, name: str, names: Names) -> Data:
    missing = draw(
        st.sampled_from(["none_allowed", "interval", {"allow": 1, "method": "mean"}, {"allow": 2, "method": "mean"}])
    )
    bands = [{"to": 3, "text": text("lav")}, {"from": 3.1, "text": text("høy"), "flag": True}]
    score: Data = {"id": name, "value": formula(draw, names), "missing": missing, "bands": bands}
    if draw(st.booleans()):
        score["decimals"] = draw(st.integers(0, 2))
    return score


def kind_of(item: Data | Any) -> str:
    """The name under which an item's values stand in VALUES."""
    kind = str(item.type)
    if kind == "choice":
        return "choice" if item.options[0].value == "a" else "level"
    return kind


@st.composite
def random_answers(draw: Draw, item: Any) -> Answer:
    """An answer to a question: mostly of the right kind, sometimes a reason for none, sometimes nonsense."""
    draw_from = draw(st.integers(0, 9))
    if draw_from <= 1:
        return Answer(missing=draw(st.sampled_from(list(Missing))))
    if draw_from == 2:
        return Answer()
    if draw_from == 3:
        return Answer(value=draw(WRONG))
    return Answer(value=draw(VALUES[kind_of(item)]))
