"""questionary: one question after the other, each with eleven options, in a terminal; in an environment of its own."""

import questionary

number = 0
while questionary.select(f"q{number}", choices=[str(value) for value in range(11)], use_shortcuts=False).ask():
    number += 1
