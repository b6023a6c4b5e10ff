"""What comes before the first command: a sandbox, and the images."""

from __future__ import annotations

import sys

from bench.engine import image_set
from bench.measure import cost, seconds
from bench.options import Options
from livedoc import host
from livedoc.paths import ROOT
from livedoc.sandbox import DockerSandbox

IMAGES = [sys.executable, "-m", "livedoc.cli", "images"]


def measure(options: Options) -> None:
    """Measure sandboxes one after another, and the image set where it is there already."""
    with image_set() as ready:
        values = []
        for _ in range(options.times(5)):
            with_start = DockerSandbox(host.connect(), ready)
            try:
                values.append(seconds(with_start.start))
            finally:
                with_start.stop()
        options.keep("starting.sandbox", values)
        cost(IMAGES, ROOT)
        options.keep("starting.images", [cost(IMAGES, ROOT).wall for _ in range(options.times(3))])
    options.note("starting.nothing", "it would remove images that other checkouts use")
