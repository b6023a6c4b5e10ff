/*
 * What the theme's script does to the content of a page, for all of it at once: copy buttons, tables that
 * scroll, folds that open. The theme sets up each block by itself and reads its size in between, and so lays
 * out a page of a hundred commands a hundred times. This must run before DOMContentLoaded, when the theme does.
 */
(() => {
  "use strict";

  const TABLE = { ko: "표", en: "Table" };
  const AT_ONCE = 40; // buttons in one task
  const FITS = matchMedia("(min-width: 60em)").matches ? 60 : 24; // characters in a line, in a list too
  const OWNER = "data-md-component"; // by which the theme finds what it sets up
  const THEIRS = `[${OWNER}="content"]`;

  const content = document.querySelector(THEIRS);
  if (!content) return;
  const marks = Boolean(new URLSearchParams(location.search).get("h"));
  // A result of the search leads here: the theme marks its words, and then does all of the rest as well.
  if (!marks) content.removeAttribute(OWNER);

  // What is in a block of the theme's own it sets up itself.
  const ours = (selector) => [...content.querySelectorAll(selector)].filter((element) => !element.closest(THEIRS));

  // Once the page is painted, when a button in a block that is not on the screen costs nothing; some at a time.
  function addCopy() {
    const { translations } = JSON.parse(document.getElementById("__config").textContent);
    const codes = ours("pre > code");
    const add = (from) => {
      codes.slice(from, from + AT_ONCE).forEach((code, at) => {
        const block = code.parentElement;
        block.id = `__copy_${from + at}`;
        // The theme listens for clicks on what names its target so.
        const button = document.createElement("button");
        button.className = "md-code__button";
        button.title = translations["clipboard.copy"];
        button.dataset.clipboardTarget = `#${block.id} > code`;
        button.dataset.mdType = "copy";
        const nav = document.createElement("nav");
        nav.className = "md-code__nav";
        nav.setAttribute("role", "none"); // a nav of one button is no landmark
        nav.append(button);
        code.before(nav);
      });
      if (from + AT_ONCE < codes.length) setTimeout(add, 0, from + AT_ONCE);
    };
    requestAnimationFrame(() => setTimeout(add, 0, 0));
  }

  // Code that may be wider than the page must be reached by the keyboard to be scrolled; to measure it takes long.
  function addStops() {
    for (const code of ours(".highlight pre > code")) {
      const widths = code.textContent.split("\n").map((line) => line.replace(/[가-힣]/g, "--").length);
      if (Math.max(...widths) > FITS) code.tabIndex = 0;
    }
  }

  function wrapTables() {
    for (const table of ours("table:not([class])")) {
      const inner = document.createElement("div");
      inner.className = "md-typeset__table";
      const outer = document.createElement("div");
      outer.className = "md-typeset__scrollwrap";
      outer.append(inner);
      table.replaceWith(outer);
      inner.append(table);
    }
  }

  // The theme's tabs stay its own.
  function leaveTabs() {
    for (const tabs of content.querySelectorAll(".tabbed-set")) {
      if (tabs.closest(THEIRS)) continue;
      const wrap = document.createElement("div");
      wrap.setAttribute(OWNER, "content");
      tabs.replaceWith(wrap);
      wrap.append(tabs);
    }
  }

  function closedAround(element) {
    const closed = [];
    for (let fold = element; (fold = fold?.closest("details:not([open])")); fold = fold.parentElement) {
      closed.push(fold);
    }
    return closed;
  }

  // What is above the target was not laid out when the browser went there, and may be higher than it was thought.
  function settle(target) {
    const moved = new AbortController();
    for (const name of ["wheel", "touchstart", "keydown", "pointerdown"]) {
      addEventListener(name, () => moved.abort(), { once: true, signal: moved.signal });
    }
    const again = (frames) => {
      if (moved.signal.aborted) return;
      target.scrollIntoView();
      if (frames) requestAnimationFrame(() => requestAnimationFrame(() => again(frames - 1)));
      else moved.abort();
    };
    again(2);
  }

  function goToTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (const fold of closedAround(target)) fold.open = true;
    if (target) settle(target);
  }

  function openOnPaper() {
    let opened = [];
    addEventListener("beforeprint", () => {
      opened = [...content.querySelectorAll("details:not([open])")];
      for (const fold of opened) fold.open = true;
    });
    addEventListener("afterprint", () => {
      for (const fold of opened) fold.open = false;
    });
  }

  // What scrolls must be reached by the keyboard; and so for what the theme makes.
  function name() {
    for (const nav of content.querySelectorAll(".md-code__nav:not([role])")) nav.setAttribute("role", "none");
    for (const wrap of content.querySelectorAll(".md-typeset__scrollwrap")) {
      wrap.tabIndex = 0;
      wrap.setAttribute("role", "group");
      wrap.setAttribute("aria-label", TABLE[document.documentElement.lang] ?? TABLE.en);
    }
  }

  if (!marks) {
    leaveTabs();
    addCopy();
    addStops();
    wrapTables();
    openOnPaper();
    addEventListener("hashchange", goToTarget);
    if (location.hash) addEventListener("load", goToTarget);
  }
  name();
  if (document.querySelector(THEIRS)) addEventListener("DOMContentLoaded", name); // after the theme's listener
})();
