/*
 * What a title says, under what has it, for a pointer and for the keyboard: the words of the glossary, links to
 * commands, buttons. Looks as the theme's own tooltips do; reader.js loads it when the first title is asked for.
 */
(() => {
  "use strict";

  const WHERE = ":is(article, .md-header, .md-nav) [title]";
  const STAYS = 250; // milliseconds after the pointer has left
  let shown;
  let leaving;

  function show(host) {
    clearTimeout(leaving);
    if (shown?.host === host) return;
    hide();
    const title = host.title;
    if (!title) return;
    const text = document.createElement("div");
    text.className = "md-tooltip2__inner md-typeset";
    text.append(title);
    const tip = document.createElement("div");
    tip.className = "md-tooltip2 md-tooltip2--bottom";
    tip.setAttribute("role", "tooltip");
    tip.id = "__tooltip";
    tip.append(text);
    document.body.append(tip);
    const { x, y, width, height } = host.getBoundingClientRect();
    const places = {
      "host-x": x + scrollX,
      "host-y": y + scrollY,
      x: width / 2,
      y: height + 8,
      width: text.offsetWidth,
      tail: 0,
    };
    for (const [place, pixels] of Object.entries(places)) {
      tip.style.setProperty(`--md-tooltip-${place}`, `${pixels}px`);
    }
    host.removeAttribute("title"); // or the browser shows it as well
    host.setAttribute("aria-describedby", tip.id);
    shown = { host, title, tip };
    requestAnimationFrame(() => tip.classList.add("md-tooltip2--active"));
  }

  function hide() {
    clearTimeout(leaving);
    if (!shown) return;
    const { host, title, tip } = shown;
    tip.remove();
    host.removeAttribute("aria-describedby");
    if (!host.title) host.title = title; // unless it was named anew
    shown = undefined;
  }

  const hostOf = ({ target }) => target.closest?.(WHERE) ?? (shown?.host.contains(target) ? shown.host : undefined);

  function leave() {
    clearTimeout(leaving);
    leaving = setTimeout(() => {
      if (!shown?.host.matches(":hover, :focus")) hide();
    }, STAYS);
  }

  function enter(event) {
    const host = hostOf(event);
    if (host) show(host);
    else if (shown) leave();
  }

  window.guide.tooltips = {
    /** Show what an event asks for that came before this script did, if it is still asked for. */
    enter(event) {
      if (event.target.matches?.(":hover, :focus")) enter(event);
    },
  };
  document.addEventListener("pointerover", enter);
  document.addEventListener("focusin", enter);
  document.addEventListener("focusout", leave);
  document.documentElement.addEventListener("pointerleave", leave);
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
})();
