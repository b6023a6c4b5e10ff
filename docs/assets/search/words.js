/*
 * Cuts texts and queries into words, by one and the same function and without a dictionary.
 *
 * Korean is cut into pairs of syllables, so that particles, endings and compounds do not hide a
 * word; its stem stands beside them. English words and the parts of commands are reduced to their
 * stems; flags keep their dashes, too.
 */
(() => {
  "use strict";

  const STEM = "="; // before a whole Korean word: 이미 is no part of 이미지

  const PIECES = /[가-힣]+|[^\s가-힣"'`()[\]{}<>,;|!?…·→“”‘’]+/g;
  const listed = (text) => text.trim().split(/\s+/);

  const STOP = new Set(listed(`
    a an and any are be by can could do does for from get has have how i if in into is it
    its me my of on or see so that the their them there this to use using want was what when
    where which why will with you your
  `));
  // What follows a stem: particles, verb endings, and the words of a question.
  const AFTER_NOUN = listed(`
    가 이 을 를 은 는 의 에 에서 에게 에는 에서는 에서도 으로 로 으로는 로는 와 과 랑 이랑 도
    만 까지 부터 마다 보다 처럼 끼리 들 들이 들을 들은 들의 들끼리 이나 나 라는 이란 란 인데
    입니다 이에요 예요 이다 하고 한테 이래요 래요 이라네요 라네요 이라는데 라는데
  `);
  const AFTER_VERB = listed(`
    기 기가 기는 는 은 을 고 면 려면 으려면 하기 하는 하는지 하는법 하기가 한 할 함 해 해서 해야
    해요 하면 하려면 하고 하게 하지 합니다 했다 했는데 했어요 되기 되는 된 될 돼 돼요 되지 되면
    됩니다 됐다 시키기 시키는 으면 아서 어서 어요 아요 습니다 ㅂ니다 네요 는데 는법 는지 었다 았다
    지 지마 게 도록 려고 나요 줘 보기 하는데 해보기 싶어요 싶다 져요 져서 져 졌어요 졌는데 집니다
    지는 지나요 진다 져있는 지않아요 는데요 은데 은데요 을까요 까요 세요 으세요 해주세요 한다 한다면
    할때 할까요 했더니 더니 으니 니까 으니까 는지요 던데 거나 요 서
  `);
  const ENDINGS = [...new Set([...AFTER_NOUN, ...AFTER_VERB])].sort((a, b) => b.length - a.length);
  // Of a question, but of no subject.
  const VAGUE = new Set(listed(`
    방법 법 어떻게 싶어요 싶다 싶은데 때 것 왜 뭐 무엇 무슨 어디 언제 보는 보고 보려고 볼까요 해요
    하나요 되나요 있나요 인가요 있는 없이 및 또는 그리고 대한 관련 하는 하기 하는법 하려면 나와요
    나요 뜹니다 떠요 떴어요 라고 나옵니다 나옴 옵션 플래그 option options flag
    flags 계속 자꾸 갑자기 너무 아예 그냥 제대로 같아요 보려면 배우기
  `));

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

  const isKorean = (piece) => piece >= "가" && piece <= "힣";

  function syllablePairs(run) {
    if (run.length === 1) return [run];
    const found = [];
    for (let i = 0; i + 1 < run.length; i += 1) found.push(run.slice(i, i + 2));
    return found;
  }

  /** Return what stands for a piece that is not Korean: itself if more than a word; its words. */
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
      found = isKorean(piece)
        ? [...syllablePairs(piece), STEM + koreanStem(piece)]
        : latinTokens(piece);
      cut.set(piece, found);
    }
    return found;
  }

  /** Return the tokens of a heading, without words that every heading may have. */
  const telling = (text) => pieces(text).filter((piece) => !STOP.has(piece)).flatMap(tokensOf);

  // ---- Korean letters

  const FIRST = 0xac00;

  /** Return the letters of Korean syllables; those that end one differ from those that begin one. */
  const letters = (text) => text.normalize("NFD");

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
      if (vowel !== joined) continue;
      forms.push(...[0, ㄴ, ㄹ, ㅁ, ㅂ].map((l) => of(plain, l)), of(joined, ㅆ));
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

  /** Return how many edits lead from one text to another, neighbours changing places being one. */
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

  Object.assign((globalThis.guideSearch ??= {}), {
    ENDINGS, PIECES, STEM, STOP, VAGUE,
    distance, inflections, isKorean, koreanStem, latinTokens, letters, normal, pieces,
    stem, syllablePairs, telling, tokensOf,
  });
})();
