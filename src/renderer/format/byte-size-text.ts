import { decimalText } from "./number-text.ts";

const UNITS = ["bytes", "kB", "MB", "GB", "TB"] as const;
const STEP = 1000;

/** A size for people: whole bytes below 1000, else three digits of the decimal unit (`412 MB`, `7.2 GB`). */
export function byteSizeText(byteLength: number): string {
  let value = byteLength;
  let unit = 0;
  while (value >= STEP && unit < UNITS.length - 1) {
    value /= STEP;
    unit += 1;
  }
  if (unit === 0) return `${value} ${value === 1 ? "byte" : UNITS[0]}`;
  return `${decimalText(value, value < 100 ? 1 : 0)} ${UNITS[unit]}`;
}
