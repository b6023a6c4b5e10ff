"""`python -m bench.load FOLDER`: load and fingerprint examples, and leave the CPU time there."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from livedoc.catalog import load_catalog
from livedoc.fingerprint import fingerprint


def main(folder: Path) -> None:
    """Load all, fingerprint all, and write the seconds into FOLDER/seconds."""
    began = time.process_time()
    for loaded in load_catalog(folder / "examples"):
        fingerprint(loaded)
    (folder / "seconds").write_text(str(time.process_time() - began))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
