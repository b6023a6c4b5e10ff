"""Shows an edit at once where a whole build would change few pages; elsewhere builds the whole."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError

from macros.built import Built
from macros.edition import commit
from macros.library import library_of
from macros.root import root_of
from macros.touched import Edit, examples_of, touched
from macros.watched import Stamp, changed, stamps

log = logging.getLogger("mkdocs.plugins.preview")


class Preview:
    """The site that `mkdocs serve` shows. A whole build must tell it of its `begin` and `end`s."""

    def __init__(self) -> None:
        self._built: list[Built] = []  # a language each; none where the last build failed
        self._roots: list[Path] = []
        self._root = self._docs = self._examples = Path()
        self._commit = ""
        self._stamps: dict[Path, Stamp] = {}
        self._sources: dict[str, str] = {}  # of the pages, by the names of their files

    def begin(self, config: MkDocsConfig) -> None:
        """Take note of what a whole build is made from, before it reads anything."""
        self._built = []
        self._root, self._docs = root_of(config), Path(config.docs_dir)
        self._examples = self._root / "examples"
        self._roots = [self._docs, Path(config.config_file_path), *map(Path, config.watch)]
        self._commit = commit(self._root)
        self._stamps = stamps(self._roots)
        self._sources = _read(self._docs.glob("*.md"))

    def end(self, built: Built) -> None:
        """Take what was built of one language."""
        self._built.append(built)

    def rebuild(self, whole: Callable[[], None]) -> None:
        """Bring the site up to date with what was edited: by some pages, or by a `whole` build."""
        now = stamps(self._roots)
        edited = changed(self._stamps, now)
        if self._built and not edited:
            return  # it was written while the last build began, which has read it
        began = time.monotonic()
        edit = self._edit(edited, now)
        pages = touched(edit, self._sources | edit.now) if edit else None
        if edit is None or pages is None:
            try:
                whole()
            except BaseException:
                self._built = []
                raise
            return
        try:
            for built in self._built:
                own = {name for name in pages if name.endswith(f".{built.language}.md")}
                if own or edit.examples:
                    built.rebuild(own, examples=bool(edit.examples))
        except BuildError as error:
            log.error(str(error))
            raise Abort("Aborted with a BuildError!") from None
        # Not before: what failed is edited still.
        self._stamps, self._sources = now, self._sources | edit.now
        names = ", ".join(sorted(pages)) or "nothing"
        log.info(f"Built {names} again in {time.monotonic() - began:.2f} seconds")

    def _edit(self, edited: set[Path], now: dict[Path, Stamp]) -> Edit | None:
        """Return what was edited where that is texts of pages and examples alone."""
        if not self._built or not edited <= self._stamps.keys() & now.keys():
            return None
        if commit(self._root) != self._commit:
            return None  # pages tell when they last changed
        pages = {path for path in edited if path.parent == self._docs and path.suffix == ".md"}
        known = library_of(self._examples).catalog.examples
        examples = examples_of(edited - pages, self._examples, known)
        defined = examples_of(
            {path for path in edited if path.suffix == ".toml"}, self._examples, known
        )
        if examples is None or defined is None:
            return None
        return Edit(self._sources, _read(pages), examples, defined)


def _read(paths: Iterable[Path]) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in paths}
