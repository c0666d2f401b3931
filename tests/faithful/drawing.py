"""The comparison as a table of text and as a small chart."""

from __future__ import annotations

from collections.abc import Sequence

from tests.faithful.comparing import PROGRAMME, Row
from tests.faithful.erasing import SHARES

_HEAD = (
    f"{'':<11}{'comprehensiveness':>18}{'sufficiency':>13}{'lost':>9}"
    f"{'seconds':>10}{'slower':>9}{'identical':>11}{'same top tenth':>16}"
)
_COLOURS = ("#1b6ca8", "#9aa5ae", "#c4a26b")
_WIDTH, _ROW, _BAR = 240, 26, 16


def table(rows: Sequence[Row], source: str) -> str:
    """One line an explainer."""
    shares = ", ".join(f"{share:.0%}" for share in SHARES)
    lines = [
        f"{rows[0].applications} applications of {source}, each with its best accepted goal of {PROGRAMME}",
        f"words taken out or kept: the top {shares}",
        "comprehensiveness: higher is better; sufficiency: lower is better (AOPC, DeYoung et al. 2020)",
        "lost: sufficiency with a gain counted as nothing (Carton et al. 2020); lower is better",
        "identical, same top tenth: two runs without a seed; all other figures with a fixed seed",
        "",
        _HEAD,
    ]
    for row in rows:
        figures = f"{row.comprehensiveness:>18.3f}{row.sufficiency:>13.4f}{row.lost:>9.4f}{row.seconds:>10.3f}{row.slower:>8.0f}x"
        same = f"{'yes' if row.identical else 'no':>11}{row.agreement:>16.0%}"
        lines.append(f"{row.explainer:<11}{figures}{same}")
    sampled = [f"{row.explainer} {row.samples}" for row in rows if row.samples]
    return "\n".join([*lines, "", f"Changed texts a model is asked about for one explanation: {', '.join(sampled) or 'none'}"])


def chart(rows: Sequence[Row]) -> str:
    """Bars of the two measures and the time, as SVG."""
    panels = (
        ("Comprehensiveness (higher is better)", [row.comprehensiveness for row in rows], "{:.3f}"),
        ("Sufficiency (lower is better)", [row.sufficiency for row in rows], "{:.4f}"),
        ("Seconds per explanation", [row.seconds for row in rows], "{:.3f}"),
    )
    height = 40 + _ROW * len(rows)
    drawn = [_panel(rows, *panel, left=10 + at * (_WIDTH + 150)) for at, panel in enumerate(panels)]
    size = f'width="{10 + len(panels) * (_WIDTH + 150)}" height="{height}"'
    style = 'font-family="sans-serif" font-size="12" fill="#222"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size} {style}>\n{"".join(drawn)}</svg>\n'


def _panel(rows: Sequence[Row], title: str, values: Sequence[float], form: str, left: int) -> str:
    most = max((abs(value) for value in values), default=1.0) or 1.0
    lines = [f'<text x="{left}" y="18" font-weight="bold">{title}</text>\n']
    for at, (row, value) in enumerate(zip(rows, values, strict=True)):
        top, long = 30 + at * _ROW, max(1, round(_WIDTH * max(0.0, value) / most))
        bar = f'x="{left + 70}" y="{top}" width="{long}" height="{_BAR}" fill="{_COLOURS[at % len(_COLOURS)]}"'
        lines.append(f'<text x="{left}" y="{top + 12}">{row.explainer}</text><rect {bar}/>')
        lines.append(f'<text x="{left + 76 + long}" y="{top + 12}">{form.format(value)}</text>\n')
    return "".join(lines)
