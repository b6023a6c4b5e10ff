"""Asks axe-core what keeps people from reading a page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

# What axe asks of colours, for which it looks at all that is behind a text, takes longest.
_COLOURS = ["color-contrast", "link-in-text-block"]
# WCAG 2.2 AA and axe's own best practices.
_ALL_BUT_COLOURS = {
    "resultTypes": ["violations"],
    "preload": False,
    "rules": {rule: {"enabled": False} for rule in _COLOURS} | {"target-size": {"enabled": True}},
}
_ONLY_COLOURS = {"resultTypes": ["violations"], "preload": False, "runOnly": _COLOURS}
# One element of each kind: those with the same names, classes and styles up to the root look the
# same. How many lines a part is thought to have is no matter of looks.
# A link must also look unlike the words around it, where there are any: `around` tells.
_KINDS = """
(seen) => {
  const kinds = new Map(seen.map((kind) => [kind, null]));
  const kindOf = (element) => {
    const names = [];
    for (let at = element; at; at = at.parentElement) {
      const style = (at.getAttribute("style") ?? "").replace(/--lines:\\d+/, "");
      names.push(`${at.localName}.${at.className}.${style}`);
    }
    return names.join(" < ") + (element.localName === "a" ? around(element) : "");
  };
  const isInline = (element) => getComputedStyle(element).display.startsWith("inline");
  const around = (link) => {
    let block = link.parentElement;
    while (isInline(block)) block = block.parentElement;
    const read = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let [words, parts] = ["", ""];
    while (read.nextNode()) {
      if (!read.currentNode.parentElement.closest("a")) words += read.currentNode.data;
    }
    for (const part of block.querySelectorAll("*")) {
      if (part.localName === "br" || !isInline(part)) parts += `${part.localName} `;
    }
    return ` around: ${Boolean(words.trim())} ${parts}`;
  };
  for (const element of document.body.querySelectorAll("*")) {
    const texts = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!texts || !element.checkVisibility({ visibilityProperty: true })) continue;
    const kind = kindOf(element);
    if (!kinds.has(kind)) kinds.set(kind, element);
  }
  return [...kinds].slice(seen.length);
}
"""
# Blocks and paragraphs that are built just as one before them, within the same: same elements,
# classes, attributes, and as empty or not.
_PRUNE = """
(builds) => {
  const seen = new Set(builds);
  const isEmpty = (text) => text.trim() ? "" : "!";
  const build = (element) => [element, ...element.querySelectorAll("*")].map((part) => [
    part.localName + isEmpty(part.textContent), part.className,
    ...part.getAttributeNames().map((name) => name + isEmpty(part.getAttribute(name))),
  ].join(" ")).join(" < ") + within(element.parentElement);
  const within = (element) =>
    element ? ` in ${element.localName}.${element.className}` + within(element.parentElement) : "";
  const blocks = "article :is(.terminal, p, li, tr + tr, pre span, details), .md-nav__item";
  for (const block of document.querySelectorAll(blocks)) {
    const before = seen.size;
    if (block.isConnected && seen.add(build(block)).size === before) block.remove();
  }
  return [...seen].slice(builds.length);
}
"""
_RUN = """
async ([include, options]) => {
  if (!include.length) return [];
  const { violations } = await axe.run({ include }, options);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) =>
    `${id}: ${html.slice(0, 200)}: ${[...any, ...all, ...none][0]?.message}`));
}
"""
_RUN_ON_KINDS = f"""
async ([seen, options]) => {{
  const kinds = ({_KINDS.strip()})(seen);
  const faults = await ({_RUN.strip()})([kinds.map(([, element]) => element), options]);
  return [faults, kinds.map(([kind]) => kind)];
}}
"""


@cache
def _script() -> str:
    """Return axe-core itself, as it comes with the package that is locked."""
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def prune(page: Page, seen: list[str]) -> None:
    """Leave one block of each build in a site: axe takes long, and says the same of the others.

    `seen` are the builds of the pages before, and grows by those of this one.
    """
    seen += page.evaluate(_PRUNE, seen)


def barriers(page: Page) -> list[str]:
    """Return the violations of all rules but colours', each with the element and what is wrong."""
    _add(page)
    return _lines(page.evaluate(_RUN, [["html"], _ALL_BUT_COLOURS]))


def poor_colours(page: Page, seen: list[str]) -> list[str]:
    """Return the kinds of text that stand out too little from what is behind or around them.

    `seen` are the kinds asked about before, which are passed over, and grows by those of this page.
    """
    _add(page)
    faults, kinds = page.evaluate(_RUN_ON_KINDS, [seen, _ONLY_COLOURS])
    seen += kinds
    return _lines(faults)


def _add(page: Page) -> None:
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(_script())


def _lines(faults: list[str]) -> list[str]:
    return [" ".join(fault.split()) for fault in faults]
