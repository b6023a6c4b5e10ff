"""The preview shows after an edit what a whole build would, and builds few pages for it."""

from __future__ import annotations

from tests.docs.previewed import files_of, previewed
from tests.docs.project import Project
from tests.docs.test_build import WEB

HEAD = "---\ndescription: what it teaches\nneeds: []\n---\n\n"
AT = {"SOURCE_DATE_EPOCH": "1790000000"}


def test_an_edit_is_shown_as_a_whole_build_would(project: Project) -> None:
    """After an edit of a text, a fault, and another capture, every file is as in a whole build.

    A change of the configuration is a whole build.
    """
    path = project.example("web", WEB, {"app.py": "1"})
    project.record(path, {"start": "0" * 64, "look": "web"})
    project.page("index", "# 처음\n")
    project.page("glossary", "# 용어\n\n이미지(image) { #image }\n\n:   A bundle.\n")
    project.page("cheatsheet", "# 표\n\n[[= cheatsheet() =]]\n")
    more = f'{HEAD}# 둘\n\nAn image.\n\n[[= run("web", "start") =]]\n'
    project.page("more", more)
    with previewed(project.root, **AT) as preview:

        def is_as_a_whole_build() -> bool:
            result = project.build(SITE_URL=preview.url, **AT)
            assert result.returncode == 0, result.stdout
            return preview.files() == files_of(project.site)

        edited = f'{more}\nAn **image** is new.\n\n[[= session("web") =]]\n'
        (project.docs / "more.ko.md").write_text(edited)
        assert preview.wholes() == 1, preview.said
        assert "is new" in preview.files()["more/index.html"].decode()
        assert is_as_a_whole_build()

        (project.docs / "more.en.md").write_text(f'{more}\n[[= run("web", "strat") =]]\n')
        assert preview.wholes() == 1
        assert "docs/more.en.md:12: no step 'strat' in example 'web'" in preview.said

        (project.docs / "more.en.md").write_text(f'{more}\n[[= source("web", "app.py") =]]\n')
        project.example("web", WEB, {"app.py": "2"})
        project.record(path, {"start": "1" * 64, "look": "web again"})
        assert preview.wholes() == 1, preview.said
        assert "web again" in preview.files()["more/index.html"].decode()
        assert is_as_a_whole_build()

        with (project.root / "mkdocs.yml").open("a") as configuration:
            configuration.write("site_description: another\n")
        assert preview.wholes() == 2
