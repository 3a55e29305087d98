/**
 * What a reader could not see or would see in the wrong place: controls, format and bidi characters, line separators, every blank
 * that is not the plain space, fillers, variation selectors, private use, unassigned, and halves of surrogate pairs.
 * Source: safety, requirement 84.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/u;

const LETTER_RUN = /\p{L}[\p{L}\p{M}]*/gu;
const LATIN = /\p{Script=Latin}/u;
const LOOK_ALIKE = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u;
const MARK = /\p{M}/u;

/** A stretch of text as it may be shown: as it is, or a name for what cannot be seen. */
export interface SafePiece {
  /** Where it starts in the text it comes from. */
  readonly at: number;
  readonly text: string;
  readonly escaped: boolean;
}

/**
 * The text in pieces a person can tell apart, in order; no two different texts give the same pieces.
 * Hidden characters, letters of another script inside a Latin word, loose accents and blanks at the ends are spelled as `‹U+202E›`.
 */
export function safePieces(text: string): readonly SafePiece[] {
  const foreign = lookAlikePositions(text);
  // An accent that would join the letter before it makes two spellings of one word that look the same.
  const looseAccents = text.normalize("NFC") !== text;
  const pieces: SafePiece[] = [];
  let offset = 0;
  for (const character of text) {
    const escaped = foreign.has(offset) || isHidden(text, character, offset) || (looseAccents && MARK.test(character));
    appendPiece(pieces, { at: offset, text: escaped ? codePointName(character) : character, escaped });
    offset += character.length;
  }
  return pieces;
}

/** The same as one plain string, for places that take no markup. */
export function safeText(text: string): string {
  return safePieces(text)
    .map((piece) => piece.text)
    .join("");
}

/** A line of a stored text: tabs stay, everything else that cannot be seen is spelled out. */
export function safeLinePieces(line: string): readonly SafePiece[] {
  const pieces: SafePiece[] = [];
  let offset = 0;
  for (const character of line) {
    const escaped = character !== "\t" && HIDDEN.test(character);
    appendPiece(pieces, { at: offset, text: escaped ? codePointName(character) : character, escaped });
    offset += character.length;
  }
  return pieces;
}

function appendPiece(pieces: SafePiece[], piece: SafePiece): void {
  const last = pieces.at(-1);
  if (last === undefined || last.escaped || piece.escaped) pieces.push(piece);
  else pieces[pieces.length - 1] = { ...last, text: last.text + piece.text };
}

function isHidden(text: string, character: string, offset: number): boolean {
  if (HIDDEN.test(character)) return true;
  if (character === "‹" || character === "›") return true;
  return character === " " && isLooseBlank(text, offset);
}

function isLooseBlank(text: string, offset: number): boolean {
  return offset === 0 || offset === text.length - 1 || text[offset - 1] === " ";
}

/** Offsets of letters that pretend to be Latin: Cyrillic, Greek and the like inside a word that also has Latin letters. */
function lookAlikePositions(text: string): ReadonlySet<number> {
  const positions = new Set<number>();
  for (const match of text.matchAll(LETTER_RUN)) {
    if (!LATIN.test(match[0]) || !LOOK_ALIKE.test(match[0])) continue;
    let offset = match.index;
    for (const letter of match[0]) {
      if (LOOK_ALIKE.test(letter)) positions.add(offset);
      offset += letter.length;
    }
  }
  return positions;
}

function codePointName(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  return `‹U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}›`;
}
