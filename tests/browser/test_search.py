"""The search: what readers ask finds the page that answers, and costs nothing before it is used."""

from __future__ import annotations

import gzip
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.browser.server import served
from tests.browser.visit import Visit

QUERIES = Path(__file__).with_name("queries.toml")
FIRST = 3  # results that a reader looks at
ENOUGH = 0.97
INDEX_AT_MOST = 300_000  # bytes of a language's index, compressed
BOX = "input.md-search__input"
LINK = ".md-search-result__link"
HOMES = {"ko": "", "en": "en/"}
# Of each query the results as the list shows them: of each page its sections, best first.
ASK = """async (queries) => {
    const engine = await guideSearch.engine(guideSearch[document.documentElement.lang]);
    return queries.map((query) => engine.find(query).items.map((item) =>
        [...item].sort((a, b) => b.score - a.score).map(({ location }) => location)));
}"""
SECONDS = """async (query) => {
    const engine = await guideSearch.engine(guideSearch.ko);
    const begun = performance.now();
    engine.find(query);
    return (performance.now() - begun) / 1000;
}"""
INDEX = re.compile(r"/assets/search/(?!box)\w+\.js|/search_index\.")


@pytest.fixture(scope="module")
def address(guide: Path) -> Iterator[str]:
    """Return the address of the guide's site."""
    with served(guide) as address:
        yield address


def queries(language: str) -> dict[str, list[str]]:
    """Return a language's queries, each with the pages or sections that answer it."""
    kinds = tomllib.loads(QUERIES.read_text(encoding="utf-8"))[language].values()
    return {
        query: [pages] if isinstance(pages, str) else pages
        for kind in kinds
        for query, pages in kind.items()
    }


def answers(results: list[list[str]], wanted: str, home: str) -> bool:
    """Tell whether a page is among the first results, and its section among its own first."""
    stem, _, section = wanted.partition("#")
    url = home if stem == "index" else f"{home}{stem}/"
    for locations in results[:FIRST]:
        if locations[0].partition("#")[0] == url:
            return not section or f"{url}#{section}" in locations[:FIRST]
    return False


@pytest.mark.parametrize("language", HOMES)
def test_readers_find_the_page(visit: Visit, address: str, language: str) -> None:
    """At least 97 % of the queries have their page and section among the first three results."""
    asked = queries(language)
    page = ready(visit, address + HOMES[language])
    found = page.evaluate(ASK, list(asked))
    missed = [
        f"{query!r}: expected {' or '.join(wanted)}, found {[r[0] for r in results[:FIRST]]}"
        for (query, wanted), results in zip(asked.items(), found, strict=True)
        if not any(answers(results, one, HOMES[language]) for one in wanted)
    ]
    assert len(missed) <= (1 - ENOUGH) * len(asked), "\n".join(missed)


def test_there_are_enough_queries() -> None:
    """The list has at least 120 queries, many of each language."""
    counts = [len(queries(language)) for language in HOMES]
    assert sum(counts) >= 120 and min(counts) >= 60


@pytest.mark.parametrize("language", HOMES)
def test_the_index_is_small(guide: Path, language: str) -> None:
    """A language's index stays below its limit; the theme's own holds no page."""
    index = (guide / "assets" / "search" / f"{language}.js").read_bytes()
    assert len(gzip.compress(index)) <= INDEX_AT_MOST
    assert (guide / "search" / "search_index.json").stat().st_size < 1000


@pytest.mark.parametrize(
    ("language", "typed", "page", "words"),
    [
        ("ko", "컨테이너 지우는 방법", "containers/", "문서"),
        ("en", "delete a container", "en/containers/", "documents"),
    ],
)
def test_the_box_answers(
    visit: Visit, address: str, language: str, typed: str, page: str, words: str
) -> None:
    """Typing lists pages of the reader's language; Enter opens the best, its words marked."""
    tab = ready(visit, address + HOMES[language])
    tab.locator(BOX).press_sequentially(typed)
    first = tab.locator(".md-search-result__item").first
    first.locator(f"{LINK}[href*='/{page}'] mark").first.wait_for()
    assert words in tab.locator(".md-search-result__meta").inner_text()
    paths = tab.locator(LINK).evaluate_all("links => links.map(({ pathname }) => pathname)")
    assert all(path.startswith("/en/") == (language == "en") for path in paths)
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**/{page}?h=*#rm")
    tab.locator("article mark").first.wait_for()


def test_a_query_without_spaces_costs_what_its_length_does(visit: Visit, address: str) -> None:
    """Typed as one word, a question of twice the length does not stop the page."""
    page = ready(visit, address)
    question = "도커컨테이너를어떻게지우는지알려주세요부탁드립니다그리고"
    half, whole = (
        min(page.evaluate(SECONDS, text) for _ in range(5))
        for text in (question[: len(question) // 2], question)
    )
    assert whole / half < 8


def test_results_are_walked_with_the_arrows(visit: Visit, address: str) -> None:
    """The arrow keys move from the box into the results, and back."""
    page = ready(visit, address)
    page.locator(BOX).press_sequentially("볼륨을")
    page.locator(LINK).first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('.md-search-result__link')")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == "query"


def test_nothing_is_loaded_before_the_first_use(visit: Visit, address: str) -> None:
    """A page asks for no index, of the theme or ours; the box asks for one language's, once."""
    asked: list[str] = []

    def keep(request: Request) -> None:
        if INDEX.search(request.url):
            asked.append(request.url.rpartition("/")[2])

    visit.context.on("request", keep)
    page = visit.page(f"{address}en/containers/")
    page.wait_for_load_state("networkidle")
    assert asked == []
    page.locator(BOX).click()
    page.locator(BOX).press_sequentially("port")
    page.locator(LINK).first.wait_for()
    assert len(asked) == len(set(asked)) and {"en.js", "engine.js"} <= set(asked)
    assert "ko.js" not in asked


def test_the_page_for_unknown_addresses_searches_its_own_language(
    visit: Visit, guide: Path, address: str
) -> None:
    """Under /en/ it finds English pages, elsewhere Korean ones."""
    body = (guide / "404.html").read_text(encoding="utf-8")
    visit.context.route("**/nowhere/", lambda route: route.fulfill(body=body))
    for home in HOMES.values():
        page = ready(visit, f"{address}{home}nowhere/")
        page.locator(BOX).press_sequentially("docker compose")
        page.locator(f"{LINK}[href*='{address}{home}compose']").first.wait_for()
    visit.context.unroute_all(behavior="wait")


def test_it_searches_from_a_folder(browser: Browser, guide: Path) -> None:
    """Opened from file://, where no worker may start and nothing may be fetched, it answers."""
    context = browser.new_context()
    page = context.new_page()
    page.goto((guide / "index.html").as_uri())
    page.locator(BOX).click()
    page.locator(BOX).press_sequentially("도커컨테이너")
    page.locator(f"{LINK}[href*='containers']").first.wait_for()
    context.close()


def test_nothing_found_is_said(visit: Visit, address: str) -> None:
    """What no page can answer is said to have no answer, in the page's language."""
    page = ready(visit, address)
    page.locator(BOX).press_sequentially("ㅁㄴㅇㄹ")
    page.locator(".md-search-result__meta", has_text="일치하는 문서가 없습니다").wait_for()


def ready(visit: Visit, address: str) -> Page:
    """Return a page with its search box open and the index loaded."""
    page = visit.page(address)
    page.locator(BOX).click()
    page.wait_for_function("['ko', 'en'].some((name) => globalThis.guideSearch?.[name])")
    return page
