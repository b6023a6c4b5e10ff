/*
 * Puts the guide's own search behind the theme's search box; engine.js does the searching.
 *
 * The theme starts a worker for its search, and asks and is answered in messages. Here a stand-in
 * for that worker answers on the page itself, and loads the engine and the index of the page's
 * language when the reader first turns to the box: as scripts, for a page opened from file:// may
 * start no worker and fetch nothing. This must run before the theme's script does.
 */
(() => {
  "use strict";

  const FIRST = "ko"; // the language at the site's root; the others have folders
  const OTHERS = ["en"];
  const SCRIPTS = ["words", "layout", "texts", "asked", "marks", "engine"];
  const READY = 1; // the kinds of the theme's messages
  const QUERY = 2;
  const RESULT = 3;
  const NOTHING = { items: [] };

  const here = document.currentScript.src;
  const config = JSON.parse(document.getElementById("__config").textContent);
  const base = new URL(config.base, location.href);
  const form = document.forms.namedItem("search");
  if (!form) return;

  // By this name the theme's script loads its own index with every page, which holds nothing here
  // but how hits are marked on a page that a result led to.
  if (!new URLSearchParams(location.search).get("h")) form.removeAttribute("name");

  /** Return the language of the page by its address, which also the page for unknown ones has. */
  function language() {
    const root = base.pathname.replace(/\/?$/, "/");
    return OTHERS.find((other) => location.pathname.startsWith(`${root}${other}/`)) ?? FIRST;
  }

  function load(name) {
    return new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = new URL(`${name}.js`, here);
      script.async = false; // in this order
      script.onload = done;
      script.onerror = () => failed(new Error(`the search cannot load ${script.src}`));
      document.head.append(script);
    });
  }

  let loading;
  function search() {
    loading ??= Promise.all([...SCRIPTS, language()].map(load)).then(() =>
      globalThis.guideSearch.engine(globalThis.guideSearch[language()]),
    );
    loading.catch(() => (loading = undefined)); // the next key tries again
    return loading;
  }

  class Answerer extends EventTarget {
    #asked = 0;

    constructor() {
      super();
      setTimeout(() => this.#say(READY)); // when the theme listens
    }

    postMessage({ type, data }) {
      if (type === QUERY) this.#answer(data);
    }

    terminate() {}

    async #answer(query) {
      this.#asked += 1;
      const mine = this.#asked;
      const result = query.trim() ? (await search()).find(query) : NOTHING;
      if (mine === this.#asked) this.#say(RESULT, result);
    }

    #say(type, data) {
      this.dispatchEvent(new MessageEvent("message", { data: { type, data } }));
    }
  }

  const address = new URL(config.search, location.href).href;
  const Real = window.Worker;
  window.Worker = function Worker(url, options) {
    return new URL(url, location.href).href === address ? new Answerer() : new Real(url, options);
  };
  form.addEventListener("focusin", search, { once: true });
  // How many pages were found is said aloud, too.
  document.querySelector(".md-search-result__meta")?.setAttribute("role", "status");
  // The theme heeds keys only; what is pasted with a mouse or spoken is no key.
  form.addEventListener("input", ({ target }) => target.dispatchEvent(new Event("keyup")));
})();
