"""The two house themes. Every text colour is readable on every ground it is used on: a contrast of 4.5 to 1 or more.

Colour never says anything alone: a glyph or a word stands beside it. So the screens work in 16 colours and in none.
With 16, each colour becomes the nearest: the browns of the light theme are dull, or they would be yellow on white.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="kartlegging-dark",
    dark=True,
    primary="#6cb2f7",
    secondary="#8fb8a8",
    accent="#f2bd6b",
    success="#86d79b",
    warning="#ffd479",
    error="#ff9d94",
    foreground="#e6e9ef",
    background="#12161d",
    surface="#1a2029",
    panel="#232b37",
    variables={
        "text": "#e6e9ef",
        "text-muted": "#a3afc0",
        "text-disabled": "#9fabbc",
        "block-cursor-background": "#24405f",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-blurred-background": "#232b37",
        "block-cursor-blurred-foreground": "#e6e9ef",
        "border": "#6cb2f7",
        "border-blurred": "#3a4555",
        "input-cursor-background": "#e6e9ef",
        "input-cursor-foreground": "#12161d",
        "input-selection-background": "#24405f",
        "scrollbar": "#64748f",
        "scrollbar-hover": "#7b8ba6",
        "scrollbar-background": "#1a2029",
    },
)

LIGHT = Theme(
    name="kartlegging-light",
    dark=False,
    primary="#17549a",
    secondary="#2c5f4f",
    accent="#6b4a1f",
    success="#17602d",
    warning="#5e4a10",
    error="#a01a15",
    foreground="#1b2330",
    background="#fbfbf8",
    surface="#f1f3f5",
    panel="#e2e7ed",
    variables={
        "text": "#1b2330",
        "text-muted": "#4a5567",
        "text-disabled": "#566072",
        "block-cursor-background": "#cfe1f7",
        "block-cursor-foreground": "#0d1420",
        "block-cursor-blurred-background": "#e2e7ed",
        "block-cursor-blurred-foreground": "#1b2330",
        "border": "#17549a",
        "border-blurred": "#aab4c2",
        "input-cursor-background": "#1b2330",
        "input-cursor-foreground": "#fbfbf8",
        "input-selection-background": "#cfe1f7",
        "scrollbar": "#7a879b",
        "scrollbar-hover": "#616d80",
        "scrollbar-background": "#f1f3f5",
    },
)

TEXT = ("foreground", "text-muted", "text-disabled", "primary", "secondary", "accent", "success", "warning", "error")
"""The variables that text is drawn in …"""
GROUNDS = ("background", "surface", "panel", "block-cursor-background")
"""… and those it is drawn on."""
PAIRS = (
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("foreground", "input-selection-background"),
)
"""Text that has a ground of its own."""
SHAPES = (
    *(("border", ground) for ground in ("background", "surface", "panel")),
    *(("primary", ground) for ground in ("background", "surface", "panel")),
    *(("accent", ground) for ground in ("background", "surface", "panel")),
    *((bar, "scrollbar-background") for bar in ("scrollbar", "scrollbar-hover", "scrollbar-active")),
)
"""Lines, bars and boxes that must be seen, and what they are drawn on: a contrast of 3 to 1 or more."""
