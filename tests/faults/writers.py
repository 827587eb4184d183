"""Several programs write to one database at once, each in a process of its own, and two of them in the same talk.

In talks of their own nothing may be lost, doubled or refused. In the same talk two nurses answer the same questions in
turn: whichever is second is told so, with the other's answer, and hers is not kept silently over the other's.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from kartlegging_tui.domain.answers import Answer
from tests.faults.found import Found
from tests.faults.talks import FORM, NURSE, Where, answers, conduct, furnish, look, question, user_of
from tests.faults.tracing import ROOT

PROCESSES = 6
ANSWERS = 50
OTHER = "Per Vik"


def run(times: int = 5, key: bytes | None = None) -> Found:
    """`times` rounds of six processes with fifty answers each, and two nurses in one talk."""
    found = Found()
    for number in range(times):
        with tempfile.TemporaryDirectory(prefix="writers-") as folder:
            where = Where(Path(folder) / "records.db", key)
            database = where.open()
            talks = furnish(database, PROCESSES + 1)
            database.close()
            found.add(_apart(where, talks[:-1], f"round {number}"))
            found.add(_together(where, talks[-1], f"round {number}"))
    return found


def _apart(where: Where, talks: list[int], what: str) -> Found:
    found = Found()
    command = [sys.executable, "-m", "tests.faults.answering"]
    running = [
        subprocess.Popen(
            [*command, str(talk), "0", str(ANSWERS), *where.words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for talk in talks
    ]
    for talk, process in zip(talks, running, strict=True):
        told, complaint = process.communicate()
        found.did["processes that wrote at once"] += 1
        if process.returncode:
            found.wrong.append(f"{what}: a writer ended with {process.returncode}: {complaint}")
        found.add(look(where, talk, [int(line) for line in told.split()], ANSWERS, f"{what}, talk {talk}"))
    return found


def _together(where: Where, talk: int, what: str) -> Found:
    """Two nurses, each with the talk open in a program of her own, answer all questions at once."""
    found, databases = Found(), [where.open(), where.open()]
    desks = [
        conduct(database, user_of(database, name)) for database, name in zip(databases, (NURSE, OTHER), strict=True)
    ]
    fillings = [desk.open(talk).fillings[FORM.id] for desk in desks]
    told: list[list[str]] = [[], []]
    for who, filling in enumerate(fillings):
        filling.on_conflict = lambda path, mine, theirs, who=who: told[who].append(path)

    def answer(who: int) -> None:
        for number in range(ANSWERS // 2):
            fillings[who].answer(question(number), Answer(value=f"{who}"))
        assert desks[who].saver.flush(60)

    threads = [threading.Thread(target=answer, args=(who,)) for who in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for desk in desks:
        desk.saver.close()  # and has told of every refusal
    there = answers(databases[0], talk)
    for path in {question(number) for number in range(ANSWERS // 2)}:
        kept = [value for where_, value in there if where_ == path]
        refused = [who for who in range(2) if path in told[who]]
        found.did["questions that two nurses answered at once"] += 1
        found.acknowledged += len(kept)
        if len(kept) + len(refused) != 2:
            found.lost.append(f"{what}: {path} has {kept}, and {refused} were told that the other was first")
        elif refused and kept == [str(refused[0])]:
            found.wrong.append(f"{what}: {path} has the answer that was refused")
        found.seen["of these, the second was told of the first, and is to choose"] += len(refused)
    for database in databases:
        database.close()
    return found
