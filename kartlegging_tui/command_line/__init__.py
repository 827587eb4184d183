"""The commands of `kartlegging`, one module each: `add_parser(commands)` declares it, `run(arguments)` does it.

A command imports what it needs when it runs, so that `--help` and `check` start without the screens and the database.
"""
