/*
 * Reads what was typed with the keyboard in the other language: ehzj is 도커, 애찯ㄱ is docker. The
 * keys are those of the Korean standard layout.
 */
(() => {
  "use strict";

  // By the places of the letters in Unicode. A query has no capitals, which give double letters.
  const keys = (text) => text.toLowerCase().split(" ");
  const LEADS = keys("r R s e E f a q Q t T d w W c z x v g");
  const VOWELS = keys("k o i O j p u P h hk ho hl y n nj np nl b m ml l");
  const TAILS = ["", ...keys("r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g")];
  const VOWEL = "hk|ho|hl|nj|np|nl|ml|[yuiophjklbnm]";
  const TAIL = `(?:rt|sw|sg|fr|fa|fq|ft|fx|fv|fg|qt|[qwertasdfgzxcv])(?!${VOWEL})`;
  const SYLLABLE = new RegExp(`([qwertasdfgzxcv])(${VOWEL})(${TAIL})?`, "y");
  const [FIRST, FIRST_LEAD, FIRST_VOWEL, BEFORE_TAILS] = [0xac00, 0x1100, 0x1161, 0x11a7];

  /** Return the Korean that the keys of a lower-case word give, or null where they give none. */
  function toKorean(word) {
    let korean = "";
    SYLLABLE.lastIndex = 0;
    while (SYLLABLE.lastIndex < word.length) {
      const found = SYLLABLE.exec(word);
      if (!found) return null;
      const [, lead, vowel, tail = ""] = found;
      const syllable =
        588 * LEADS.indexOf(lead) + 28 * VOWELS.indexOf(vowel) + TAILS.indexOf(tail);
      korean += String.fromCharCode(FIRST + syllable);
    }
    return korean;
  }

  /** Return the English that the keys of Korean syllables and letters give. */
  function toLatin(word) {
    return [...word.normalize("NFD")]
      .map((letter) => {
        const code = letter.charCodeAt(0);
        if (code > BEFORE_TAILS) return TAILS[code - BEFORE_TAILS] ?? "";
        return (code < FIRST_VOWEL ? LEADS[code - FIRST_LEAD] : VOWELS[code - FIRST_VOWEL]) ?? "";
      })
      .join("");
  }

  Object.assign(globalThis.guideSearch, { toKorean, toLatin });
})();
