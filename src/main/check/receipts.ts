import { judgeCosignatures } from "../store/cosignature.ts";
import { judgeNote } from "../store/note-signatures.ts";
import { type NoteVerifier, parseTreeHead } from "../store/signed-note.ts";

/** By which keys receipts are judged. */
export interface ReceiptTrust {
  /** The name the folder signs under; null where nobody can tell. */
  readonly origin: string | null;
  /** Keys the folder ever signed with. */
  readonly ownKeys: readonly NoteVerifier[];
  /** Keys of the central audit that an admin of this PC trusts. Without any, what the central audit signed is not checked. */
  readonly centreKeys: readonly NoteVerifier[];
}

/** What a receipt is worth. */
export interface JudgedReceipt {
  /** True when what it says counts against the ledger. */
  readonly isBelieved: boolean;
  /** True when it shows, where the ledger agrees, that somebody else saw the ledger as it was at that size. */
  readonly anchors: boolean;
  /** What is wrong with it; null when nothing is. */
  readonly trouble: string | null;
}

const OTHER_FOLDER = "it is about another folder";
const BROKEN = "a signature under it does not hold";
const NOT_OURS = "no key of this folder signed it as it stands";
const NOT_THEIRS = "no trusted key of the central audit signed it";

/**
 * Judges a receipt: a signed head of this folder with the signature of the central audit below our own. Takes any text. It anchors only with
 * both signatures. The central audit alone is enough to speak against a ledger, for whoever rewrites one may have a key of their own.
 */
export function judgeReceipt(note: string, { origin, ownKeys, centreKeys }: ReceiptTrust): JudgedReceipt {
  const own = judgeNote(note, ownKeys);
  const head = parseTreeHead(note)?.head;
  if (head === undefined || own.state === "unreadable") return refused(NOT_OURS);
  if (origin !== null && head.origin !== origin) return refused(OTHER_FOLDER);
  const theirs = judgeCosignatures(note, centreKeys);
  if (own.state === "broken" || theirs === "broken") return refused(own.state === "broken" ? NOT_OURS : BROKEN);
  const isOurs = own.state === "signed";
  const isTheirs = theirs === "cosigned";
  const isUncosigned = centreKeys.length > 0 && !isTheirs;
  const trouble = isOurs ? (isUncosigned ? NOT_THEIRS : null) : NOT_OURS;
  return { isBelieved: isOurs || isTheirs, anchors: isOurs && isTheirs, trouble };
}

function refused(trouble: string): JudgedReceipt {
  return { isBelieved: false, anchors: false, trouble };
}
