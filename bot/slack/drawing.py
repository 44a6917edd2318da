"""A morning's chart as a picture, where the extra `charts` is installed: what was as full bars, what is booked as hatched ones."""

import asyncio
from datetime import date
from importlib.util import find_spec
from io import BytesIO

from babel.dates import format_skeleton

from bot.digests.summary import Chart
from bot.slack.views.when import babel_locale

_WIDTH, _HEIGHT, _DOTS = 9.0, 3.2, 150
_INK, _WAS, _TODAY, _AHEAD = "#1d1c1d", "#1d3557", "#0b6e4f", "#dfe7f1"

_FIRST_WITHOUT = 0x0590

_drawing = asyncio.Lock()
"""One picture at a time: it is processor work, and what answers people comes first."""


def can_draw() -> bool:
    """Whether the extra is installed: pip install 'frontdesk[charts]'."""
    return find_spec("matplotlib") is not None


async def draw(chart: Chart, name: str, locale: str) -> bytes:
    """The picture as PNG; `name` is the venue's."""
    async with _drawing:
        return await asyncio.to_thread(picture, chart, name, locale)


def described(chart: Chart, locale: str) -> str:
    """The figures of a picture for who cannot see it."""
    back = ", ".join(f"{_day(day, locale)} {count:,}" for day, count in sorted(chart.back.items()))
    ahead = ", ".join(f"{_day(day, locale)} {count:,}" for day, count in sorted(chart.ahead.items()))
    return f"{chart.title}. {f'Counted: {back}. ' if back else ''}{f'Booked ahead: {ahead}.' if ahead else ''}".strip()


def picture(chart: Chart, name: str, locale: str) -> bytes:
    """The picture, drawn without a window or anything that is shared between threads."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    days = list(chart.points)
    figure = Figure(figsize=(_WIDTH, _HEIGHT), dpi=_DOTS, layout="constrained", facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    style = {"was": (_WAS, ""), "the day itself": (_TODAY, ".."), "booked ahead": (_AHEAD, "//")}
    for label, (color, hatch) in style.items():
        mine = [n for n, day in enumerate(days) if _of(chart, day) == label]
        if mine:
            heights = [chart.points[days[n]] for n in mine]
            said = "as counted" if label == "was" else label
            bars = axes.bar(mine, heights, color=color, hatch=hatch, edgecolor=_INK, linewidth=0.6, label=said, width=0.78)
            axes.bar_label(bars, labels=[f"{height:,}" for height in heights], fontsize=7, color=_INK, padding=1)
    axes.set_xticks(range(len(days)), [_tick(day, locale) for day in days], fontsize=7, color=_INK)
    axes.set_title(" · ".join(filter(_drawable, (name, chart.title))), loc="left", fontsize=10, color=_INK)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.tick_params(axis="y", labelsize=7, colors=_INK)
    axes.margins(x=0.01, y=0.14)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.legend(fontsize=7, frameon=False, loc="upper left", bbox_to_anchor=(0, -0.16), ncols=3)
    written = BytesIO()
    figure.savefig(written, format="png")
    return written.getvalue()


def _of(chart: Chart, day: date) -> str:
    return "the day itself" if day == chart.day else "booked ahead" if day in chart.ahead else "was"


def _tick(day: date, locale: str) -> str:
    weekday = str(format_skeleton("E", day, locale=babel_locale(locale)))
    return f"{weekday}\n{day.day}" if _drawable(weekday) else f"{day.month}/\n{day.day}"


def _drawable(text: str) -> bool:
    """Whether the font that comes with the extra has every sign of a text: those of Europe."""
    return all(ord(sign) < _FIRST_WITHOUT for sign in text)


def _day(day: date, locale: str) -> str:
    return str(format_skeleton("MMMd", day, locale=babel_locale(locale)))
