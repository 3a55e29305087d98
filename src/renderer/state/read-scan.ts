import { parseScanCode, type ScanCode } from "../../shared/scan-code.ts";
import { KEYBOARDS, type Keyboard, respellText } from "./keyboard-layouts.ts";

/** A code of ours, as it arrived and as it is spelled. */
export interface ReadScan {
  readonly code: ScanCode;
  /** The code in its own spelling. */
  readonly text: string;
  /** The keyboards that scanner and PC are set to, where they differ and the code had to be read through that; else null. */
  readonly repair: KeyboardRepair | null;
}

/** What stood between a scanner and a PC. */
export interface KeyboardRepair {
  readonly pc: Keyboard;
  readonly scanner: Keyboard;
}

/** The pairs in the order in which they are tried: scanners come set to US, and PCs of machines often are. */
const REPAIRS: readonly KeyboardRepair[] = KEYBOARDS.flatMap((pc) => KEYBOARDS.map((scanner) => ({ pc, scanner })))
  .filter(({ pc, scanner }) => pc !== scanner)
  .sort((one, other) => likelihood(other) - likelihood(one));

function likelihood({ pc, scanner }: KeyboardRepair): number {
  return (scanner === "us" ? 2 : 0) + (pc === "us" ? 1 : 0);
}

/**
 * The code of ours in a burst, or null. A burst that holds one text twice counts once. Other keyboards are tried only where the text as
 * it is makes no code, and count only where the check digit holds.
 */
export function readScan(burst: string): ReadScan | null {
  const whole = readOnce(burst);
  if (whole !== null) return whole;
  const half = burst.slice(0, burst.length / 2);
  return half !== "" && half + half === burst ? readOnce(half) : null;
}

function readOnce(burst: string): ReadScan | null {
  const code = parseScanCode(burst);
  if (code !== null) return { code, text: ownSpelling(burst), repair: null };
  for (const repair of REPAIRS) {
    const text = respellText(burst, repair.pc, repair.scanner);
    const meant = text === null ? null : parseCheckedCode(text);
    if (text !== null && meant !== null) return { code: meant, text: ownSpelling(text), repair };
  }
  return null;
}

/** Codes are printed in capitals, which Caps Lock turns around; a link is as it is. */
function ownSpelling(text: string): string {
  return text.includes(":") ? text.trim() : text.trim().toUpperCase();
}

/** Links have no check digit: read through another keyboard, nothing would say that they are right. */
function parseCheckedCode(text: string): ScanCode | null {
  return text.includes(":") ? null : parseScanCode(text);
}

/** The keyboard to name to a person: the one of the two that is not US, for both are US where nobody chose. */
export function repairedKeyboard({ pc, scanner }: KeyboardRepair): Keyboard {
  return pc === "us" ? scanner : pc;
}
