"""The licences of what others made and every site holds, as one text."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

from mkdocs.exceptions import PluginError

# The sets of icons that the theme's settings name.
_ICONS = "material/templates/.icons/"
_SETS = ("material/LICENSE", "fontawesome/LICENSE.txt")


def licences(assets: Path) -> str:
    """Return all licences, each under the name of what it is for.

    `assets` is the guide's own folder of assets: what is vendored there has its licence beside it.
    """
    return "\n".join(
        f"{'=' * 72}\n{name}\n{'=' * 72}\n\n{text.strip()}\n" for name, text in _all(assets)
    )


def _all(assets: Path) -> Iterator[tuple[str, str]]:
    theme = distribution("mkdocs-material")
    # Not by its list of files: that names every icon there is.
    own = theme.read_text("licenses/LICENSE") or theme.read_text("LICENSE")
    if not own:
        raise PluginError("mkdocs-material is installed without its licence, which the site needs")
    yield "Material for MkDocs", own
    for name in _SETS:
        path = Path(str(theme.locate_file(_ICONS + name)))
        yield f"Icons: {Path(name).parent}", path.read_text(encoding="utf-8")
    for path in sorted(assets.rglob("*")):
        if path.is_file() and path.name.upper().startswith(("LICENSE", "LICENCE")):
            name = str(path.relative_to(assets).parent)
            yield f"assets/{name}", path.read_text(encoding="utf-8")
