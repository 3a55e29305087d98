import { usableLocale } from "./usable-locale.ts";

const THIN_SPACE = "\u202f";

/** A count with a thin space between thousands, the same in every language: `1 240`. */
export function countText(count: number): string {
  return Math.trunc(count)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, THIN_SPACE);
}

/** A number with the decimal sign of the person's locale and at most `digits` digits after it. */
export function decimalText(value: number, digits = 2): string {
  return new Intl.NumberFormat(usableLocale(), { maximumFractionDigits: digits, useGrouping: false }).format(value);
}

/** The share of work done as whole percent, or null while the amount is not known. Never 100 before the end. */
export function percentDone(done: number, total: number | null): number | null {
  if (total === null || total <= 0) return null;
  const percent = Math.floor((done / total) * 100);
  return Math.max(0, Math.min(100, percent));
}
