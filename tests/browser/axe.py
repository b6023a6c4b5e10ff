"""Asks axe-core what keeps people from reading a page."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

# WCAG 2.2 AA and axe's own best practices; contrast is asked for apart, as it takes longest.
_ALL_BUT_CONTRAST = """
{ resultTypes: ["violations"], preload: false, rules: { "color-contrast": { enabled: false },
  "target-size": { enabled: true } } }
"""
_CONTRAST = '{ resultTypes: ["violations"], preload: false, runOnly: ["color-contrast"] }'
# One element of each kind: those with the same names and classes up to the root look the same.
_KINDS = """
() => {
  const kinds = new Map();
  const kindOf = (element) => {
    const names = [];
    for (let at = element; at; at = at.parentElement) {
      names.push(`${at.localName}.${at.className}.${at.getAttribute("style") ?? ""}`);
    }
    return names.join(" < ");
  };
  for (const element of document.body.querySelectorAll("*")) {
    const texts = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!texts || !element.checkVisibility({ visibilityProperty: true })) continue;
    const kind = kindOf(element);
    if (!kinds.has(kind)) kinds.set(kind, element);
  }
  return [...kinds.values()];
}
"""
# Blocks and paragraphs that are built just as one before them: same elements, classes, attributes.
_PRUNE = """
() => {
  const seen = new Set();
  const build = (element) => [element, ...element.querySelectorAll("*")].map((part) =>
    [part.localName, part.className, ...part.getAttributeNames()].join(" ")).join(" < ");
  const blocks = "article :is(.terminal, p, li, tr + tr, pre span)";
  for (const block of document.querySelectorAll(blocks)) {
    const before = seen.size;
    if (block.isConnected && seen.add(build(block)).size === before) block.remove();
  }
}
"""
_RUN = """
async () => {{
  const context = {context};
  const options = {options};
  if (Array.isArray(context.include) && !context.include.length) return [];
  const {{ violations }} = await axe.run(context, options);
  return violations.flatMap(({{ id, nodes }}) => nodes.map(({{ html, any, all, none }}) =>
    `${{id}}: ${{html.slice(0, 200)}}: ${{[...any, ...all, ...none][0]?.message}}`));
}}
"""


@cache
def _script() -> str:
    """Return axe-core itself, as it comes with the package that is locked."""
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def prune(page: Page) -> None:
    """Leave one block of each build on a page: axe takes long, and says the same of the others."""
    page.evaluate(_PRUNE)


def barriers(page: Page) -> list[str]:
    """Return the violations of all rules but contrast, each with the element and what is wrong."""
    return _ask(page, "document", _ALL_BUT_CONTRAST)


def poor_contrast(page: Page) -> list[str]:
    """Return the kinds of text whose contrast with what is behind them is too low."""
    return _ask(page, f"{{ include: ({_KINDS.strip()})() }}", _CONTRAST)


def _ask(page: Page, context: str, options: str) -> list[str]:
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(_script())
    found: list[Any] = page.evaluate(_RUN.format(context=context, options=options))
    return [" ".join(str(fault).split()) for fault in found]
