import { generateKeyPairSync } from "node:crypto";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { rawPublicKey, verifierText } from "../../../src/main/store/signed-note.ts";
import { makeSigner } from "../../unit/main/store/written-ledger.ts";
import { inFolder } from "../check-folder.ts";
import { forgeLedger, isEntry, readSegments, signerOf, writeSegment } from "../forge-ledger.ts";
import { bytesOf, pickFile, replaceBytes, type Tamper, type Tampering, type Wanted } from "./tampered-folder.ts";

/** What the folder was on an earlier day lies there. */
export const EARLIER = "earlier";

const REWRITTEN: readonly Wanted[] = [{ codes: ["LEDGER_REWRITTEN"], path: null }];

/** Changes the lines of one segment, at a line before its last group. */
function editLines(
  { folders, random }: Tampering,
  edit: (lines: readonly string[], at: number) => readonly string[],
): readonly Wanted[] {
  const segment = random.pick(readSegments(folders).filter(({ lines }) => lines.length > 6));
  const at = random.below(segment.lines.length - 4);
  writeSegment(folders, { ...segment, lines: edit(segment.lines, at) });
  return REWRITTEN;
}

/** The next entry at or behind this line. */
function entryFrom(lines: readonly string[], at: number): number {
  return lines.findIndex((line, index) => index >= at && isEntry(line));
}

/** Ways to tamper with the ledger, with keys and with time, as someone does who knows the format. */
export const LEDGER_TAMPERS: Readonly<Record<string, Tamper>> = {
  "a ledger line taken out": (tampering) => editLines(tampering, (lines, at) => lines.toSpliced(at, 1)),
  "a ledger line put in twice": (tampering) =>
    editLines(tampering, (lines, at) => lines.toSpliced(at, 0, lines[at] ?? "")),
  "two entries in another order": (tampering) =>
    editLines(tampering, (lines, at) => {
      const one = entryFrom(lines, at);
      const two = entryFrom(lines, one + 1);
      return lines.with(one, lines[two] ?? "").with(two, lines[one] ?? "");
    }),
  "an entry edited": (tampering) =>
    editLines(tampering, (lines, at) => {
      const one = entryFrom(lines, at);
      const edited = (lines[one] ?? "").replace(/"app":"[^"]*"/, `"app":"6.6.${tampering.random.seed()}"`);
      return lines.with(one, edited);
    }),
  "another public key": (tampering) => {
    const path = pickFile(tampering, /\.vkey$/);
    const key = rawPublicKey(generateKeyPairSync("ed25519").privateKey);
    replaceBytes(tampering, path, Buffer.from(`${verifierText(signerOf(tampering.folders).name, key)}\n`));
    return [{ codes: ["STORE_FILE_CHANGED"], path }];
  },
  "another first key in the identity": (tampering) => {
    const path = "_integrity/store.json";
    const key = verifierText(signerOf(tampering.folders).name, rawPublicKey(generateKeyPairSync("ed25519").privateKey));
    const text = bytesOf(tampering, path)
      .toString()
      .replace(/"first_public_key": "[^"]*"/, `"first_public_key": "${key}"`);
    replaceBytes(tampering, path, Buffer.from(text));
    return [{ codes: ["STORE_FILE_CHANGED"], path }];
  },
  "a receipt edited": (tampering) => {
    const path = "_integrity/receipts/kept.note";
    const text = bytesOf(tampering, path).toString();
    const at = tampering.random.below(text.length - 1);
    const other = text[at] === "A" ? "B" : "A";
    replaceBytes(tampering, path, Buffer.from(`${text.slice(0, at)}${other}${text.slice(at + 1)}`));
    return [{ codes: ["OUTSIDE_HEAD_UNREADABLE", "OUTSIDE_HEAD_UNSIGNED"], path }];
  },
  "the token of an epoch taken away": (tampering) => {
    const path = pickFile(tampering, /^_integrity\/epochs\//);
    rmSync(inFolder(tampering.folders, path));
    return [{ codes: ["STORE_FILE_MISSING"], path }];
  },
  "the folder of an earlier day put back": ({ folders }) => {
    rmSync(folders.runsDir, { recursive: true });
    cpSync(join(folders.root, EARLIER), folders.runsDir, { recursive: true });
    return [{ codes: ["ROLLED_BACK"], path: null }];
  },
  "the end of the ledger cut off": ({ folders, random }) => {
    const last = readSegments(folders).at(-1);
    if (last === undefined) throw new Error("no ledger");
    const ends = [...last.lines.keys()].filter(
      (index) => !isEntry(last.lines[index] ?? "") && index + 1 < last.lines.length,
    );
    writeSegment(folders, { ...last, lines: last.lines.slice(0, random.pick(ends) + 1) });
    return [{ codes: ["ROLLED_BACK"], path: null }];
  },
  "a ledger written anew with the real key": (tampering) => forge(tampering, signerOf(tampering.folders)),
  "a ledger written anew with another key": (tampering) =>
    forge(tampering, makeSigner(signerOf(tampering.folders).name)),
};

/** One entry is taken out, or one person put in the place of another, and everything after it is numbered, chained and signed anew. */
function forge({ folders, random }: Tampering, signer: ReturnType<typeof signerOf>): readonly Wanted[] {
  const entries = readSegments(folders).flatMap(({ lines }) =>
    lines.filter((line) => line.includes('"kind":"run.recorded"')),
  );
  const picked = (JSON.parse(random.pick(entries.slice(0, -1))) as { readonly subject: string }).subject;
  const isTakenOut = random.chance(0.5);
  forgeLedger(folders, signer, (entry) => {
    if (entry.subject !== picked) return entry;
    return isTakenOut ? null : { ...entry, actor: { ...entry.actor, uid: "nobody" } };
  });
  return REWRITTEN;
}
