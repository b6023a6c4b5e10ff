/*
 * Shows why a page was found: marks a query's words in headings, and in the part of a text that has
 * most of them. Gives HTML, as the theme's list takes it.
 */
(() => {
  "use strict";

  const { isKorean } = globalThis.guideSearch;

  const SHOWN = 170; // characters of a text
  const BEFORE = 40; // of them before the first marked word
  const HITS_AT_MOST = 200;

  const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  const escapeHtml = (text) => text.replace(/[&<>"]/g, (sign) => SIGNS[sign]);
  const escape = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s*");

  function patternOf(word) {
    if (isKorean(word[0])) return escape(word);
    return `(?<![\\w-])${escape(word)}${/[a-z]$/.test(word) ? "(?:s|es|ed|ing|e)?(?!\\w)" : ""}`;
  }

  class Marks {
    constructor(units) {
      const words = new Set(units.flatMap(({ shown }) => shown));
      const patterns = [...words]
        .filter((word) => word.length > 1 || isKorean(word))
        .sort((one, other) => other.length - one.length)
        .map(patternOf);
      this.pattern = patterns.length ? new RegExp(patterns.join("|"), "gi") : /(?!)/g;
      // What the theme marks on the page that a result leads to: anywhere, so nothing short.
      const own = units.flatMap(({ asked }) => asked);
      const long = own.filter((word) => /^[가-힣]{2,}$|^[a-z]{4,}$/.test(word));
      this.terms = Object.fromEntries(long.map((word) => [word, true]));
    }

    /** Return a text as HTML, the query's words marked. */
    marked(text) {
      let html = "";
      let at = 0;
      for (const { 0: word, index } of text.matchAll(this.pattern)) {
        html += `${escapeHtml(text.slice(at, index))}<mark>${escapeHtml(word)}</mark>`;
        at = index + word.length;
      }
      return html + escapeHtml(text.slice(at));
    }

    /** Return, as HTML, the part of a section that has most of the query's words. */
    teaser({ text, code, output }) {
      const all = [text, code, output].filter(Boolean).join(" ");
      const hits = [...all.matchAll(this.pattern)].slice(0, HITS_AT_MOST);
      let start = 0;
      let most = 0;
      for (const { index } of hits) {
        const end = index + SHOWN - BEFORE;
        const near = hits.filter((hit) => hit.index >= index && hit.index < end);
        const kinds = new Set(near.map(([word]) => word.toLowerCase())).size;
        if (kinds > most) [most, start] = [kinds, index];
      }
      start = start < SHOWN / 2 ? 0 : all.indexOf(" ", start - BEFORE) + 1;
      let end = start + SHOWN;
      if (end < all.length) end = Math.max(all.lastIndexOf(" ", end), start + SHOWN / 2);
      const part = this.marked(all.slice(start, end));
      return `${start ? "… " : ""}${part}${end < all.length ? " …" : ""}`;
    }
  }

  globalThis.guideSearch.Marks = Marks;
})();
