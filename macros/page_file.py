"""What the file of a page tells: `docs/images.ko.md` is the Korean page `images`."""

from __future__ import annotations

from pathlib import Path

from mkdocs.structure.files import File


def split_name(uri: str) -> tuple[str, str]:
    """Return the stem and the language of a file's name; the language is empty where none is."""
    stem, dot, language = uri.removesuffix(".md").rpartition(".")
    return (stem, language) if dot else (language, "")


def stem_of(file: File) -> str:
    """Return a page's name without its language, which its twin has too."""
    return split_name(file.src_uri)[0]


def language_of(file: File) -> str:
    """Return a page's language."""
    return split_name(file.src_uri)[1]


def source_of(file: File) -> str:
    """Return a page as it was written, front matter included."""
    return Path(str(file.abs_src_path)).read_text(encoding="utf-8")
