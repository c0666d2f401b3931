"""The comparison as a chart: a panel for each field, a dot for each tool, Alignment's in colour. Run as a script on its JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

_OURS, _OTHERS, _INK, _FAINT = "#0b5fa5", "#6b717b", "#333840", "#e3e5e8"
_INKED = ("text.color", "axes.labelcolor", "xtick.color", "ytick.color")


def draw(told: dict[str, Any], path: Path) -> None:
    """Draw F1 by field and tool, with the two annotators' agreement as the mark to reach."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    mpl.rcParams.update({"font.size": 10, "axes.titlesize": 10} | dict.fromkeys(_INKED, _INK))
    tools, fields = told["tools"], told["fields"]
    size = (11, 0.42 * len(tools) + 1.6)
    figure, panels = plt.subplots(1, len(fields), figsize=size, sharey=True, layout="constrained")
    for panel, field in zip(panels, fields, strict=True):
        _panel(panel, field, tools)
    panels[0].set_yticks(_places(tools), [f"{tool['title']}: {tool['reads']}" for tool in tools])
    for label, tool in zip(panels[0].get_yticklabels(), tools, strict=True):
        label.set_weight("bold" if tool["key"] == "alignment" else "normal")
    dashed = "; dashed: two annotators with each other" if fields[0]["annotators"] else ""
    figure.supxlabel(f"F1, accept limits cross-validated{dashed}", fontsize=9)
    figure.savefig(path, dpi=160, metadata={"Title": "Alignment beside its peers", "Description": told["alt"]})


def _panel(panel: Any, field: dict[str, Any], tools: list[dict[str, Any]]) -> None:
    places = _places(tools)
    panel.set(xlim=(0, 1.05), ylim=(0.4, len(tools) + 0.7), title=field["title"], xticks=(0, 0.5, 1))
    panel.hlines(places, 0, 1, color=_FAINT, linewidth=1, zorder=1)
    if field["annotators"]:
        panel.axvline(field["annotators"], color=_INK, linewidth=1, linestyle=(0, (4, 3)), zorder=2)
    for tool, place in zip(tools, places, strict=True):
        told = {measures["field"]: measures["f1"] or 0.0 for measures in tool["measures"] if measures["language"] == "all"}
        value, colour = told[field["id"]], _OURS if tool["key"] == "alignment" else _OTHERS
        panel.scatter([value], [place], color=colour, s=55, zorder=3)
        above = {"xytext": (0, 7), "textcoords": "offset points", "ha": "center", "fontsize": 8}
        # White under the number, where the mark would run through it.
        under = {"facecolor": "white", "edgecolor": "none", "pad": 0.5}
        panel.annotate(f"{value:.2f}", (value, place), color=colour, bbox=under, zorder=2.5, **above)
    panel.tick_params(length=0)
    panel.spines[:].set_visible(False)


def _places(tools: list[dict[str, Any]]) -> list[int]:
    """Heights, the first tool on top."""
    return list(range(len(tools), 0, -1))


if __name__ == "__main__":
    draw(json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[2]))
