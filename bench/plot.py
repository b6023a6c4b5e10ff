"""Draws how a figure went from run to run, as a small SVG to stand in a table."""

from __future__ import annotations

from collections.abc import Sequence

MARGIN = 4.0


def line(
    medians: Sequence[float],
    goal: float | None,
    words: str,
    width: float = 120,
    height: float = 28,
) -> str:
    """Return a line through the medians, the last one marked, and a dashed line for the goal.

    The ground is 0, so that twice as high is twice as much. `words` say the same to a voice, which
    passes over it where there are none.
    """
    top = max([*medians, goal or 0.0]) or 1.0
    across = (width - 2 * MARGIN) / max(len(medians) - 1, 1)

    def y_of(value: float) -> str:
        return f"{height - MARGIN - max(value, 0) / top * (height - 2 * MARGIN):.1f}"

    # A single run stands at the right, where the last of many would.
    begin = MARGIN if len(medians) > 1 else width - MARGIN
    points = [(f"{begin + n * across:.1f}", y_of(value)) for n, value in enumerate(medians)]
    parts = []
    if goal is not None:
        y = y_of(goal)
        parts.append(
            f'<line x1="0" x2="{width:.0f}" y1="{y}" y2="{y}" stroke="currentColor" '
            'stroke-dasharray="2 3" opacity=".6"/>'
        )
    if len(points) > 1:
        path = " ".join(f"{x},{y}" for x, y in points)
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        )
    if points:
        x, y = points[-1]
        parts.append(f'<circle cx="{x}" cy="{y}" r="3" fill="currentColor"/>')
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    role = f'role="img" aria-label="{words}"' if words else 'aria-hidden="true"'
    return f'<svg class="course" {size} {role}>{"".join(parts)}</svg>'
