import { sha256Hex } from "../../../src/main/canonical/digest.ts";
import type { Change, EntryDraft, NewFile } from "../../../src/main/store/change.ts";

const ACTOR = { uid: "tester", role: "machinist", sid: "s1" } as const;
const DATES = ["2026-11-20", "2026-11-21", "2026-11-19"] as const;

function fileOf(number: number, part: number, sizeBytes: number): NewFile {
  const name = `run_${String(number).padStart(28, "0")}${String(part).padStart(4, "0")}`;
  const filler = `abcdefghij${number}`.repeat(Math.ceil(sizeBytes / 10)).slice(0, sizeBytes);
  return {
    path: `${DATES[number % DATES.length] ?? DATES[0]}/${name}.json`,
    bytes: Buffer.from(`{"n":${number},"part":${part},"text":"${filler}"}\n`),
  };
}

function entryOf(file: NewFile, runNumber: string): EntryDraft {
  return {
    kind: "run.recorded",
    subject: file.path.slice(11, -5),
    path: file.path,
    sha256: sha256Hex(file.bytes),
    size: file.bytes.byteLength,
    body: { run_number: runNumber, attachments: [], imported: false },
  };
}

/** A change with this many records, each of this size or a little more. Without any it is a note. `number` makes its names its own. */
export function recordsChange(
  number: number,
  shape: { readonly files: number; readonly sizeBytes: number; readonly runNumber: number },
): Change {
  const files = Array.from({ length: shape.files }, (_, part) => fileOf(number, part, shape.sizeBytes));
  const entries = files.map((file) => entryOf(file, `${shape.runNumber}-0`));
  const note: EntryDraft = {
    kind: "run.annotated",
    subject: `run_${number}`,
    body: { text: "n".repeat(shape.sizeBytes) },
  };
  return { files, entries: files.length === 0 ? [note] : entries, actor: ACTOR, requestId: `request-${number}` };
}

/** The change that says that an attachment belongs to a run. */
export function attachmentChange(
  number: number,
  attachment: { readonly sha256: string; readonly sizeBytes: number },
): Change {
  const body = { sha256: attachment.sha256, size: attachment.sizeBytes };
  return {
    files: [],
    entries: [{ kind: "attachment.added", subject: `run_${number}`, body }],
    actor: ACTOR,
    requestId: `request-${number}`,
  };
}

/** Bytes of an attachment: the same for the same number. */
export function attachmentBytes(number: number, sizeBytes: number): Buffer {
  return Buffer.from(`G90 (${number})\n`.repeat(Math.ceil((sizeBytes + 1) / 8)));
}
