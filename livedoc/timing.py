"""When the lines of a step's output came, kept in a file of its own beside the capture.

Times differ at every recording; apart from the capture, they leave its diff readable. A page plays
a step with them; where they are missing, or do not fit the output, there is nothing to play.
"""

from __future__ import annotations

Arrivals = tuple[tuple[float, int], ...]
"""(seconds since the step began, lines that became whole then), in order."""

GRAIN = 0.05  # seconds; what comes closer together is seen at once


class LineClock:
    """Counts the lines of an output as they come."""

    def __init__(self) -> None:
        self._arrivals: list[tuple[float, int]] = []
        self._open = False  # whether the last line still lacks its end
        self._last = 0.0

    def add(self, data: bytes, seconds: float) -> None:
        """Take in what came `seconds` after the beginning."""
        if not data:
            return
        self._last = seconds
        self._count(seconds, data.count(b"\n"))
        self._open = not data.endswith(b"\n")

    def arrivals(self) -> Arrivals:
        """Return when the lines came; the last one counts without a newline too."""
        if self._open:
            self._count(self._last, 1)
            self._open = False
        return tuple(self._arrivals)

    def _count(self, seconds: float, lines: int) -> None:
        at = round(int(seconds / GRAIN) * GRAIN, 2)
        if not lines:
            return
        if self._arrivals and self._arrivals[-1][0] == at:
            lines += self._arrivals.pop()[1]
        self._arrivals.append((at, lines))


def later(arrivals: Arrivals, seconds: float) -> Arrivals:
    """Return the same arrivals, so many seconds later."""
    return tuple((round(at + seconds, 2), lines) for at, lines in arrivals)


def fits(arrivals: Arrivals, output: str) -> bool:
    """Say whether these are the lines of this output: an edited or cut one has others."""
    lines = output.count("\n") + (output != "" and not output.endswith("\n"))
    return lines > 0 and sum(count for _, count in arrivals) == lines
