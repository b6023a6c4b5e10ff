/*
 * What the search knows of the guide's texts: where each word stands, and how Korean words begin.
 *
 * Made in the reader's browser when the search is first used, a few sections at a time, so that the
 * page stays answering.
 */
(() => {
  "use strict";

  const { STEM, isKorean, pieces, telling, tokensOf } = globalThis.guideSearch;

  const K = 1.3; // BM25: how soon repetition stops counting,
  const B = 0.6; // and how much a long section must say a word more often
  const IN_CODE = 0.6; // an occurrence in a command, against one in prose;
  const IN_OUTPUT = 0.25; // and one in what a command printed
  const LESS = { next: 0.15, undo: 0.5, exercise: 0.65, summary: 0.7 }; // sections all pages have
  const FIRST = 1.25; // the beginning of a page, for who asks for its subject
  const IN_HEADING = 2.6; // what a word counts there beside its occurrences
  const IN_PARENT = 0.7;
  const IN_TITLE = 0.7;
  const HEADING = 1; // flags of a posting
  const PARENT = 2;
  const TITLE = 4;
  const LONGEST_BEGINNING = 8; // syllables
  const AT_ONCE = 25; // milliseconds

  const pause = () => new Promise((done) => setTimeout(done));

  /** Return the last part of an address, which often says the page's subject in one word. */
  const slugOf = (url, language) => {
    const name = url.replace(/(index)?\.html$/, "").replace(/\/$/, "").split("/").at(-1);
    return name === language ? "" : name;
  };

  class Texts {
    pages = [];
    parts = []; // the sections of all pages
    postings = new Map(); // token → [section, times, flags, …]
    runs = new Map(); // Korean word as it stands → how often
    #ids = new Map(); // piece → its tokens' numbers
    #lists = []; // by a token's number, its postings
    #powers = []; // by a token's number, how fast its occurrences outside prose lose worth
    #numbers = new Map(); // token → number
    #times = new Float64Array(1 << 15); // by a token's number, in the section at hand
    #flags = new Uint8Array(1 << 15);
    #touched = [];

    static async of(data) {
      const texts = new Texts();
      let begun = performance.now();
      for (const page of data.pages) {
        for (const _section of texts.#addPage(page, data.language)) {
          if (performance.now() - begun > AT_ONCE) {
            await pause();
            begun = performance.now();
          }
        }
      }
      texts.#finish();
      return texts;
    }

    *#addPage([url, description, boost, sections], language) {
      const slug = slugOf(url, language);
      const title = sections[0][2];
      const page = { url, boost, parts: [], names: [telling(title), telling(slug)] };
      page.title = new Set(page.names.flat());
      this.pages.push(page);
      const open = []; // the sections around the one at hand
      for (const [level, id, heading, text, code, output] of sections) {
        const first = page.parts.length === 0;
        while (open.length && open.at(-1).level >= level) open.pop();
        const part = {
          page, level, id, heading, code, output,
          text: first && description ? `${description} ${text}` : text,
          headingTokens: telling(first ? `${heading} ${slug}` : heading),
          worth: first ? FIRST : (LESS[id.split("-")[0]] ?? 1),
        };
        this.#addPart(part, open.slice(1).flatMap((around) => around.headingTokens));
        open.push(part);
        yield part;
      }
    }

    #addPart(part, above) {
      const number = this.parts.length;
      part.length = 0;
      for (const [text, times] of [[part.text, 1], [part.code, IN_CODE], [part.output, IN_OUTPUT]]) {
        for (const piece of pieces(text)) {
          if (isKorean(piece)) this.runs.set(piece, (this.runs.get(piece) || 0) + 1);
          for (const id of this.#idsOf(piece)) this.#count(id, times ** this.#powers[id], 0);
          part.length += times;
        }
      }
      for (const piece of pieces(part.heading)) {
        if (isKorean(piece)) this.runs.set(piece, (this.runs.get(piece) || 0) + 3);
      }
      for (const token of part.headingTokens) this.#count(this.#idOf(token), 1, HEADING);
      for (const token of above) this.#count(this.#idOf(token), 0, PARENT);
      for (const token of part.page.title) this.#count(this.#idOf(token), 0, TITLE);
      for (const id of this.#touched) {
        this.#lists[id].push(number, this.#times[id], this.#flags[id] & ~128);
        this.#times[id] = this.#flags[id] = 0;
      }
      this.#touched.length = 0;
      part.page.parts.push(number);
      this.parts.push(part);
    }

    #count(id, times, flag) {
      if (!this.#flags[id]) this.#touched.push(id);
      this.#flags[id] |= flag | 128; // 128: touched
      this.#times[id] += times;
    }

    #idsOf(piece) {
      let ids = this.#ids.get(piece);
      if (!ids) this.#ids.set(piece, (ids = tokensOf(piece).map((token) => this.#idOf(token))));
      return ids;
    }

    #idOf(token) {
      let id = this.#numbers.get(token);
      if (id === undefined) {
        id = this.#lists.push([]) - 1;
        this.#numbers.set(token, id);
        this.postings.set(token, this.#lists[id]);
        this.#powers.push(token[0] === "-" ? 2 : 1); // a flag is explained in prose, used anywhere
        if (id >= this.#times.length) this.#grow();
      }
      return id;
    }

    #grow() {
      const [times, flags] = [this.#times, this.#flags];
      this.#times = new Float64Array(2 * times.length);
      this.#flags = new Uint8Array(2 * flags.length);
      this.#times.set(times);
      this.#flags.set(flags);
    }

    #finish() {
      const total = this.parts.reduce((sum, { length }) => sum + length, 0);
      const average = total / Math.max(1, this.parts.length);
      for (const part of this.parts) {
        part.norm = K * (1 - B + (B * part.length) / average);
        part.short = 1 / Math.sqrt(1 + part.headingTokens.length / 8);
      }
      this.latin = [...this.postings.keys()].filter((token) => /^[a-z][a-z0-9_]{2,}$/.test(token));
      this.heads = new Map(); // beginning of Korean words → how often
      for (const [run, times] of this.runs) {
        for (let size = 2; size <= Math.min(LONGEST_BEGINNING, run.length); size += 1) {
          const head = run.slice(0, size);
          this.heads.set(head, (this.heads.get(head) || 0) + times);
        }
      }
    }

    has(token) {
      return this.postings.has(token);
    }

    /** Return how many sections have a token. */
    frequency(token) {
      return (this.postings.get(token)?.length ?? 0) / 3;
    }

    /** Return how telling a token is: the fewer sections have it, the more. */
    rarity(token) {
      const there = this.frequency(token);
      return Math.log(1 + (this.parts.length - there + 0.5) / (there + 0.5));
    }

    /** Call `tell` with each section that has a token, and what the token is worth there. */
    each(token, tell) {
      const list = this.postings.get(token);
      for (let i = 0; i < list.length; i += 3) {
        const part = this.parts[list[i]];
        const times = list[i + 1];
        const flags = list[i + 2];
        tell(
          list[i],
          (times * (K + 1)) / (times + part.norm) +
            (flags & HEADING ? IN_HEADING * part.short : 0) +
            (flags & PARENT ? IN_PARENT : 0) +
            (flags & TITLE ? IN_TITLE : 0),
        );
      }
    }

    /** Tell whether some page has a Korean word, be it within another. */
    says(word) {
      if (this.heads.has(word) || this.has(STEM + word)) return true;
      for (const run of this.runs.keys()) if (run.includes(word)) return true;
      return false;
    }
  }

  globalThis.guideSearch.Texts = Texts;
})();
