"""The yearly report as a file."""

from __future__ import annotations

from kartlegging_tui.domain.report import Report
from kartlegging_tui.services.report_data import as_json, rows
from kartlegging_tui.services.report_document import document

FORMATS = ("md", "html", "pdf", "csv", "json")


def as_file(report: Report, form: str, language: str) -> bytes:
    """The report in one of `FORMATS`, in a language. Raises KeyError for another."""
    match form:
        case "md":
            from kartlegging_tui.interchange.markdown import markdown

            return markdown(document(report, language)).encode()
        case "csv":
            from kartlegging_tui.interchange.spreadsheet import csv_file

            return csv_file(rows(report))
        case "json":
            return as_json(report, language).encode()
        case "html" | "pdf":
            from kartlegging_tui.interchange.formats import in_format

            return in_format(document(report, language), f".{form}")
    raise KeyError(form)
