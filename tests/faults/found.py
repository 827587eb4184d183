"""What a trial did, and what it found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Found:
    """The figures of one trial. Everything is counted where it happens: nothing is multiplied or guessed."""

    did: Counter[str] = field(default_factory=Counter)
    """What was done to the records, and how often."""
    seen: Counter[str] = field(default_factory=Counter)
    """What was seen beside that, and is as it should be."""
    acknowledged: int = 0
    """Answers of which it was said that they are saved, and that were looked for afterwards."""
    lost: list[str] = field(default_factory=list)
    """Acknowledged, and not there afterwards."""
    wrong: list[str] = field(default_factory=list)
    """There, or shown, and never said so; doubled; in another order; or a database that is not sound."""
    skipped: str = ""
    """Why the trial could not be done here."""

    def add(self, other: Found) -> None:
        """Takes in the figures of a part."""
        self.did += other.did
        self.seen += other.seen
        self.acknowledged += other.acknowledged
        self.lost += other.lost
        self.wrong += other.wrong

    @property
    def sound(self) -> bool:
        """Nothing was lost, and nothing wrong."""
        return not self.lost and not self.wrong

    def __str__(self) -> str:
        if self.skipped:
            return f"  skipped: {self.skipped}"
        lines = [f"  {count:>7} {what}" for what, count in (*self.did.items(), *self.seen.items())]
        lines.append(f"  {self.acknowledged:>7} acknowledged answers looked for: {len(self.lost)} lost")
        lines.append(f"  {len(self.wrong):>7} wrong values or unsound databases")
        lines += [f"  LOST  {each}" for each in self.lost[:10]] + [f"  WRONG {each}" for each in self.wrong[:10]]
        return "\n".join(lines)
