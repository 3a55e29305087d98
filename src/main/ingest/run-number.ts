/**
 * A quasigroup of order 10 whose check digit finds every single wrong digit and every swap of two neighbours.
 * Source: H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004.
 */
const DAMM_TABLE = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
] as const;

const RUN_NUMBER = /^([1-9][0-9]{0,14})-([0-9])$/;

function checkDigit(digits: string): number {
  let interim = 0;
  for (const digit of digits) interim = DAMM_TABLE[interim]?.[Number(digit)] ?? 0;
  return interim;
}

/** `572-4`: the short number of a run on its workstation, with a check digit behind a hyphen. `count` is a whole number from 1. */
export function formatRunNumber(count: number): string {
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`${count} is not a run number`);
  return `${count}-${checkDigit(String(count))}`;
}

/** The count in a run number, or null for text that is none or whose check digit does not hold. Blanks around it are let pass. */
export function parseRunNumber(text: string): number | null {
  const match = RUN_NUMBER.exec(text.trim());
  if (match?.[1] === undefined) return null;
  return checkDigit(match[1]) === Number(match[2]) ? Number(match[1]) : null;
}
