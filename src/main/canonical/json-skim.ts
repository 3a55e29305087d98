import { Buffer, isUtf8 } from "node:buffer";
import {
  BACKSLASH,
  CARRIAGE_RETURN,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DOT,
  LOWER_E,
  LOWER_U,
  MINUS,
  NEWLINE,
  NINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  PLUS,
  QUOTE,
  SPACE,
  TAB,
  ZERO,
} from "./json-bytes.ts";
import type { ByteRange } from "./json-value.ts";
import { ShortTexts } from "./short-texts.ts";

/** A text that is larger, deeper or has longer numbers is for the whole reader. */
const MAX_BYTES = 4 * 1024 * 1024;
const MAX_DEPTH = 60;
const MAX_DIGITS = 4000;
const ODD = -1;

const SINGLE_ESCAPES = new Uint8Array(256);
for (const letter of '"\\/bfnrt') SINGLE_ESCAPES[letter.charCodeAt(0)] = 1;
const BLANKS = new Uint8Array(256);
for (const blank of [SPACE, NEWLINE, TAB, CARRIAGE_RETURN]) BLANKS[blank] = 1;
const WORDS = ["null", "true", "false"].map((word) => Buffer.from(word));

const keys = new ShortTexts();
let text = new Uint8Array(64 * 1024);
let buffer = Buffer.from(text.buffer);

/**
 * Where the values of some members of the outermost object stand, without building any value: several times quicker than reading all. Of
 * equal keys the last counts. Null for every text that is not JSON and for every unusual one (an escape in an outer key, `NaN`): the whole
 * reader is to decide about those. What is found is JSON in strict UTF-8 throughout.
 */
export function skimMembers(bytes: Uint8Array, wanted: ReadonlySet<string>): ReadonlyMap<string, ByteRange> | null {
  if (bytes.byteLength > MAX_BYTES || !isUtf8(bytes)) return null;
  load(bytes);
  const open = pastBlanks(0);
  if (text[open] !== OPEN_BRACE) return null;
  const found = new Map<string, ByteRange>();
  let at = pastBlanks(open + 1);
  if (text[at] === CLOSE_BRACE) return isEnd(at + 1, bytes) ? found : null;
  for (;;) {
    const keyEnd = text[at] === QUOTE ? pastString(at) : ODD;
    if (keyEnd === ODD) return null;
    const key = keys.read(buffer, at + 1, keyEnd - 1);
    const colon = pastBlanks(keyEnd);
    if (key.includes("\\") || text[colon] !== COLON) return null;
    const start = pastBlanks(colon + 1);
    const end = pastValue(start, 0);
    if (end === ODD) return null;
    if (wanted.has(key)) found.set(key, { start, end });
    at = pastBlanks(end);
    if (text[at] === CLOSE_BRACE) return isEnd(at + 1, bytes) ? found : null;
    if (text[at] !== COMMA) return null;
    at = pastBlanks(at + 1);
  }
}

/** Copies the bytes to where a 0 behind them stops every loop. */
function load(bytes: Uint8Array): void {
  if (text.byteLength <= bytes.byteLength) {
    text = new Uint8Array(2 * bytes.byteLength);
    buffer = Buffer.from(text.buffer);
  }
  text.set(bytes);
  text[bytes.byteLength] = 0;
}

function isEnd(at: number, bytes: Uint8Array): boolean {
  return pastBlanks(at) === bytes.byteLength;
}

function pastBlanks(from: number): number {
  const bytes = text;
  let at = from;
  while (BLANKS[bytes[at] as number] === 1) at++;
  return at;
}

/** The position behind the value at `at`; ODD for what is none or unusual. */
function pastValue(at: number, depth: number): number {
  const byte = text[at] as number;
  if (byte === QUOTE) return pastString(at);
  if (byte === OPEN_BRACE) return depth < MAX_DEPTH ? pastObject(at, depth) : ODD;
  if (byte === OPEN_BRACKET) return depth < MAX_DEPTH ? pastList(at, depth) : ODD;
  if ((byte >= ZERO && byte <= NINE) || byte === MINUS) return pastNumber(at);
  return pastWord(at);
}

function pastObject(open: number, depth: number): number {
  let at = pastBlanks(open + 1);
  if (text[at] === CLOSE_BRACE) return at + 1;
  for (;;) {
    if (text[at] !== QUOTE) return ODD;
    const keyEnd = pastString(at);
    if (keyEnd === ODD) return ODD;
    const colon = pastBlanks(keyEnd);
    if (text[colon] !== COLON) return ODD;
    const end = pastValue(pastBlanks(colon + 1), depth + 1);
    if (end === ODD) return ODD;
    at = pastBlanks(end);
    if (text[at] === CLOSE_BRACE) return at + 1;
    if (text[at] !== COMMA) return ODD;
    at = pastBlanks(at + 1);
  }
}

function pastList(open: number, depth: number): number {
  let at = pastBlanks(open + 1);
  if (text[at] === CLOSE_BRACKET) return at + 1;
  for (;;) {
    const end = pastValue(at, depth + 1);
    if (end === ODD) return ODD;
    at = pastBlanks(end);
    if (text[at] === CLOSE_BRACKET) return at + 1;
    if (text[at] !== COMMA) return ODD;
    at = pastBlanks(at + 1);
  }
}

function pastString(start: number): number {
  const bytes = text;
  let at = start + 1;
  for (;;) {
    let byte = bytes[at] as number;
    while (byte !== QUOTE && byte !== BACKSLASH && byte >= SPACE) byte = bytes[++at] as number;
    if (byte === QUOTE) return at + 1;
    if (byte !== BACKSLASH) return ODD;
    const letter = bytes[at + 1] as number;
    if (SINGLE_ESCAPES[letter] === 1) at += 2;
    else if (letter === LOWER_U && isHex(at + 2)) at += 6;
    else return ODD;
  }
}

function isHex(from: number): boolean {
  for (let at = from; at < from + 4; at++) {
    const lower = (text[at] as number) | 0x20;
    const isDigit = (text[at] as number) >= ZERO && (text[at] as number) <= NINE;
    if (!isDigit && (lower < 0x61 || lower > 0x66)) return false;
  }
  return true;
}

function pastNumber(start: number): number {
  const first = text[start] === MINUS ? start + 1 : start;
  let at = text[first] === ZERO ? first + 1 : pastDigits(first);
  if (at !== ODD && text[at] === DOT) at = pastDigits(at + 1);
  if (at !== ODD && ((text[at] as number) | 0x20) === LOWER_E) {
    const sign = text[at + 1];
    at = pastDigits(sign === PLUS || sign === MINUS ? at + 2 : at + 1);
  }
  return at - start > MAX_DIGITS ? ODD : at;
}

function pastDigits(from: number): number {
  const bytes = text;
  let at = from;
  let byte = bytes[at] as number;
  while (byte >= ZERO && byte <= NINE) byte = bytes[++at] as number;
  return at === from ? ODD : at;
}

function pastWord(at: number): number {
  for (const word of WORDS) {
    let matched = 0;
    while (matched < word.length && text[at + matched] === word[matched]) matched++;
    if (matched === word.length) return at + matched;
  }
  return ODD;
}
