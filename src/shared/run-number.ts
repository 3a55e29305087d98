import { dammDigit } from "./damm-digit.ts";

const RUN_NUMBER = /^([1-9][0-9]{0,14})-([0-9])$/;

/** `572-4`: the short number of a run on its workstation, with a check digit behind a hyphen. `count` is a whole number from 1. */
export function formatRunNumber(count: number): string {
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`${count} is not a run number`);
  return `${count}-${dammDigit(String(count))}`;
}

/** The count in a run number, or null for text that is none or whose check digit does not hold. Blanks around it are let pass. */
export function parseRunNumber(text: string): number | null {
  const match = RUN_NUMBER.exec(text.trim());
  if (match?.[1] === undefined) return null;
  return dammDigit(match[1]) === Number(match[2]) ? Number(match[1]) : null;
}
