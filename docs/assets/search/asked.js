/*
 * What a query may mean: a unit for each of its words, each with alternatives.
 *
 * The first alternative of a unit is the word itself. Others are what macros/synonyms.toml and the
 * glossary say beside it; the words nearest to one that no page says, which is then taken for a
 * typing error; and the words that begin like the last one, which may not be typed to its end.
 * An alternative is a list of tokens with their weights. Before that, a word that no page says is
 * read as typed with the keyboard in the other language, or as several words written as one.
 */
(() => {
  "use strict";

  const {
    ENDINGS, PIECES, STEM, STOP, VAGUE,
    distance, inflections, isKorean, koreanStem, latinTokens, letters, normal, pieces,
    stem, syllablePairs, toKorean, toLatin,
  } = globalThis.guideSearch;

  const WORDS_AT_MOST = 48;
  const LONG = 7; // from so many words on a query is a pasted message: no guesses at its names
  const SYNONYM = 0.8;
  const GUESS = 0.75;
  const BEGINNING = 0.45;
  const ENDING = 0.12; // what the pairs of a particle or ending count, against those of a stem
  const AS_WORD = 0.45; // what a whole Korean word counts beside its pairs
  const SAID_OFTEN = 3; // a Korean word that is, is one to look for in compounds
  const TAKEN = "\u0000";

  const escape = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  /** Return each word of the groups with what means the same, longest first. */
  function synonymsOf(groups) {
    const by = new Map();
    for (const group of groups.map((words) => words.map(normal))) {
      for (const word of group) {
        const others = by.get(word) ?? new Set();
        for (const other of group) if (other !== word) others.add(other);
        by.set(word, others);
      }
    }
    const longestFirst = [...by].sort(([one], [other]) => other.length - one.length);
    return longestFirst.map(([word, others]) => new Synonym(word, [...others]));
  }

  /** Return what finds a word; a long Korean one may be written as two: 엔트리 포인트. */
  function spaced(word) {
    return isKorean(word) && word.length > 3 ? [...word].join(" ?") : escape(word);
  }

  /** Return what finds a verb's stem in any form: 지우, 지운, 지워. */
  function inflectedPattern(stem) {
    const last = stem.at(-1);
    return `${stem.slice(0, -1)}[${last}${inflections(last).join("")}]`;
  }

  /** Return the English words that are nearest to a mistyped one, and how far they are. */
  function nearest(word, words) {
    let far = word.length < 6 ? 1 : 2;
    let found = [];
    if (word.length < 4) return { found, far: far + 1 };
    for (const other of words) {
      const edits = distance(word, other, far);
      if (edits < far) [found, far] = [[], edits];
      if (edits === far) found.push(other);
    }
    return { found, far: found.length ? far : far + 1 };
  }

  /** Return the Korean words that are nearest to a mistyped one by their letters, and how far. */
  function nearestKorean(word, words) {
    const wanted = letters(word);
    let far = Math.max(1, Math.floor(wanted.length / 4));
    let found = [];
    if (wanted.length < 4) return { found, far: far + 1 };
    for (const other of words) {
      if (Math.abs(other.length - word.length) > 1) continue;
      const edits = distance(wanted, letters(other), far);
      if (edits < far) [found, far] = [[], edits];
      if (edits === far) found.push(other);
    }
    return { found, far: found.length ? far : far + 1 };
  }

  class Synonym {
    #pattern;

    constructor(word, others) {
      this.word = word;
      this.others = others;
      // 지우는: the 기 of a verb is an ending, too.
      this.stem = word.length > 2 && word.endsWith("기") ? word.slice(0, -1) : word;
      // What a query must hold for the pattern to be worth trying.
      this.first = this.stem.split(" ")[0].slice(0, isKorean(this.stem) ? 1 : undefined);
    }

    /** Return what finds the word with any ending; between its words there may be a particle. */
    get pattern() {
      if (!this.#pattern) {
        const korean = isKorean(this.word.at(-1));
        const gap = korean ? "(?:을|를|이|가|의|에)?\\s*" : "\\s*";
        const end = korean ? `(?:${ENDINGS.join("|")})?(?![가-힣a-z0-9])` : "s?(?![a-z0-9_-])";
        const words = this.stem.split(/\s+/).map(spaced);
        if (this.stem !== this.word) words.push(inflectedPattern(words.pop()));
        const inner = words.join(gap);
        this.#pattern = new RegExp(`(?<![가-힣a-z0-9_-])${inner}${end}`, "g");
      }
      return this.#pattern;
    }
  }

  class Asked {
    constructor(texts, groups) {
      this.texts = texts;
      this.synonyms = synonymsOf(groups);
      this.offered = this.#offered(groups);
      const words = new Set(groups.flat().flatMap((phrase) => normal(phrase).split(" ")));
      this.synonymous = new Set([...words].filter((word) => /^[a-z]{4,}$/.test(word)));
      this.synonymousKorean = [...words].filter((word) => /^[가-힣]{2,}$/.test(word));
    }

    /** Return the units of a query in order; `text` is in its normal form. */
    units(text) {
      const query = text
        .replace(/[가-힣\u1100-\u11ff]+/g, (word) => this.#asKorean(word))
        .replace(/(?<![\w-])[a-z]{4,}(?![\w-])/g, (word, at, all) =>
          this.#asLatin(word, at + word.length === all.length));
      const units = [];
      const rest = this.#takeSynonyms(query, units);
      const found = [...rest.replaceAll(TAKEN, " ").matchAll(PIECES)];
      const long = found.length + units.length >= LONG;
      for (const { 0: piece, index } of found) {
        const typing = !long && index + piece.length === query.length;
        const unit = isKorean(piece)
          ? this.#koreanUnit(piece, long)
          : this.#latinUnit(piece, typing, long);
        if (unit) units.push({ at: index, ...unit });
      }
      const telling = units.filter(({ vague }) => !vague);
      return (telling.length ? telling : units)
        .sort((one, other) => one.at - other.at)
        .slice(0, WORDS_AT_MOST);
    }

    /** Return the words that complete what was typed last, best first. */
    completed(query) {
      const typed = query.split(/[\s-]+/).at(-1);
      if (typed.length < 2) return [];
      return this.offered.filter((word) => word.startsWith(typed) && word !== typed).slice(0, 1);
    }

    #offered(groups) {
      const seen = new Map();
      const add = (word, times) => seen.set(word, (seen.get(word) ?? 0) + times);
      for (const word of groups.flat().map(normal)) if (!word.includes(" ")) add(word, 2);
      for (const { heading } of this.texts.parts) {
        for (const piece of pieces(heading)) if (!isKorean(piece) && piece.length > 3) add(piece, 1);
      }
      return [...seen].sort((one, other) => other[1] - one[1]).map(([word]) => word);
    }

    #takeSynonyms(query, units) {
      let rest = query;
      for (const synonym of this.synonyms) {
        if (!rest.includes(synonym.first)) continue;
        rest = rest.replace(synonym.pattern, (found, at) => {
          const alternatives = [{ tokens: this.#phrase(synonym.word).flat(), weight: 1 }];
          for (const other of synonym.others) {
            const words = this.#phrase(other);
            if (words.every((tokens) => tokens.some(({ token }) => this.texts.has(token)))) {
              alternatives.push({ tokens: words.flat(), weight: SYNONYM });
            }
          }
          const shown = [found, ...found.split(" "), synonym.word, ...synonym.others];
          units.push({ at, alternatives, shown, asked: synonym.stem.split(" ") });
          return TAKEN.repeat(found.length);
        });
      }
      return rest;
    }

    #phrase(text) {
      return pieces(text).filter((piece) => !STOP.has(piece)).map((piece) =>
        isKorean(piece) ? this.#korean(piece, koreanStem(piece)) : this.#latin(piece));
    }

    #latin(piece) {
      const tokens = latinTokens(piece);
      const known = tokens.filter((token) => this.texts.has(token));
      if (!known.length) known.push(...tokens.slice(-1)); // that it is unknown counts, too
      return known.map((token) => ({ token, weight: 1 / Math.sqrt(known.length) }));
    }

    /** Return the pairs of syllables of a Korean word, and its stem as a word. */
    #korean(word, stem) {
      const stemmed = Math.max(1, stem.length - 1);
      const weight = 1 / Math.sqrt(stemmed);
      const found = syllablePairs(word).map((token, i) => ({
        token,
        weight: i < stemmed ? weight : weight * ENDING,
        forms: i === stemmed - 1 || i === stemmed ? this.#inflected(token) : [],
      }));
      if (this.texts.has(STEM + stem)) found.push({ token: STEM + stem, weight: AS_WORD });
      return found;
    }

    #inflected(pair) {
      if (pair.length < 2) return [];
      const forms = inflections(pair[1]).map((form) => pair[0] + form);
      return forms.filter((form) => this.texts.has(form));
    }

    #koreanUnit(word, long) {
      const stem = koreanStem(word);
      // One syllable is in too many words to tell any.
      const vague = word.length === 1 || VAGUE.has(word) || VAGUE.has(stem);
      const alternatives = [{ tokens: this.#korean(word, stem), weight: 1 }];
      const shown = [stem, ...inflections(stem.at(-1)).map((form) => stem.slice(0, -1) + form)];
      if (!long && !this.#says(stem)) {
        for (const near of this.#nearestKorean(stem)) {
          alternatives.push({ tokens: this.#korean(near, near), weight: GUESS });
          alternatives[0].weight = GUESS / 2; // its pairs are there by chance
          shown.push(near);
        }
      }
      return { vague, alternatives, shown, asked: [stem] };
    }

    #latinUnit(piece, typing, long) {
      const tokens = latinTokens(piece);
      if (!tokens.length) return null;
      const bare = tokens.at(-1);
      const vague = tokens.length === 1 && (STOP.has(piece) || VAGUE.has(piece));
      const alternatives = [{ tokens: this.#latin(piece), weight: 1 }];
      const shown = [piece, ...(/^[a-z]{3,}$/.test(bare) ? [bare] : [])];
      const add = (token, weight) => alternatives.push({ tokens: [{ token, weight: 1 }], weight });
      if (tokens.length === 1 && /^[a-z]{3,}/.test(bare)) {
        const known = this.texts.has(bare);
        if (typing && !vague) {
          for (const token of this.#beginning(piece)) add(token, known ? BEGINNING / 2 : BEGINNING);
        }
        if (!known && !long) {
          for (const token of this.#nearestLatin(bare)) {
            add(token, GUESS);
            shown.push(token);
          }
        }
      }
      return { vague, alternatives, shown, asked: [piece] };
    }

    /** Tell whether some page has a Korean word, in whatever form. */
    #says(word) {
      const stem = koreanStem(word);
      const forms = inflections(stem.at(-1)).map((form) => stem.slice(0, -1) + form);
      return [stem, ...forms].some((form) => this.texts.says(form));
    }

    /** Return what a word of Korean letters that no page says may be meant to be. */
    #asKorean(word) {
      if (this.#says(word)) return word;
      const latin = toLatin(word);
      if (latin.length > 2 && this.texts.has(stem(latin))) return latin;
      const parted = this.#parted(word);
      if (parted !== word) return parted;
      const near = nearestKorean(koreanStem(word), this.synonymousKorean);
      if (!near.found.length) return word;
      const nearer = nearestKorean(koreanStem(word), this.texts.heads.keys());
      return near.far <= nearer.far ? near.found[0] : word;
    }

    /** Return what an English word that no page says may be meant to be. */
    #asLatin(word, typing) {
      if (this.texts.has(stem(word)) || this.synonymous.has(word)) return word;
      if (typing && this.texts.latin.some((token) => token.startsWith(word))) return word;
      const korean = toKorean(word);
      if (korean?.length > 1 && this.texts.says(koreanStem(korean))) return korean;
      const near = nearest(word, this.synonymous);
      if (!near.found.length) return word;
      const nearer = nearest(stem(word), this.texts.latin);
      return near.far <= nearer.far ? near.found[0] : word;
    }

    /** Return a Korean word that no page says as the words that it is made of: 도커 이미지. */
    #parted(word, done = new Map()) { // the ends of a word come again and again
      if (!done.has(word)) done.set(word, this.#cut(word, done));
      return done.get(word);
    }

    #cut(word, done) {
      const { heads } = this.texts;
      if (word.length < 4 || this.texts.says(koreanStem(word))) return word;
      let best = word;
      let most = SAID_OFTEN - 1;
      for (let size = 2; size <= word.length - 2; size += 1) {
        const [left, right] = [word.slice(0, size), word.slice(size)];
        const rest = heads.has(koreanStem(right)) ? right : this.#parted(right, done);
        const next = koreanStem(rest.split(" ")[0]);
        const times = Math.min(heads.get(left) ?? 0, heads.get(next) ?? 0);
        if (times > most) [best, most] = [`${left} ${rest}`, times];
      }
      return best;
    }

    #nearestKorean(word) {
      const often = (head) => this.texts.heads.get(head);
      const heads = [...this.texts.heads.keys()].filter((head) => often(head) > 1);
      const { found } = nearestKorean(word, heads);
      return found.sort((one, other) => often(other) - often(one)).slice(0, 2);
    }

    #nearestLatin(word) {
      const { found } = nearest(word, this.texts.latin);
      const alike = found.filter((token) => token[0] === word[0]);
      return this.#mostFrequent(alike.length ? alike : found, 3);
    }

    #beginning(piece) {
      const longer = (token) => token.length > piece.length && token.startsWith(piece);
      return this.#mostFrequent(this.texts.latin.filter(longer), 6);
    }

    #mostFrequent(tokens, count) {
      const often = (token) => this.texts.frequency(token);
      return tokens.sort((one, other) => often(other) - often(one)).slice(0, count);
    }
  }

  globalThis.guideSearch.Asked = Asked;
})();
