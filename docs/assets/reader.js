// What the reader's browser adds to a page that is whole without it: a replay of a step, a report of what
// differs, progress that stays in this browser, and a language switch that keeps the place. Asks no host.
(() => {
  "use strict";

  const TEXTS = {
    ko: {
      replay: "기록한 속도로 다시 보기",
      report: "내 컴퓨터에서는 다릅니다",
      done: "이 페이지를 다 읽었습니다",
      doneHow: "읽은 표시는 이 브라우저에만 남고, 아무 데도 보내지 않습니다.",
      read: "읽음",
      progress: (done, all) => `${all}쪽 가운데 ${done}쪽을 읽었습니다.`,
      next: "이어서 읽기",
      all: "모두 읽었습니다.",
      forget: "표시 지우기",
    },
    en: {
      replay: "Play it again at the recorded speed",
      report: "This differs on my machine",
      done: "I have read this page",
      doneHow: "The mark stays in this browser and is sent nowhere.",
      read: "read",
      progress: (done, all) => `You have read ${done} of ${all} pages.`,
      next: "Continue with",
      all: "You have read them all.",
      forget: "Clear the marks",
    },
  };
  const t = TEXTS[document.documentElement.lang] || TEXTS.en;
  const here = document.currentScript.src;

  // element("button", { class: "x" }, "words", child)
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  window.guide = { element }; // what is loaded later puts itself here

  // ---- replay: a button per step that has its times; the player itself comes with the first click.

  const loaded = {};

  function load(name) {
    loaded[name] ||= new Promise((resolve, reject) => {
      const script = element("script", { src: new URL(`${name}.js`, here).href });
      script.addEventListener("load", () => resolve(window.guide[name]));
      script.addEventListener("error", (event) => {
        delete loaded[name]; // the next click tries again
        reject(event);
      });
      document.head.append(script);
    });
    return loaded[name];
  }

  function addReplay(terminal) {
    const button = element("button", {
      type: "button",
      class: "terminal-replay",
      title: t.replay,
      "aria-label": t.replay,
    });
    button.addEventListener("click", async () => (await load("replay")).toggle(terminal, button));
    terminal.querySelector(".terminal-window").append(button);
  }

  // ---- tooltips: what a title says, looking as the rest of the page; they come with the first one asked for.

  function loadTooltips(event) {
    if (!event.target.closest?.("[title]")) return;
    for (const name of ["pointerover", "focusin"]) document.removeEventListener(name, loadTooltips);
    load("tooltips").then(({ enter }) => enter(event));
  }

  for (const name of ["pointerover", "focusin"]) document.addEventListener(name, loadTooltips);

  // ---- report: a text with what was recorded, to complete, copy or send; it comes with the first click.
  // The button is made when a record is opened: a page has many records, and few are.
  document.addEventListener(
    "toggle",
    ({ target }) => {
      if (!target.matches("details.terminal-record[open]:not(:has(.terminal-report))")) return;
      const button = element("button", { type: "button", class: "terminal-report" }, t.report);
      button.addEventListener("click", async () => (await load("report")).open(target.closest(".terminal")));
      target.append(element("p", { translate: "yes" }, button));
    },
    true,
  );

  // ---- progress: the pages that were read, by the id of their title, in this browser alone.

  const KEY = "docker-guide.read";

  function pagesRead() {
    try {
      return new Set(JSON.parse(localStorage.getItem(KEY)) || []);
    } catch {
      return new Set(); // no storage, or not ours
    }
  }

  function keepRead(pages) {
    try {
      localStorage.setItem(KEY, JSON.stringify([...pages].sort()));
    } catch {
      // Without storage the mark lasts as long as the page.
    }
  }

  const pageOf = (link) => link.pathname.replace(/(index\.html)?$/, "").split("/").at(-2);

  function mark(link, read) {
    const tick = link.querySelector(".read-mark");
    if (read && !tick) link.append(element("span", { class: "read-mark" }, ` (${t.read})`));
    if (!read) tick?.remove();
    link.closest("li")?.classList.toggle("is-read", read);
  }

  function showProgress() {
    const read = pagesRead();
    const steps = [...document.querySelectorAll(".path a[href]")];
    for (const link of document.querySelectorAll(".md-nav--primary .md-nav__link[href]")) {
      mark(link, link.getAttribute("href") !== "#" && read.has(pageOf(link)));
    }
    for (const link of steps) mark(link, read.has(pageOf(link)));
    const line = document.querySelector(".path-progress");
    const done = steps.filter((link) => read.has(pageOf(link))).length;
    if (!line || (!done && !line.dataset.shown)) return;
    line.dataset.shown = "";
    line.replaceChildren(`${t.progress(done, steps.length)} `);
    const next = steps.find((link) => !read.has(pageOf(link)));
    if (next) {
      line.append(`${t.next}: `, element("a", { href: next.href }, next.textContent), " ");
    } else {
      line.append(`${t.all} `);
    }
    const forget = element("button", { type: "button", class: "quiet-button" }, t.forget);
    forget.addEventListener("click", () => {
      keepRead([]);
      showProgress();
    });
    if (done) line.append(forget);
  }

  function addDone() {
    const page = document.querySelector("article h1[id]")?.id;
    if (!page || !document.querySelector("article .frame") || document.querySelector(".path")) return;
    const button = element(
      "button",
      { type: "button", class: "md-button done-button", "aria-pressed": pagesRead().has(page) },
      t.done,
    );
    button.addEventListener("click", () => {
      const read = pagesRead();
      if (!read.delete(page)) read.add(page);
      keepRead(read);
      button.setAttribute("aria-pressed", read.has(page));
      showProgress();
    });
    const row = element("p", { class: "done" }, button, element("span", {}, t.doneHow));
    const next = document.querySelector("article h2#next");
    if (next) next.before(row);
    else document.querySelector("article").append(row);
  }

  // ---- language: the other page at the same section or step; both languages have the same ids.

  function place() {
    const named = "article :is(h2, h3, h4, .terminal)[id]";
    const above = [...document.querySelectorAll(named)].filter(
      (item) => item.offsetParent && item.getBoundingClientRect().top < 120,
    );
    return window.scrollY > 0 ? above.at(-1)?.id : undefined;
  }

  function keepPlace({ target }) {
    const link = target.closest?.(".md-select a[hreflang]");
    if (link) link.hash = place() || "";
  }

  document.addEventListener("click", keepPlace, true);
  document.addEventListener("auxclick", keepPlace, true);

  document.querySelectorAll(".terminal[data-arrivals]").forEach(addReplay);
  addDone();
  showProgress();
})();
