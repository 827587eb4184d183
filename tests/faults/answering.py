"""`python -m tests.faults.answering TALK FROM COUNT PATH [KEY]`: answers through the services, a line each once saved.

Exit code 0 when all were saved, 3 when the database could not be opened. A fault of the disk is tried again every 20 ms
instead of every second; nothing else differs from the program.
"""

from __future__ import annotations

import os
import sys

from kartlegging_tui.records.errors import RecordsError
from kartlegging_tui.services import saving
from tests.faults.talks import FORM, Where, conduct, question, said, user_of

PATIENCE = 30.0


def main(words: list[str]) -> int:
    talk, first, count = (int(word) for word in words[:3])
    saving.RETRY_SECONDS = 0.02
    try:
        database = Where.of(words[3:]).open()
        desk = conduct(database, user_of(database))
        filling = desk.open(talk).fillings[FORM.id]
    except RecordsError as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 3
    waiting: list[int] = []
    for number in range(first, first + count):
        filling.answer(question(number), said(number))
        waiting.append(number)
        if number % 3 == 2 and number + 1 < first + count:
            continue  # two at once: the second waits behind the first
        if not desk.saver.flush(PATIENCE) or not desk.saver.state.all_saved:
            sys.stderr.write(f"stuck: {desk.saver.state}\n")
            os._exit(4)
        for saved in waiting:
            os.write(1, b"%d\n" % saved)
        waiting.clear()
    desk.saver.close()
    database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
