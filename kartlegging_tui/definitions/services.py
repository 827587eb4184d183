"""Reads lists of services, with everything that is wrong with them, and joins the lists of several folders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kartlegging_tui.definitions.findings import Finding
from kartlegging_tui.definitions.lint.names import file_name, unique
from kartlegging_tui.definitions.lint.texts import texts
from kartlegging_tui.definitions.lint.walk import texts_in
from kartlegging_tui.definitions.reader import Reading, read_as
from kartlegging_tui.definitions.source import Source
from kartlegging_tui.definitions.yaml_reader import parse, read_source
from kartlegging_tui.domain.services import Service, ServiceList
from kartlegging_tui.language import _


def read_services(path: Path) -> Reading[ServiceList]:
    """The list in a file. Never raises for what is in the file, or for there being none."""
    return services_from_source(read_source(path))


def services_from_text(text: str, path: str | Path) -> Reading[ServiceList]:
    """The list in a text; `path` is what the findings call it."""
    return services_from_source(parse(text, str(path)))


def services_from_source(source: Source) -> Reading[ServiceList]:
    """The list in what was read."""
    return read_as(source, ServiceList, _lint)


def joined(files: Iterable[Path]) -> Iterator[Service]:
    """All services of the files without errors, each id once: the first counts."""
    known: set[str] = set()
    for file in files:
        found = read_services(file).value
        for service in found.services if found else ():
            if service.id not in known:
                known.add(service.id)
                yield service


def municipality_names(files: Iterable[Path]) -> dict[str, str]:
    """By number, what the municipalities of the files without errors are called; the first counts."""
    lists = (read_services(file).value for file in files)
    named = [municipality for found in lists if found for municipality in found.municipalities]
    return {municipality.number: municipality.name for municipality in reversed(named)}


def _lint(found: ServiceList, source: Source) -> list[Finding]:
    ids = ((("services", number, "id"), service.id) for number, service in enumerate(found.services))
    numbers = ((("municipalities", place, "number"), each.number) for place, each in enumerate(found.municipalities))
    return [
        *file_name(found.id, source),
        *texts(found, source, texts_in(found)),
        *unique(source, ids, _("among the services")),
        *unique(source, numbers, _("among the municipalities")),
    ]
