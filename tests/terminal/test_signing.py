"""In a real terminal: what stands in the way of signing is put right by jumps, and then it is signed and exported."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.terminal.driver import PROGRAM, Terminal
from tests.terminal.test_conversation import home, to_contact_point_two

__all__ = ["home"]  # the fixture


def test_a_conversation_is_made_ready_signed_and_read_back(home: dict[str, str]) -> None:
    with Terminal("demo", env=home) as terminal:
        to_contact_point_two(terminal)
        terminal.press("f", "kvalme", "enter")
        terminal.wait_for("Kvalme", "0 av")
        terminal.press("3", "f3")
        terminal.wait_for("Pågår, ikke signert")
        for _obstacle in range(30):
            if "klar til å signeres" in terminal.text:
                break
            terminal.wait_for("Før signering")
            terminal.press("enter")  # to where it is put right
            terminal.wait_for("F3 oversikt")
            terminal.settle(0.4)
            terminal.press("n" if "Plan ·" in terminal.text else "v")
            terminal.press("f3")
            terminal.wait_for("Pågår, ikke signert")
            terminal.settle(0.4)
        terminal.press("s")
        terminal.wait_for("Signere samtalen med")
        terminal.press("j")
        terminal.wait_for("Signert", "Rett")
        terminal.press("r", "feil dato", "enter")
        terminal.wait_for("Under retting: feil dato")
        terminal.press("x")
        terminal.wait_for("Signert", absent="Under retting")
    assert b"Traceback" not in terminal.raw
    (file,) = Path(home["XDG_DATA_HOME"]).rglob("demo*.sqlite3")
    wanted = [PROGRAM, "export", "--database", str(file)]
    export = json.loads(subprocess.run(wanted, env=dict(home), capture_output=True, check=True, timeout=120).stdout)
    kinds = [
        [each["kind"] for each in point["talk"]["signings"]]
        for patient in export["patients"]
        for pathway in patient["pathways"]
        for point in pathway["contact_points"]
        if point["talk"]
    ]
    assert ["signed", "correcting", "given_up"] in kinds
