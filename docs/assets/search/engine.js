/*
 * Ranks the guide's pages for a query, and lists them as the theme's search does: of each page the
 * sections that answer, best first.
 */
(() => {
  "use strict";

  const { Asked, Marks, Texts, normal } = globalThis.guideSearch;

  const QUERY_AT_MOST = 600; // characters of a pasted message
  const LOOKED_AT = 80; // sections whose text is read for the query's words side by side
  const PAGES_SHOWN = 15;
  const ALWAYS_SHOWN = 5; // pages; others only if they come near the best
  const WORTH_SHOWING = 0.08;
  const SECTIONS_SHOWN = 6;
  const SHOWN_OPENLY = 3; // of a page's sections; the theme folds those of a lower score
  const INFLECTED = 0.7; // 지우는 finds 지웁니다
  const MOSTLY = 0.5;
  const SIDE_BY_SIDE = 0.9;
  const QUOTED = 8; // characters of a heading that make it a quotation
  const NAMED = 1.2; // how much more a page is worth whose title says the query
  const OTHERS = 0.12; // what a page's further sections add to its best one

  /** Return a text on one line, without quotes and brackets: messages are pasted in many forms. */
  const plain = (text) =>
    ` ${normal(text).replace(/['"]/g, "").replace(/[\s,;()[\]]+/g, " ").trim()} `;

  class Engine {
    /** Return an engine for the texts of a language. */
    static async of({ language, pages, synonyms }) {
      const engine = new Engine();
      engine.texts = await Texts.of({ language, pages });
      engine.asked = new Asked(engine.texts, synonyms);
      return engine;
    }

    /** Return what the theme's list shows for a query, and how the box completes it. */
    find(text) {
      const query = normal(text).slice(0, QUERY_AT_MOST).trimStart();
      const units = this.asked.units(query);
      const { sections, shares, whole } = this.#scored(units);
      const ranked = sections.sort((one, other) => other.score - one.score);
      this.#favourQuoted(query, ranked.slice(0, LOOKED_AT));
      ranked.sort((one, other) => other.score - one.score);
      const marks = new Marks(units);
      const found = this.#pages(ranked, units, shares, whole);
      return {
        items: found.map((page) => this.#item(page, marks)),
        suggest: this.asked.completed(query),
      };
    }

    /** Return each section's score; of each page, the share of each unit that it has. */
    #scored(units) {
      const total = new Map(); // section → [score, share of the query]
      const shares = new Map(); // page → by unit
      let whole = 0;
      units.forEach((unit, n) => {
        const { found, weight } = this.#unitFound(unit);
        unit.weight = weight;
        whole += weight;
        for (const [number, [value, share]] of found) {
          const entry = total.get(number) ?? [0, 0];
          total.set(number, [entry[0] + value, entry[1] + weight * share]);
          const { page } = this.texts.parts[number];
          if (!shares.has(page)) shares.set(page, new Float64Array(units.length));
          const ofPage = shares.get(page);
          ofPage[n] = Math.max(ofPage[n], weight * share);
        }
      });
      const sections = [...total].map(([number, [score, share]]) => ({
        number,
        score: score * (0.25 + 0.75 * (share / whole) ** 2) * this.texts.parts[number].worth,
      }));
      return { sections, shares, whole };
    }

    /** Return the sections that have a unit: the value of its best alternative, and the share. */
    #unitFound({ alternatives }) {
      const found = new Map();
      let weight = 0; // of the first alternative that the texts know
      let doubted = false;
      for (const { tokens, weight: liking } of alternatives) {
        const { scores, whole, known } = this.#worth(tokens);
        if (!whole) continue;
        if (!weight || doubted) [weight, doubted] = [whole, known <= MOSTLY];
        for (const [number, [score, had]] of scores) {
          const share = had / whole;
          // Syllables or words from here and there are not the word.
          const value = (score / whole) * weight * liking * known * share ** 2;
          if (value > (found.get(number)?.[0] ?? 0)) found.set(number, [value, liking * share]);
        }
      }
      return { found, weight };
    }

    /**
     * Return what tokens are worth in each section that has any, and how much of them it has; and
     * which share of them the texts know at all.
     */
    #worth(tokens) {
      const scores = new Map();
      let whole = 0;
      let known = 0;
      let all = 0;
      for (const { token, weight, forms = [] } of tokens) {
        all += weight;
        const there = forms.map((form) => [form, INFLECTED]);
        if (this.texts.has(token)) there.unshift([token, 1]);
        if (!there.length) continue;
        known += weight;
        const rarity = weight * Math.min(...there.map(([form]) => this.texts.rarity(form)));
        whole += rarity;
        const best = new Map();
        for (const [form, share] of there) {
          this.texts.each(form, (number, value) => {
            const worth = share * value;
            if (worth > (best.get(number)?.[0] ?? 0)) best.set(number, [worth, share]);
          });
        }
        for (const [number, [value, share]] of best) {
          const entry = scores.get(number);
          if (entry) {
            entry[0] += rarity * value;
            entry[1] += rarity * share;
          } else {
            scores.set(number, [rarity * value, rarity * share]);
          }
        }
      }
      return { scores, whole, known: known / all };
    }

    /** Raise the sections that say the query's words side by side, or whose heading it quotes. */
    #favourQuoted(query, ranked) {
      const asked = plain(query);
      const words = asked.trim().split(" ");
      const neighbours = words.slice(1).map((word, i) => ` ${words[i]} ${word}`);
      for (const entry of ranked) {
        const part = this.texts.parts[entry.number];
        part.plain ??= plain([part.heading, part.text, part.code, part.output].join(" "));
        const there = neighbours.filter((pair) => part.plain.includes(pair)).length;
        if (there) entry.score *= 1 + SIDE_BY_SIDE * (there / neighbours.length);
        part.quotable ??= part.heading.split("…").map((piece) => plain(piece).trim());
        const size = part.quotable.join("").length;
        if (size >= QUOTED && part.quotable.every((piece) => asked.includes(piece))) {
          entry.score *= 1.3 + Math.min(1, size / 30);
        }
      }
    }

    #pages(ranked, units, shares, whole) {
      const pages = new Map();
      for (const entry of ranked) {
        const { page } = this.texts.parts[entry.number];
        if (!pages.has(page)) pages.set(page, []);
        pages.get(page).push(entry);
      }
      const asked = new Set(
        units.flatMap(({ alternatives }) =>
          alternatives.flatMap(({ tokens }) => tokens.map(({ token }) => token))),
      );
      const items = [...pages].map(([page, found]) => {
        const share = shares.get(page).reduce((sum, one) => sum + one, 0) / whole;
        const more = found.slice(1, 4).reduce((sum, { score }) => sum + score, 0);
        const named = this.#named(page, units, asked, whole);
        const score = (found[0].score + OTHERS * more) * (0.5 + 0.5 * share) * named * page.boost;
        return { page, found, score };
      });
      items.sort((one, other) => other.score - one.score);
      const least = (items[0]?.score ?? 0) * WORTH_SHOWING;
      const shown = items.filter(({ score }, i) => i < ALWAYS_SHOWN || score >= least);
      return shown.slice(0, PAGES_SHOWN);
    }

    /** Return how much more a page is worth for what its title, or the end of its address, says. */
    #named(page, units, asked, whole) {
      const said = units.reduce((sum, { alternatives, weight }) => {
        const best = alternatives.map((one) => one.weight * shareIn(page.title, one.tokens));
        return sum + weight * Math.max(...best);
      }, 0);
      const covered = page.names.map(
        (name) => name.filter((token) => asked.has(token)).length / Math.max(1, name.length),
      );
      return 1 + NAMED * (said / whole) ** 1.5 * (0.4 + 0.6 * Math.max(...covered));
    }

    #item({ page, found, score }, marks) {
      const best = found[0].score;
      const [first] = page.parts;
      const kept = found.filter((entry) => entry.score > best * 0.2).slice(0, SECTIONS_SHOWN);
      // The theme's list needs the page itself, too.
      if (!kept.some(({ number }) => number === first)) kept.push({ number: first, score: 0 });
      return kept.map((entry, i) => {
        const part = this.texts.parts[entry.number];
        const near = i < SHOWN_OPENLY && entry.number !== first && entry.score > best * 0.5;
        const openly = i === 0 || near;
        return {
          location: entry.number === first ? page.url : `${page.url}#${part.id}`,
          title: marks.marked(part.heading),
          text: marks.teaser(part),
          score: openly ? score : score * 0.99 * Math.min(1, entry.score / best),
          terms: marks.terms,
        };
      });
    }
  }

  /** Return which share of tokens is in a set; an inflected form counts for less. */
  function shareIn(set, tokens) {
    let whole = 0;
    let there = 0;
    for (const { token, weight, forms = [] } of tokens) {
      whole += weight;
      if (set.has(token)) there += weight;
      else if (forms.some((form) => set.has(form))) there += weight * INFLECTED;
    }
    return whole ? there / whole : 0;
  }

  globalThis.guideSearch.engine = (data) => Engine.of(data);
})();
