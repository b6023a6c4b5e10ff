"""The feed of changes, made from the sections of a page."""

from __future__ import annotations

from xml.etree import ElementTree

from macros.feed import Change, Channel, atom, changes

PAGE = """<h1 id="changes">Changes</h1><p>words</p>
<h2 id="on-2026-11-30-errors">New &amp; <b>old</b><a class="headerlink" href="#x">&para;</a></h2>
<p>See <a href="../errors/#x">errors</a>.</p>
<h2 id="next">Next</h2><p>no change</p>
<h2 id="on-2026-01-02">First<a class="headerlink" href="#y">&para;</a></h2>
<p>More.</p>"""
NAMES = {"a": "http://www.w3.org/2005/Atom"}


def test_dated_sections_are_changes() -> None:
    """A section whose id is a date is a change, with its title as text; others are not."""
    first, last = changes(PAGE)
    assert first.title == "New & old"
    assert first.date == "2026-11-30"
    assert first.body == '<p>See <a href="../errors/#x">errors</a>.</p>'
    assert last == Change("on-2026-01-02", "2026-01-02", "First", "<p>More.</p>")


def test_a_feed_is_what_readers_of_feeds_expect() -> None:
    """The newest date, links without a page to be relative to, and ids that outlive an address."""

    def feed(site: str) -> ElementTree.Element:
        channel = Channel("en", "A <guide>", f"{site}en/changes/", f"{site}en/feed.xml")
        return ElementTree.fromstring(atom(channel, list(changes(PAGE))))

    here, there = feed("https://here.example/"), feed("https://there.example/g/")
    assert here.findtext("a:title", namespaces=NAMES) == "A <guide>"
    assert here.findtext("a:updated", namespaces=NAMES) == "2026-11-30T00:00:00Z"
    content = here.findtext("a:entry/a:content", namespaces=NAMES)
    assert content == '<p>See <a href="https://here.example/en/errors/#x">errors</a>.</p>'
    link = there.find("a:entry/a:link", NAMES)
    assert link is not None
    assert link.get("href") == "https://there.example/g/en/changes/#on-2026-11-30-errors"
    ids = [[item.text for item in feed.iter(f"{{{NAMES['a']}}}id")] for feed in (here, there)]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 3
