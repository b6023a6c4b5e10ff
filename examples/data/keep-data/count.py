"""Counts how often it has been run, in a file under /data."""

from pathlib import Path

file = Path("/data/count.txt")
file.parent.mkdir(exist_ok=True)

count = int(file.read_text()) + 1 if file.exists() else 1
file.write_text(f"{count}\n")
print(f"run number {count}")
