"""One score over time, drawn by textual-plot. It brings numpy, so this is imported when a plot is first looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.markup import escape
from textual_hires_canvas import Canvas, HiResMode, TextAlign
from textual_plot import PlotWidget
from textual_plot.axis_formatter import AxisFormatter


@dataclass(frozen=True)
class Curve:
    """What is drawn. All words and numbers are ready, in the reader's language."""

    points: tuple[tuple[float, float, str], ...]
    """Months, the value, and the value as it is shown; oldest first."""
    visits: tuple[tuple[float, str], ...]
    """Every contact point, also those without a value: months, and what stands under it."""
    low: float
    high: float
    limits: tuple[tuple[float, str], ...]
    """Where a new band begins, and what stands beside it."""
    ends: tuple[str, str]
    """The lowest and the highest value as they are shown."""


class _Named(AxisFormatter):
    """Ticks that are chosen, with the words that belong to them."""

    def __init__(self, named: Sequence[tuple[float, str]]) -> None:
        self._named = dict(named)

    def get_ticks(self, min_: float, max_: float, max_ticks: int = 8) -> list[float]:
        return [tick for tick in self._named if min_ <= tick <= max_]

    def get_labels_for_ticks(self, ticks: Sequence[float]) -> list[str]:
        return [self._named[tick] for tick in ticks]


class TrendPlot(PlotWidget, can_focus=False):
    """A line through the values, each value written at its point, the limits of the bands as dotted lines."""

    DEFAULT_CSS = """
    TrendPlot {
        & > .plot--axis { color: $text-muted; }
        & > .plot--tick { color: $foreground; text-style: none; }
        & > .plot--label { color: $text-muted; text-style: none; }
    }
    """
    DOTS = 48

    def __init__(self) -> None:
        super().__init__(allow_pan_and_zoom=False)
        self._curve: Curve | None = None

    def on_mount(self) -> None:
        super().on_mount()
        self.margin_top = 0
        self.margin_bottom = 1
        self.margin_left = 7
        if self._curve is not None:
            self.show(self._curve)

    def show(self, curve: Curve) -> None:
        """Draws this from now on."""
        self._curve = curve
        if not self.is_mounted:
            return
        first, last = curve.visits[0][0], curve.visits[-1][0]
        room = max((last - first) * 0.08, 0.5)
        left, right = first - room, last + room
        step = max((curve.high - curve.low) * 0.08, 0.01)
        self.clear()
        self.set_xlimits(left, right)
        self.set_ylimits(curve.low - step, curve.high + step)
        self.set_x_formatter(_Named(_apart(curve.visits, (right - left) / 8)))
        self.set_y_formatter(_Named([(curve.low, curve.ends[0]), *curve.limits, (curve.high, curve.ends[1])]))
        muted, ink = self._colour("text-muted"), self._colour("primary")
        for limit, _words in curve.limits:
            across = [left + (right - left) * dot / self.DOTS for dot in range(1, self.DOTS)]
            self.scatter(across, [limit] * len(across), marker="·", marker_style=muted)
        months, values = [point[0] for point in curve.points], [point[1] for point in curve.points]
        if len(months) > 1:
            self.plot(months, values, line_style=ink, hires_mode=HiResMode.HALFBLOCK)
        self.scatter(months, values, marker="●", marker_style=f"bold {self._colour('accent')}")

    def _colour(self, name: str) -> str:
        return self.app.theme_variables[name]

    def notify_style_update(self) -> None:
        """Another theme has other colours."""
        if self._curve is not None and self.is_mounted:
            self.show(self._curve)
        super().notify_style_update()

    def _render_plot(self) -> None:
        """Writes each value at its point, above it or, at the top, below: the widget itself draws points alone."""
        super()._render_plot()
        canvas = self.query_one("#plot", Canvas)
        if self._curve is None or canvas.size.height < 4:
            return
        for month, value, words in self._curve.points:
            x, y = self.get_pixel_from_coordinate(month, value)
            where = y - 1 if y > 1 else y + 1
            canvas.write_text(x, where, f"[bold {self._colour('foreground')}]{escape(words)}", TextAlign.CENTER)


def _apart(visits: Sequence[tuple[float, str]], least: float) -> list[tuple[float, str]]:
    """The words of contact points that lie far enough from each other to be read; of two that do not, the first."""
    kept: list[tuple[float, str]] = []
    for month, words in visits:
        near = bool(kept) and month - kept[-1][0] < least
        kept.append((month, "" if near else words))
    return kept
