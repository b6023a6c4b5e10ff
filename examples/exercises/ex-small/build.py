"""Writes public/index.html, a page that lists the words of words.txt."""

from pathlib import Path

words = Path("words.txt").read_text().split()
items = "\n".join(f"<li>{word}</li>" for word in words)
public = Path("public")
public.mkdir()
(public / "index.html").write_text(f"<ul>\n{items}\n</ul>\n")
