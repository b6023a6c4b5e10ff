/*
 * Finds the entry for a pasted error message. Nothing is sent anywhere: the messages stand in the page,
 * and so does a row for each entry, with the id of the entry and a link to it.
 *
 * Names, IDs, ports and paths differ from reader to reader, so only the words of the message count;
 * a word that few messages have counts more. A message matches where enough of its words come in
 * the same order within a few lines of what was pasted.
 */
(() => {
  "use strict";

  const SHOWN = 3;
  const LINES_AT_MOST = 400;
  const LINES_TOGETHER = 4; // a long message is wrapped by the terminal
  const ENOUGH_OF_MESSAGE = 0.6;
  const ENOUGH_OF_PASTED = 0.75; // part of a message was pasted
  const FEW_WORDS = 3;
  const PAUSE = 150; // milliseconds without a key

  const ESCAPES = /\u001b\[[0-9;]*[A-Za-z]/g;
  const QUOTES = /[\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033\u00ab\u00bb\u2039\u203a\u300c\u300d\u300e\u300f`"']/g;
  const DASHES = /[\u2010-\u2015\u2212]/g;
  const LIST_READ_BY_A_SHELL = /\[[\w./-]+,(?=:)/g; // `[node,: not found` says it by its shape alone
  // A word, an exit code, or a browser's error code: err_connection_refused.
  const WORD = /^(?:[a-z]+(?:-[a-z]+)*|\d{1,3}|err(?:_[a-z]+)+)$/;
  // What stands before any message says nothing of which it is.
  const PREFIXES = /error response from daemon:?|failed to solve:|failed to build:/g;

  /** Return the words of a text in order, without what looks like a name, ID, path or address. */
  function words(text) {
    return text
      .normalize("NFKC")
      .replace(ESCAPES, "")
      .replace(DASHES, "-")
      .replace(LIST_READ_BY_A_SHELL, " list-read-by-a-shell ")
      .replace(/\\(["'])/g, "$1")
      .replace(QUOTES, " ")
      .toLowerCase()
      .replace(PREFIXES, " ")
      .split(/[\s()[\]{}<>,;|]+/)
      .map((chunk) => chunk.replace(/^[.:!?$>#*]+|[.:!?$]+$/g, ""))
      .filter((chunk) => WORD.test(chunk));
  }

  /** Return the words of an entry's message that every reader's message has. */
  function ownWords(entry) {
    const names = new Set(entry.names.map((name) => name.toLowerCase()));
    const fixed = entry.message
      .replace(/\\"/g, '"')
      .replace(/"[^"]*"|(?<=[\s(])'[^']*'/g, " ")
      .split(/\s+/)
      .filter((chunk) => !names.has(chunk.toLowerCase().replace(/[:,.]+$/, "")));
    return words(fixed.join(" ")).filter((word) => !names.has(word));
  }

  /** Return the greatest weight of words that both lists have in the same order, and their number. */
  function overlap(left, right, weight) {
    let row = Array.from({ length: right.length + 1 }, () => [0, 0]);
    for (const word of left) {
      const next = [[0, 0]];
      for (let i = 0; i < right.length; i += 1) {
        if (right[i] === word) {
          next.push([row[i][0] + weight(word), row[i][1] + 1]);
        } else {
          next.push(next[i][0] >= row[i + 1][0] ? next[i] : row[i + 1]);
        }
      }
      row = next;
    }
    return row[right.length];
  }

  /** Return a function from pasted text to the entries that match it, best first. */
  function finder(entries) {
    const known = entries.map((entry) => ({ entry, words: ownWords(entry) }));
    const frequency = new Map();
    for (const { words: own } of known) {
      for (const word of new Set(own)) frequency.set(word, (frequency.get(word) || 0) + 1);
    }
    const rarest = Math.log(known.length + 1);
    const weight = (word) =>
      frequency.has(word) ? Math.log((known.length + 1) / frequency.get(word)) : rarest;
    const sum = (list) => list.reduce((total, word) => total + weight(word), 0);
    for (const one of known) one.total = sum(one.words);

    return (text) => {
      const lines = text.split(/\r?\n/).slice(-LINES_AT_MOST).map(words);
      const best = new Map();
      for (let first = 0; first < lines.length; first += 1) {
        if (lines[first].length === 0) continue;
        for (let count = 1; count <= LINES_TOGETHER && first + count <= lines.length; count += 1) {
          const pasted = lines.slice(first, first + count).flat();
          const there = new Set(pasted);
          const whole = sum(pasted);
          for (const { entry, words: own, total } of known) {
            // In whatever order they stand: no more of them can match.
            const most = sum(own.filter((word) => there.has(word)));
            if (most / total < ENOUGH_OF_MESSAGE && most / whole < ENOUGH_OF_PASTED) continue;
            const [matched, number] = overlap(own, pasted, weight);
            const share = matched / total;
            const enough =
              share >= ENOUGH_OF_MESSAGE ||
              (number >= FEW_WORDS && matched / whole >= ENOUGH_OF_PASTED);
            // Of two whole matches the longer says more; of two partial ones the fuller.
            const score = matched * share;
            if (enough && score > (best.get(entry)?.score ?? 0)) best.set(entry, { entry, score });
          }
        }
      }
      const seen = new Set();
      return [...best.values()]
        .sort((one, other) => other.score - one.score)
        .map(({ entry }) => entry)
        .filter(({ id }) => !seen.has(id) && seen.add(id))
        .slice(0, SHOWN);
    };
  }

  function item(entry) {
    const link = document.createElement("a");
    link.href = document.querySelector(`[id="${entry.id}"] a`)?.href ?? `#${entry.id}`;
    link.textContent = entry.title;
    const message = document.createElement("code");
    message.textContent = entry.message;
    message.translate = false;
    const line = document.createElement("li");
    line.append(link, document.createElement("br"), message);
    return line;
  }

  function start(box) {
    const field = box.querySelector("textarea");
    const status = box.querySelector(".error-finder-status");
    const results = box.querySelector(".error-finder-results");
    const find = finder(JSON.parse(box.querySelector(".error-finder-data").textContent));
    let timer = 0;
    const show = () => {
      const found = find(field.value);
      results.replaceChildren(...found.map(item));
      if (field.value.trim() === "") status.textContent = "";
      else if (found.length === 0) status.textContent = box.dataset.none;
      else status.textContent = box.dataset.found.replace("{count}", String(found.length));
    };
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(show, PAUSE);
    });
    // Kept by the browser when the reader comes back.
    if (field.value) show();
  }

  document.querySelectorAll(".error-finder").forEach(start);
})();
