"""What MkDocs holds of a language once it is built, with which it can build some pages again."""

from __future__ import annotations

from collections.abc import Collection
from copy import deepcopy
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation

from macros.generated import contents


class Built:
    """One language of a site as it was built last."""

    def __init__(
        self, config: MkDocsConfig, files: Files, nav: Navigation, env: Environment
    ) -> None:
        self._config, self._files, self._nav, self._env = config, files, nav, env
        # The i18n plugin makes the one configuration that of the next language.
        self.language = config.plugins["i18n"].current_language  # type: ignore[attr-defined]
        self._settings = dict(config.data)
        self._theme: dict[str, Any] = deepcopy(dict(config.theme))

    def rebuild(self, names: Collection[str], examples: bool) -> None:
        """Build the pages of these files again, and what the site generates from all.

        `examples` says whether they have to be read again.

        That is what MkDocs does in a build, in its order, without what is the same after an edit of
        these pages' texts: the list of files, the navigation, assets, and pages of the theme's.
        """
        config, files = self._resumed(), self._files
        if examples:
            config.plugins.on_pre_build(config=config)
        documents = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        pages = [file.page for file in documents if file.page and file.src_uri in names]
        before = contents(files)
        for page in pages:
            _populate_page(page, config, files)
        env = config.plugins.on_env(self._env, config=config, files=files)
        for path, content in contents(files).items():
            if before.get(path) != content:
                files.src_uris[path].copy_file()
        for page in pages:
            _build_page(page, config, documents, self._nav, env)
        for file in documents:
            if file.page:
                level = config.validation.links.anchors
                file.page.validate_anchor_links(files=files, log_level=level)

    def _resumed(self) -> MkDocsConfig:
        """Return the configuration as it was for this language."""
        self._config.plugins["i18n"].current_language = self.language  # type: ignore[attr-defined]
        self._config.data.update(self._settings)
        self._config.theme.update(self._theme)
        return self._config
