import type { ErrorContext } from "../../../shared/app-error.ts";
import { printable } from "./printable.ts";

/** So much of a long text is shown on each side of the word. */
const AROUND = 60;

/** A text and, below it, carets under the word of it that an error is about; none for an error about no word. */
export function caretLines({ text, start, length }: ErrorContext): readonly string[] {
  if (typeof text !== "string" || typeof start !== "number" || typeof length !== "number") return [];
  const [before, word, after] = [text.slice(0, start), text.slice(start, start + length), text.slice(start + length)];
  const shownBefore = before.length > AROUND ? `…${printable(before.slice(-AROUND))}` : printable(before);
  const shownWord = printable(word);
  const shownAfter = after.length > AROUND ? `${printable(after.slice(0, AROUND))}…` : printable(after);
  return [
    `  ${shownBefore}${shownWord}${shownAfter}`,
    `  ${" ".repeat(widthOf(shownBefore))}${"^".repeat(Math.max(1, widthOf(shownWord)))}`,
  ];
}

/** Columns on a terminal: marks stand over the sign before them. */
function widthOf(text: string): number {
  return [...text.replaceAll(/\p{M}/gu, "")].length;
}
