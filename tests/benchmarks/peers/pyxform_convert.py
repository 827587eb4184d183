"""pyxform: an XLSForm, already read, is checked and written as an XForm. Given {forms, times}."""

import json
import sys
import time
from pathlib import Path

from pyxform.xls2xform import convert

given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
took = []
for _ in range(given["times"]):
    start = time.perf_counter()
    for form in given["forms"]:
        convert(xlsform=form, form_name="form")
    took.append((time.perf_counter() - start) * 1000)
print(json.dumps(took))
