import { dammDigit } from "./damm-digit.ts";
import { findRunId } from "./run-id.ts";
import { formatRunNumber, parseRunNumber } from "./run-number.ts";

/** What a code says about the run it belongs to. Several workstations can have a run of one number; `mark` tells those apart. */
export type ScanCode =
  | { readonly kind: "number"; readonly runNumber: string; readonly mark: string }
  | { readonly kind: "id"; readonly runId: string };

/** What a code is made from and compared with. */
export interface CodedRun {
  readonly run_id: string;
  readonly run_number: string | null;
}

const CODE = /^R([NI])([0-9]{5,45})$/;
const LINK = /^runs:\/\/run\/([A-Za-z0-9._-]+)$/;
const HEX_ID = /^run_([0-9a-f]{1,32})$/;
const MARK_DIGITS = 4;
const LENGTH_DIGITS = 2;
const MOST_HEX_DIGITS = 32;
/** Stands for the letters in the check digit, so that one kind of code is never read as the other. */
const KIND_DIGITS: Readonly<Record<string, string>> = { N: "1", I: "2" };

/**
 * The text that a traveller carries for a run, or null for a run that has neither a number nor an id of `run_` and hex.
 *
 * `RN` number mark check: the number without its own check digit, then four digits that the run id gives, then a check digit over
 * all of it. `RN572` `2305` `4` is run 572-4 with the mark 2305.
 *
 * `RI` length value check, for a run without a number: how many hex digits the id has (two digits), what they amount to in decimal
 * (as many digits as the largest such id needs), and a check digit.
 *
 * The letters R, N and I lie at one place on every Latin keyboard and the rest is digits: short as Code 128, and repairable when scanner
 * and PC disagree about the keyboard. Capital or small letters mean the same.
 */
export function makeScanCode(run: CodedRun): string | null {
  const count = run.run_number === null ? null : parseRunNumber(run.run_number);
  if (count !== null) return withCheckDigit("N", `${count}${markOf(run.run_id)}`);
  const hex = HEX_ID.exec(run.run_id)?.[1];
  if (hex === undefined) return null;
  const value = BigInt(`0x${hex}`).toString().padStart(decimalDigits(hex.length), "0");
  return withCheckDigit("I", `${String(hex.length).padStart(LENGTH_DIGITS, "0")}${value}`);
}

/**
 * The run that a code speaks of; null for text that is no code of ours, or whose check digit does not hold. A link (`runs://run/` and an
 * id) counts as a code of that id.
 */
export function parseScanCode(text: string): ScanCode | null {
  const trimmed = text.trim();
  const linked = LINK.exec(trimmed)?.[1];
  if (linked !== undefined) return idCode(findRunId(linked));
  const [, letter = "", digits = ""] = CODE.exec(trimmed.toUpperCase()) ?? [];
  if (digits === "" || dammDigit(`${KIND_DIGITS[letter]}${digits}`) !== 0) return null;
  return letter === "N" ? parseNumberDigits(digits.slice(0, -1)) : idCode(parseIdDigits(digits.slice(0, -1)));
}

/** True when the code was made for this run, or for another with the same number and mark, which nothing in the code tells apart. */
export function isCodeOf(code: ScanCode, run: CodedRun): boolean {
  if (code.kind === "id") return run.run_id === code.runId;
  return run.run_number === code.runNumber && markOf(run.run_id) === code.mark;
}

function withCheckDigit(letter: "N" | "I", digits: string): string {
  return `R${letter}${digits}${dammDigit(`${KIND_DIGITS[letter]}${digits}`)}`;
}

/** Four digits that depend on every character of an id: FNV-1a, 32 bit (draft-eastlake-fnv), its last four decimal digits. */
function markOf(runId: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < runId.length; index++) {
    hash = Math.imul(hash ^ runId.charCodeAt(index), 0x01000193);
  }
  return String((hash >>> 0) % 10 ** MARK_DIGITS).padStart(MARK_DIGITS, "0");
}

function decimalDigits(hexDigits: number): number {
  return String(16n ** BigInt(hexDigits) - 1n).length;
}

function parseNumberDigits(digits: string): ScanCode | null {
  const count = digits.slice(0, -MARK_DIGITS);
  if (count === "" || count.startsWith("0") || !Number.isSafeInteger(Number(count))) return null;
  return { kind: "number", runNumber: formatRunNumber(Number(count)), mark: digits.slice(-MARK_DIGITS) };
}

function parseIdDigits(digits: string): string | null {
  const length = Number(digits.slice(0, LENGTH_DIGITS));
  const value = digits.slice(LENGTH_DIGITS);
  if (length < 1 || length > MOST_HEX_DIGITS || value.length !== decimalDigits(length)) return null;
  const hex = BigInt(value).toString(16).padStart(length, "0");
  return hex.length === length ? `run_${hex}` : null;
}

function idCode(runId: string | null): ScanCode | null {
  return runId === null ? null : { kind: "id", runId };
}
