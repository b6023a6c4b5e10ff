/*
 * Searches the guide's texts, in Korean and English, without a dictionary.
 *
 * Korean is compared by pairs of syllables, so that particles, endings and compounds do not hide a
 * word; a word's ending counts for less than its stem. English words and the parts of commands are
 * compared by their stems, flags also with their dashes. What no page says is taken for a typing
 * error of the nearest word that one does. Each word of a query also stands for what
 * macros/synonyms.toml and the glossary give beside it.
 */
(() => {
  "use strict";

  const QUERY_AT_MOST = 600; // characters of a pasted message
  const WORDS_AT_MOST = 48;
  const LONG = 7; // from so many words on a query is a pasted message: no guesses at its names
  const PAGES_SHOWN = 20;
  const SECTIONS_SHOWN = 8;
  const SNIPPET = 170; // characters
  const K = 1.3; // BM25: how soon repetition stops counting,
  const B = 0.6; // and how much a long section must say a word more often
  const IN_HEADING = 2.6;
  const IN_PARENT = 0.7;
  const IN_TITLE = 0.7;
  const IN_PAGE_TITLE = 1.2; // how much more a page is worth whose title says the query
  const IN_CODE = 0.6; // an occurrence in a command, against one in prose;
  const IN_OUTPUT = 0.25; // and one in what a command printed
  const SYNONYM = 0.8;
  const GUESS = 0.75;
  const BEGINNING = 0.45; // the last word may not be typed to its end
  const ENDING = 0.12; // what a particle or ending of the query counts
  const INFLECTED = 0.7; // 지우는 finds 지웁니다
  const LESS = { next: 0.15, undo: 0.5, exercise: 0.65, summary: 0.7 }; // sections all pages have
  const HEADING = 1; // flags of a posting
  const PARENT = 2;
  const TITLE = 4;
  const STEM = "="; // before a whole Korean word: 이미 is no part of 이미지
  const AS_WORD = 0.45; // what the whole word counts beside its pairs

  // ---- words -------------------------------------------------------------------------------

  const PIECES = /[가-힣]+|[^\s가-힣"'`()[\]{}<>,;|!?…·→“”‘’]+/g;
  const STOP = new Set(
    "a an and any are be by can could do does for from get has have how i if in into is it its me my of on or so that the their them there this to use using want was what when where which why will with you your".split(" "),
  );
  // What follows a stem: particles, verb endings, and the words of a question.
  const AFTER_NOUN =
    "가 이 을 를 은 는 의 에 에서 에게 에는 에서는 에서도 으로 로 으로는 로는 와 과 랑 이랑 도 만 까지 부터 마다 보다 처럼 끼리 들 들이 들을 들은 들의 들끼리 이나 나 라는 이란 란 인데 입니다 이에요 예요 이다 하고 한테".split(" ");
  const AFTER_VERB =
    "기 기가 기는 는 은 을 고 면 려면 으려면 하기 하는 하는지 하는법 하기가 한 할 함 해 해서 해야 해요 하면 하려면 하고 하게 하지 합니다 했다 했는데 했어요 되기 되는 된 될 돼 돼요 되지 되면 됩니다 됐다 시키기 시키는 으면 아서 어서 어요 아요 습니다 ㅂ니다 네요 는데 는법 는지 었다 았다 지 지마 게 도록 려고 나요 줘 보기 하는데 해보기 싶어요 싶다".split(" ");
  const ENDINGS = [...new Set([...AFTER_NOUN, ...AFTER_VERB])].sort((a, b) => b.length - a.length);
  const VAGUE = new Set(
    "방법 법 어떻게 싶어요 싶다 싶은데 때 것 왜 뭐 무엇 무슨 어디 언제 보려면 보는 보고 보려고 볼까요 해요 하나요 되나요 있나요 인가요 있는 없이 및 또는 그리고 대한 관련 하는 하기 하는법 하려면 나와요 나요 뜹니다 떠요 떴어요 라고 나옵니다 나옴".split(" "),
  );

  function normal(text) {
    return text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[\u2010-\u2015\u2212]/g, "-")
      .replace(/[\u2018\u2019\u201c\u201d\u00ab\u00bb`]/g, "'");
  }

  /** Return an English word without what inflection adds; wrong alike on both sides. */
  function stem(word) {
    if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
    let s = word;
    if (/ies$/.test(s) && s.length > 4) s = `${s.slice(0, -3)}y`;
    else if (/[^aisu]s$/.test(s)) s = s.slice(0, -1);
    if (/ing$/.test(s) && s.length > 5) s = s.slice(0, -3);
    else if (/ed$/.test(s) && s.length > 4) s = s.slice(0, -2);
    else if (/e$/.test(s) && s.length > 3) return s.slice(0, -1);
    else return s;
    return /([^aeiouls])\1$/.test(s) ? s.slice(0, -1) : s;
  }

  const isHangul = (piece) => piece >= "가" && piece <= "힣";

  function syllablePairs(run) {
    if (run.length === 1) return [run];
    const found = [];
    for (let i = 0; i + 1 < run.length; i += 1) found.push(run.slice(i, i + 2));
    return found;
  }

  /** Return what stands for a piece that is not Korean: itself if it is more than a word; its words. */
  function latinTokens(piece) {
    const whole = piece.replace(/^[.:/\\]+(?=\w)|[.:\\]+$/g, "");
    const found = [];
    if (/[^a-z0-9]/.test(whole) && whole.length <= 48) {
      found.push(whole);
      const flag = /^(--?[a-z][\w-]*)[=:]/.exec(whole);
      if (flag) found.push(flag[1]);
    }
    for (const part of whole.split(/[^\p{L}\p{N}]+/u)) {
      if (part && (part.length > 1 || part === whole)) found.push(stem(part));
    }
    return found;
  }

  /** Return the Korean runs and the other pieces of a text in order. */
  const pieces = (text) => normal(text).match(PIECES) || [];

  const cut = new Map();

  /** Return a piece's tokens as the index has them; of a Korean one its stem, too, marked as one. */
  function tokensOf(piece) {
    let found = cut.get(piece);
    if (!found) {
      found = isHangul(piece) ? [...syllablePairs(piece), STEM + koreanStem(piece)] : latinTokens(piece);
      cut.set(piece, found);
    }
    return found;
  }

  /** Return the tokens of a heading, without words that every heading may have. */
  const telling = (text) => pieces(text).filter((piece) => !STOP.has(piece)).flatMap(tokensOf);

  // ---- Korean letters ----------------------------------------------------------------------

  const FIRST = 0xac00;
  const letters = (text) =>
    [...text].flatMap((syllable) => {
      const code = syllable.charCodeAt(0) - FIRST;
      if (code < 0 || code > 11171) return [syllable];
      const [first, vowel, last] = [Math.floor(code / 588), Math.floor((code % 588) / 28), code % 28];
      return last ? [`f${first}`, `v${vowel}`, `l${last}`] : [`f${first}`, `v${vowel}`];
    });

  const [ㄴ, ㄹ, ㅁ, ㅂ, ㅆ] = [4, 8, 16, 17, 20];
  const [ㅓ, ㅕ, ㅗ, ㅘ, ㅜ, ㅝ, ㅡ, ㅣ] = [4, 6, 8, 9, 13, 14, 18, 20];
  const JOINED = [[ㅜ, ㅝ], [ㅣ, ㅕ], [ㅗ, ㅘ], [ㅡ, ㅓ]]; // 지우 + 어 = 지워

  /** Return the forms that the last syllable of a verb's stem takes: 우, 운, 울, 웁, 워, 웠. */
  function inflections(syllable) {
    const code = syllable.charCodeAt(0) - FIRST;
    if (code < 0 || code > 11171) return [];
    const last = code % 28;
    if (![0, ㄴ, ㄹ, ㅁ, ㅂ, ㅆ].includes(last)) return [];
    const [first, vowel] = [Math.floor(code / 588), Math.floor((code % 588) / 28)];
    const of = (v, l) => String.fromCharCode(FIRST + first * 588 + v * 28 + l);
    const forms = [0, ㄴ, ㄹ, ㅁ, ㅂ].map((l) => of(vowel, l));
    for (const [plain, joined] of JOINED) {
      if (vowel === plain) forms.push(of(joined, 0), of(joined, ㅆ));
      if (vowel === joined) forms.push(...[0, ㄴ, ㄹ, ㅁ, ㅂ].map((l) => of(plain, l)), of(joined, ㅆ));
    }
    return [...new Set(forms)].filter((form) => form !== syllable);
  }

  /** Return a Korean word without its particles and endings; at least two syllables stay. */
  function koreanStem(word) {
    let rest = word;
    for (let round = 0; round < 2; round += 1) {
      const ending = ENDINGS.find((end) => rest.length - end.length >= 2 && rest.endsWith(end));
      if (!ending) break;
      rest = rest.slice(0, -ending.length);
    }
    return rest;
  }

  /** Return how many edits lead from one list to another, neighbours changing places being one. */
  function distance(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before;
    let above = Array.from({ length: other.length + 1 }, (_, i) => i);
    for (let i = 1; i <= one.length; i += 1) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= other.length; j += 1) {
        let cost = Math.min(
          above[j] + 1, row[j - 1] + 1, above[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1),
        );
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          cost = Math.min(cost, before[j - 2] + 1);
        }
        row.push(cost);
        least = Math.min(least, cost);
      }
      if (least > most) return most + 1;
      [before, above] = [above, row];
    }
    return above[other.length];
  }

  // ---- the index ---------------------------------------------------------------------------

  function build(data) {
    const pages = [];
    const parts = [];
    const postings = new Map(); // token → [section, times, flags, …]
    const runs = new Map(); // Korean run → how often
    let total = 0;
    for (const [url, description, boost, sections] of data.pages) {
      const page = { url, title: sections[0][2], parts: [] };
      pages.push(page);
      const slug = url.split("/").at(-2) ?? "";
      const title = new Set(telling(`${page.title} ${slug}`));
      page.names = [telling(page.title), telling(slug)];
      page.titleTokens = title;
      page.boost = boost;
      const open = [];
      for (const [level, id, heading, text, code, output] of sections) {
        const number = parts.length;
        const prose = number && page.parts.length ? text : `${description} ${text}`;
        while (open.length && open.at(-1).level >= level) open.pop();
        const above = new Set(open.slice(1).flatMap((part) => part.headingTokens));
        const headingTokens = telling(page.parts.length ? heading : `${heading} ${slug}`);
        const part = { page, level, id, heading, text: prose, code, output, headingTokens, less: 1 };
        part.less = LESS[id.split("-")[0]] ?? 1;
        open.push(part);
        const own = new Map();
        const count = (token, times, flag) => {
          const entry = own.get(token);
          if (!entry) own.set(token, [times, flag]);
          else { entry[0] += times; entry[1] |= flag; }
        };
        let length = 0;
        for (const [words, times] of [[prose, 1], [code, IN_CODE], [output, IN_OUTPUT]]) {
          for (const piece of pieces(words)) {
            if (isHangul(piece)) runs.set(piece, (runs.get(piece) || 0) + 1);
            for (const token of tokensOf(piece)) count(token, token[0] === "-" ? times * times : times, 0);
            length += times;
          }
        }
        for (const piece of pieces(heading)) if (isHangul(piece)) runs.set(piece, (runs.get(piece) || 0) + 3);
        for (const token of headingTokens) count(token, 1, HEADING);
        for (const token of above) count(token, 0, PARENT);
        for (const token of title) count(token, 0, TITLE);
        for (const [token, [times, flags]] of own) {
          let list = postings.get(token);
          if (!list) postings.set(token, (list = []));
          list.push(number, times, flags);
        }
        part.length = length;
        total += length;
        page.parts.push(number);
        parts.push(part);
      }
    }
    const average = total / Math.max(1, parts.length);
    for (const part of parts) {
      part.norm = K * (1 - B + (B * part.length) / average);
      part.short = 1 / Math.sqrt(1 + part.headingTokens.length / 8);
    }
    return { pages, parts, postings, runs };
  }

  /** Return the groups of words that mean the same, by each of their words, longest first. */
  function synonymsOf(groups) {
    const by = new Map();
    for (const group of groups) {
      for (const word of group) {
        const key = normal(word);
        const others = by.get(key) || new Set();
        for (const other of group) if (normal(other) !== key) others.add(normal(other));
        by.set(key, others);
      }
    }
    const escape = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const ending = `(?:${ENDINGS.join("|")})?`;
    return [...by].sort(([a], [b]) => b.length - a.length).map(([word, others]) => {
      const korean = isHangul(word.at(-1));
      const inner = word.split(/\s+/).map(escape).join(korean ? "(?:을|를|이|가|의|에)?\\s*" : "\\s*");
      const end = korean ? `${ending}(?![가-힣a-z0-9])` : "s?(?![a-z0-9_-])";
      // 이미지를 삭제하려면: a verb's own 기 is an ending, too.
      const stemmed = korean && word.length > 2 && word.endsWith("기") ? inner.slice(0, -1) : inner;
      return { word, others: [...others], pattern: new RegExp(`(?<![가-힣a-z0-9_-])${stemmed}${end}`, "g") };
    });
  }

  // ---- the query ---------------------------------------------------------------------------

  class Engine {
    constructor(data) {
      Object.assign(this, build(data));
      this.synonyms = synonymsOf(data.synonyms);
      this.count = this.parts.length;
      this.latin = [...this.postings.keys()].filter((token) => /^[a-z][a-z0-9_]{2,}$/.test(token));
      this.suggested = this.words(data);
    }

    /** Return the words that the box may offer to complete: of headings and synonyms, in order. */
    words(data) {
      const seen = new Map();
      const add = (word, times) => seen.set(word, (seen.get(word) || 0) + times);
      for (const group of data.synonyms) for (const word of group) if (!/\s/.test(word)) add(normal(word), 2);
      for (const part of this.parts) for (const piece of pieces(part.heading)) if (!isHangul(piece) && piece.length > 3) add(piece, 1);
      return [...seen].sort((a, b) => b[1] - a[1]).map(([word]) => word);
    }

    documents(token) {
      return (this.postings.get(token)?.length || 0) / 3;
    }

    idf(token) {
      const there = this.documents(token);
      return Math.log(1 + (this.count - there + 0.5) / (there + 0.5));
    }

    /** Return the ways to understand a query: one unit a word, each with alternatives. */
    units(query) {
      const units = [];
      let rest = query;
      for (const { word, others, pattern } of this.synonyms) {
        rest = rest.replace(pattern, (found, at) => {
          const own = this.wordsOf(word).flat();
          const alternatives = [{ words: own, weight: 1 }];
          for (const other of others) {
            const words = this.wordsOf(other);
            if (words.every((tokens) => tokens.length)) alternatives.push({ words: words.flat(), weight: SYNONYM });
          }
          units.push({ at, alternatives, shown: [found, word, ...others] });
          return "\u0000".repeat(found.length);
        });
      }
      const matches = [...rest.replaceAll("\u0000", " ").matchAll(PIECES)];
      const long = matches.length + units.length >= LONG;
      const last = query.trimEnd() === query ? query.length : -1;
      for (const { 0: piece, index } of matches) {
        const typing = index + piece.length === last && !long;
        for (const unit of this.wordUnits(piece, typing, long)) units.push({ at: index, ...unit });
      }
      const telling = units.filter((unit) => !unit.vague);
      return (telling.length ? telling : units).sort((a, b) => a.at - b.at).slice(0, WORDS_AT_MOST);
    }

    /** Return the tokens of a phrase, each with its weight, as a list of words. */
    wordsOf(text) {
      return pieces(text).map((piece) => (isHangul(piece) ? this.korean(piece) : this.latinWord(piece)));
    }

    latinWord(piece) {
      const found = latinTokens(piece);
      const known = found.filter((token) => this.postings.has(token));
      return known.map((token) => ({ token, weight: 1 / Math.sqrt(known.length) }));
    }

    /** Return the pairs of syllables of a Korean word; those of its ending count for less. */
    korean(word, whole = koreanStem(word)) {
      const pairs = syllablePairs(word);
      const stemmed = Math.max(1, whole.length - 1);
      const weigh = 1 / Math.sqrt(stemmed);
      const found = pairs.map((token, i) => ({
        token,
        weight: i < stemmed ? weigh : weigh * ENDING,
        also: i >= stemmed - 1 && token.length === 2 && i <= stemmed
          ? inflections(token[1]).map((form) => token[0] + form).filter((form) => this.postings.has(form))
          : [],
      }));
      if (this.postings.has(STEM + whole)) found.push({ token: STEM + whole, weight: AS_WORD });
      return found;
    }

    wordUnits(piece, typing, long) {
      if (isHangul(piece)) {
        const whole = koreanStem(piece);
        const vague = VAGUE.has(piece) || VAGUE.has(whole);
        const alternatives = [{ words: this.korean(piece, whole), weight: 1 }];
        const shown = [whole, ...inflections(whole.at(-1)).map((form) => whole.slice(0, -1) + form)];
        if (!long && whole.length > 1 && !this.saysRun(whole)) {
          for (const near of this.nearestRuns(whole)) {
            alternatives.push({ words: this.korean(near, near), weight: GUESS });
            alternatives[0].weight = GUESS / 2;
            shown.push(near);
          }
        }
        return [{ vague, alternatives, shown }];
      }
      const found = latinTokens(piece);
      if (!found.length) return [];
      const bare = found.at(-1);
      const vague = found.length === 1 && STOP.has(piece);
      const alternatives = [{ words: this.latinWord(piece), weight: 1 }];
      const shown = [piece, ...(/^[a-z]{3,}$/.test(bare) ? [bare] : [])];
      if (found.length === 1 && /^[a-z]{3,}/.test(bare)) {
        if (typing && !vague) {
          for (const token of this.beginning(piece)) {
            alternatives.push({ words: [{ token, weight: 1 }], weight: this.postings.has(bare) ? BEGINNING / 2 : BEGINNING });
          }
        }
        if (!this.postings.has(bare) && !long) {
          for (const token of this.nearest(bare)) {
            alternatives.push({ words: [{ token, weight: 1 }], weight: GUESS });
            shown.push(token);
          }
        }
      }
      return [{ vague, alternatives, shown }];
    }

    /** Return how often Korean words begin with each of their beginnings. */
    get heads() {
      if (!this.beginnings) {
        this.beginnings = new Map();
        for (const [run, times] of this.runs) {
          for (let size = 2; size <= Math.min(8, run.length); size += 1) {
            const head = run.slice(0, size);
            this.beginnings.set(head, (this.beginnings.get(head) || 0) + times);
          }
        }
      }
      return this.beginnings;
    }

    /** Return a Korean word that no page says as the words that it is made of, if it is: 도커 이미지. */
    parted(word) {
      if (word.length < 4 || this.saysRun(koreanStem(word))) return word;
      let best = word;
      let most = 2; // a word said less often is none to go by
      for (let size = 2; size <= word.length - 2; size += 1) {
        const [left, right] = [word.slice(0, size), word.slice(size)];
        const rest = this.heads.has(koreanStem(right)) ? right : this.parted(right);
        const next = koreanStem(rest.split(" ")[0]);
        if (rest === right && !this.heads.has(next)) continue;
        const times = Math.min(this.heads.get(left) || 0, this.heads.get(next) || 0);
        if (times > most) [best, most] = [`${left} ${rest}`, times];
      }
      return best;
    }

    saysRun(whole) {
      for (const run of this.runs.keys()) if (run.includes(whole)) return true;
      return false;
    }

    /** Return the Korean beginnings of words that are nearest to one that no page says. */
    nearestRuns(whole) {
      const wanted = letters(whole);
      const most = Math.max(1, Math.floor(wanted.length / 4));
      const found = new Map();
      for (const [head, times] of this.heads) {
        if (Math.abs(head.length - whole.length) > 1) continue;
        const far = distance(wanted, letters(head), most);
        if (far <= most) found.set(head, { far, times });
      }
      const least = Math.min(...[...found.values()].map(({ far }) => far));
      return [...found]
        .filter(([, { far, times }]) => far === least && times > 1)
        .sort((a, b) => b[1].times - a[1].times)
        .slice(0, 2)
        .map(([head]) => head);
    }

    beginning(piece) {
      return this.latin
        .filter((token) => token.length > piece.length && token.startsWith(piece))
        .sort((a, b) => this.documents(b) - this.documents(a))
        .slice(0, 6);
    }

    nearest(word) {
      const most = word.length < 4 ? 0 : word.length < 6 ? 1 : 2;
      let best = [];
      let least = most;
      for (const token of this.latin) {
        const far = distance(word, token, least);
        if (far < least) [best, least] = [[], far];
        if (far === least && far <= most && far > 0) best.push(token);
      }
      const same = best.filter((token) => token[0] === word[0]);
      return (same.length ? same : best).sort((a, b) => this.documents(b) - this.documents(a)).slice(0, 3);
    }

    /** Return for each section what an alternative is worth there, and the share of it found. */
    worth(words) {
      const scores = new Map();
      let whole = 0;
      for (const { token, weight, also = [] } of words) {
        const forms = [[token, 1], ...also.map((form) => [form, INFLECTED])].filter(([form]) => this.postings.has(form));
        if (!forms.length) continue;
        const idf = Math.min(...forms.map(([form]) => this.idf(form))) ;
        whole += weight * idf;
        const best = new Map();
        for (const [form, share] of forms) {
          const list = this.postings.get(form);
          for (let i = 0; i < list.length; i += 3) {
            const part = this.parts[list[i]];
            const times = list[i + 1];
            const flags = list[i + 2];
            const value = share * (
              (times * (K + 1)) / (times + part.norm) +
              (flags & HEADING ? IN_HEADING * part.short : 0) +
              (flags & PARENT ? IN_PARENT : 0) +
              (flags & TITLE ? IN_TITLE : 0));
            if (value > (best.get(list[i])?.[0] ?? 0)) best.set(list[i], [value, share]);
          }
        }
        for (const [number, [value, share]] of best) {
          const entry = scores.get(number) || [0, 0];
          entry[0] += weight * idf * value;
          entry[1] += weight * idf * share;
          scores.set(number, entry);
        }
      }
      return { scores, whole };
    }

    /** Return which share of an alternative a page's title says. */
    saidInTitle(page, { words }) {
      let all = 0;
      let said = 0;
      for (const { token, weight, also = [] } of words) {
        if (!this.postings.has(token) && !also.length) continue;
        all += weight;
        if (page.titleTokens.has(token)) said += weight;
        else if (also.some((form) => page.titleTokens.has(form))) said += weight * INFLECTED;
      }
      return all ? said / all : 0;
    }

    find(text) {
      const query = normal(text).slice(0, QUERY_AT_MOST).trimStart();
      const units = this.units(query.replace(/[가-힣]+/g, (word) => this.parted(word)));
      const total = new Map(); // section → [score, share of the query]
      const onPage = new Map(); // page → by unit, the share that any of its sections has
      let all = 0;
      units.forEach((unit, n) => {
        const mine = new Map();
        let weight = 0;
        unit.alternatives.forEach(({ words, weight: liking }, i) => {
          const { scores, whole } = this.worth(words);
          if (!whole) return;
          if (i === 0 || !weight) weight = whole;
          for (const [number, [score, found]] of scores) {
            const share = found / whole;
            // Syllables or words from here and there are not the word.
            const value = (score / whole) * weight * liking * share ** 2;
            if (value > (mine.get(number)?.[0] ?? 0)) mine.set(number, [value, liking * share]);
          }
        });
        all += weight;
        for (const [number, [value, share]] of mine) {
          const entry = total.get(number) || [0, 0];
          entry[0] += value;
          entry[1] += weight * share;
          total.set(number, entry);
          const { page } = this.parts[number];
          if (!onPage.has(page)) onPage.set(page, new Float64Array(units.length));
          const shares = onPage.get(page);
          shares[n] = Math.max(shares[n], weight * share);
        }
        unit.weight = weight;
      });
      const ranked = [...total].map(([number, [score, share]]) => ({
        number,
        score: score * (0.25 + 0.75 * (share / all) ** 2) * this.parts[number].less,
      }));
      ranked.sort((a, b) => b.score - a.score);
      this.phrases(query, ranked.slice(0, 80));
      return this.result(query, units, ranked, onPage, all);
    }

    /** Raise the sections that say the query's words side by side, or whose heading it quotes. */
    phrases(query, ranked) {
      const plain = (text) => ` ${normal(text).replace(/['"]/g, "").replace(/[\s,;()[\]]+/g, " ")} `;
      const words = plain(query).trim().split(" ");
      const neighbours = words.slice(1).map((word, i) => `${words[i]} ${word}`);
      for (const entry of ranked) {
        const part = this.parts[entry.number];
        part.plain ??= plain(`${part.heading} ${part.text} ${part.code} ${part.output}`);
        const there = neighbours.filter((pair) => part.plain.includes(` ${pair}`)).length;
        if (neighbours.length) entry.score *= 1 + 0.9 * (there / neighbours.length);
        part.quoted ??= part.heading.split("…").map((piece) => plain(piece).trim()).filter(Boolean);
        const size = part.quoted.join("").length;
        const quoted = size >= 8 && part.quoted.every((piece) => plain(query).includes(piece));
        if (quoted) entry.score *= 1.3 + Math.min(1, size / 30);
      }
    }

    result(query, units, ranked, onPage, all) {
      const pages = new Map();
      ranked.sort((a, b) => b.score - a.score);
      for (const entry of ranked) {
        const { page } = this.parts[entry.number];
        const found = pages.get(page);
        if (found) found.push(entry);
        else pages.set(page, [entry]);
      }
      const items = [...pages].map(([page, found]) => {
        const share = onPage.get(page).reduce((a, b) => a + b, 0) / all;
        const more = found.slice(1, 4).reduce((sum, { score }) => sum + score, 0);
        const said = units.reduce((sum, { alternatives, weight }) =>
          sum + weight * Math.max(...alternatives.map((one) => one.weight * this.saidInTitle(page, one))), 0) / all;
        const asked = new Set(units.flatMap(({ alternatives }) =>
          alternatives.flatMap(({ words }) => words.map(({ token }) => token))));
        const covered = Math.max(...page.names.map((name) =>
          name.filter((token) => asked.has(token)).length / Math.max(1, name.length)));
        const titled = 1 + IN_PAGE_TITLE * said * Math.sqrt(said) * (0.4 + 0.6 * covered);
        return { page, found, score: (found[0].score + 0.12 * more) * (0.5 + 0.5 * share) * titled * page.boost };
      });
      items.sort((a, b) => b.score - a.score);
      const least = (items[0]?.score ?? 0) * 0.08;
      const shown = items.filter(({ score }) => score >= least).slice(0, PAGES_SHOWN);
      const mark = marker(units);
      return { items: shown.map((item) => this.item(item, mark)), suggest: this.suggest(query) };
    }

    /** Return a page as the theme's list shows it: sections of one score openly, lesser ones folded. */
    item({ page, found, score }, { mark, snippet, terms }) {
      const best = found[0].score;
      const kept = found.filter((entry) => entry.score > best * 0.2).slice(0, SECTIONS_SHOWN);
      const first = page.parts[0];
      const headed = kept[0].number === first;
      if (!kept.some(({ number }) => number === first)) kept.push({ number: first, score: 0 });
      return kept.map((entry, i) => {
        const part = this.parts[entry.number];
        const openly = i === 0 || (!headed && i < 3 && entry.number !== first && entry.score > best * 0.5);
        return {
          location: entry.number === first ? page.url : `${page.url}#${part.id}`,
          title: mark(part.heading),
          text: snippet(part),
          score: openly ? score : score * 0.99 * Math.min(1, entry.score / best),
          terms,
        };
      });
    }

    suggest(query) {
      const typed = query.split(/[\s-]+/).at(-1);
      if (typed.length < 2) return [];
      const word = this.suggested.find((other) => other.startsWith(typed) && other !== typed);
      return word ? [word] : [];
    }
  }

  // ---- what is shown -----------------------------------------------------------------------

  const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  const escapeHtml = (text) => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign]);

  /** Return functions that mark a query's words in a heading, and in the part of a text with most of them. */
  function marker(units) {
    const words = new Set(units.flatMap(({ shown }) => shown).filter((word) => word.length > 1 || /[가-힣]/.test(word)));
    const escape = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s*");
    const patterns = [...words].sort((a, b) => b.length - a.length).map((word) =>
      isHangul(word[0]) ? escape(word) : `(?<![\\w-])${escape(word)}${/[a-z]$/.test(word) ? "(?:s|es|ed|ing|e)?(?!\\w)" : ""}`);
    const pattern = patterns.length ? new RegExp(patterns.join("|"), "gi") : /(?!)/g;

    const mark = (text) => {
      let html = "";
      let at = 0;
      for (const found of text.matchAll(pattern)) {
        html += `${escapeHtml(text.slice(at, found.index))}<mark>${escapeHtml(found[0])}</mark>`;
        at = found.index + found[0].length;
      }
      return html + escapeHtml(text.slice(at));
    };

    const snippet = (part) => {
      const text = [part.text, part.code, part.output].filter(Boolean).join(" ");
      const hits = [...text.matchAll(pattern)].slice(0, 200);
      let start = 0;
      let most = 0;
      for (const { index } of hits) {
        const near = hits.filter((hit) => hit.index >= index && hit.index < index + SNIPPET * 0.8);
        const kinds = new Set(near.map(([word]) => word.toLowerCase())).size;
        if (kinds > most) [most, start] = [kinds, index];
      }
      start = start < SNIPPET * 0.6 ? 0 : text.indexOf(" ", start - 40) + 1;
      let end = start + SNIPPET;
      if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), start + SNIPPET / 2);
      return `${start ? "… " : ""}${mark(text.slice(start, end))}${end < text.length ? " …" : ""}`;
    };

    // What the theme marks on the page that a result leads to: anywhere, so nothing that is short.
    const terms = Object.fromEntries(
      units.flatMap(({ shown }) => shown[0].split(/\s+/)).filter((word) => /^[가-힣]{2,}$|^[a-z]{4,}$/.test(word)).map((word) => [word, true]));
    return { mark, snippet, terms };
  }

  const guide = (globalThis.guideSearch ??= {});
  guide.engine = (data) => new Engine(data);
})();
