import type { Buffer } from "node:buffer";

/** Keys and numbers repeat from record to record; longer texts hardly do. */
const LONGEST_BYTES = 32;
const PLACES = 2048;

/** Decodes short texts, and remembers those it saw last: comparing bytes is quicker than a call that makes a string. */
export class ShortTexts {
  private readonly known: string[] = Array.from({ length: PLACES }, () => "");

  /** The UTF-8 text at `start`..`end` of `bytes`. */
  read(bytes: Buffer, start: number, end: number): string {
    if (end - start > LONGEST_BYTES) return bytes.toString("utf8", start, end);
    let mixed = end - start;
    for (let at = start; at < end; at++) mixed = (Math.imul(mixed, 31) + (bytes[at] as number)) | 0;
    const place = (mixed ^ (mixed >>> 15)) & (PLACES - 1);
    const guess = this.known[place] as string;
    if (isAt(guess, bytes, { start, end })) return guess;
    const text = bytes.toString("utf8", start, end);
    this.known[place] = text;
    return text;
  }
}

/** Whether the bytes are `text`. Only ever true for ASCII: any other text has fewer characters than bytes. */
function isAt(text: string, bytes: Buffer, { start, end }: { start: number; end: number }): boolean {
  if (text.length !== end - start) return false;
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) !== bytes[start + i]) return false;
  }
  return true;
}
