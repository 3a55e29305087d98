/** Longer texts are cut before they are indexed: a note is searched, a book is not. */
const MAX_PART_LENGTH = 2000;
const MAX_TEXT_LENGTH = 8000;

/**
 * Scripts written without spaces: each character becomes a word of its own, so that any part of a text can be found.
 */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const BEYOND_LATIN = /[^\0-\u02ff]/;
const CONTROL = /\p{Cc}+/gu;
const WORD_CHARACTER = /[\p{L}\p{N}\p{Co}]/u;

/** The text under which a run is found: every part on its own line, cut to a sane size. Null parts are left out. */
export function searchText(parts: readonly (string | null)[]): string {
  let text = "";
  for (const part of parts) {
    if (part === null || part === "") continue;
    text += `${spaced(part.slice(0, MAX_PART_LENGTH))}\n`;
    if (text.length > MAX_TEXT_LENGTH) return text.slice(0, MAX_TEXT_LENGTH).toWellFormed();
  }
  return text;
}

/** Gives the words that begin like one, or null where nobody has them at hand. */
export type ExpandWord = (beginning: string) => readonly string[] | null;

/**
 * The FTS5 expression for words a person typed: each must occur, as the beginning of a word. Null when there is no word
 * in it. Every word is quoted, so nothing in the text is ever read as an operator.
 */
export function matchExpression(text: string, expand: ExpandWord = () => null): string | null {
  const words = text
    .replace(CONTROL, " ")
    .split(/\s+/u)
    .filter((word) => WORD_CHARACTER.test(word));
  if (words.length === 0) return null;
  return [...new Set(words)].map((word) => wordExpression(word, expand)).join(" AND ");
}

const LAST_TERM = /[\p{L}\p{N}\p{Co}]+$/u;

/** What stands in one word after the other is looked for in that order; only the last part may go on. */
function wordExpression(word: string, expand: ExpandWord): string {
  const last = LAST_TERM.exec(word)?.[0];
  const terms = last === undefined ? null : expand(last);
  if (last === undefined || terms === null) return `"${quotable(word)}"*`;
  const first = word.slice(0, -last.length);
  return `(${terms.map((term) => `"${quotable(first + term)}"`).join(" OR ")})`;
}

function quotable(word: string): string {
  return spaced(word).replaceAll('"', '""');
}

function spaced(text: string): string {
  if (!BEYOND_LATIN.test(text)) return text.replace(CONTROL, " ");
  return text.toWellFormed().replace(CONTROL, " ").replace(UNSPACED, " $& ");
}
