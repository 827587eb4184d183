"""`python -m kartlegging_tui` is `kartlegging`."""

import sys

from kartlegging_tui.cli import main

sys.exit(main())
