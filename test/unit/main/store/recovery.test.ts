import { appendFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeFrame, type JournalFrame } from "../../../../src/main/store/journal-frame.ts";
import { recoverStore } from "../../../../src/main/store/recovery.ts";
import { epochName } from "../../../../src/main/store/store-layout.ts";
import { prepareRunsFolder } from "../../../../src/main/store/suitable-folder.ts";
import type { Fs } from "../../../../src/main/system/fs.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { createSettableClock } from "../../../support/settable-clock.ts";
import { EMPTY_POSITION, entriesChange, makeWriter, openingEntry, runEntry } from "./written-ledger.ts";

let folders: TestFolders;
let at: (path: string) => string;

beforeEach(async () => {
  folders = makeTestFolders();
  at = (path) => join(folders.runsDir, path);
  await prepareRunsFolder(createFailingFs({ sync: false }), folders.runsDir);
});
afterEach(() => folders.remove());

function recover(epoch: number, fs: Fs = nodeFs) {
  return recoverStore({ fs, runsDir: folders.runsDir, clock: createSettableClock(), epoch, storeId: "store" });
}

function journal(epoch: number): string {
  return at(`_integrity/journal/${epochName(epoch)}.jnl`);
}

function segment(epoch: number): string {
  return at(`_integrity/ledger/${epochName(epoch)}.ndjson`);
}

/** The frames of an epoch: its opening, then one run each. Nothing of them is on the disk. */
function framesOf(
  epoch: number,
  numbers: readonly number[],
  after: { epoch: number; length: number; root: string }[] = [],
) {
  const writer = makeWriter({ epoch, position: EMPTY_POSITION });
  const opening = { files: [], entries: [openingEntry(EMPTY_POSITION, after)] };
  const runs = numbers.map((number) => {
    const path = `2026-11-20/run_${number}.json`;
    return { files: [{ path, bytes: Buffer.from(`${number}\n`) }], entries: [runEntry(number)] };
  });
  return [opening, ...runs].map(({ files, entries }): JournalFrame => {
    const draft = writer.draft([entriesChange(entries)]);
    writer.accept(draft);
    return { epoch, files, ledgerOffset: draft.offset, ledgerBytes: draft.bytes };
  });
}

function leave(frames: readonly JournalFrame[]): void {
  for (const frame of frames) appendFileSync(journal(frame.epoch), encodeFrame(frame));
}

function ledgerOf(frames: readonly JournalFrame[]): string {
  return frames.map((frame) => frame.ledgerBytes.toString()).join("");
}

function record(number: number): string {
  return at(`2026-11-20/run_${number}.json`);
}

function quarantined(): string[] {
  return readdirSync(at("_integrity/quarantine")).filter((name) => !name.endsWith(".why.json"));
}

describe("recoverStore", () => {
  it("has nothing to say or do after a clean close", async () => {
    writeFileSync(journal(1), "");
    const recovery = await recover(2);
    expect(recovery).toMatchObject({ entries: [], notices: [] });
    await recovery.finish();
    expect(existsSync(journal(1))).toBe(false);
  });

  it("puts every acknowledged change in place, makes it durable, and keeps the journal until told to finish", async () => {
    const frames = framesOf(1, [1, 2]);
    leave(frames);
    const fs = createFailingFs();
    const recovery = await recover(2, fs);
    expect(readFileSync(record(2), "utf8")).toBe("2\n");
    expect(readFileSync(segment(1), "utf8")).toBe(ledgerOf(frames));
    const flushed = fs.calls.filter((call) => call.name.startsWith("sync")).map((call) => call.path);
    for (const path of [record(1), record(2), segment(1), at("2026-11-20"), folders.runsDir, at("_integrity/ledger")]) {
      expect(flushed).toContain(path);
    }
    expect(existsSync(journal(1))).toBe(true);
    expect(recovery.entries).toMatchObject([{ kind: "store.recovered", body: { replayed_frames: 3 } }]);
    expect(recovery.notices).toHaveLength(1);
    await recovery.finish();
    expect(existsSync(journal(1))).toBe(false);
  });

  it("may be interrupted at any call and run again", async () => {
    const frames = framesOf(1, [1, 2]);
    const plain = createFailingFs({ sync: false });
    leave(frames);
    await (await recover(2, plain)).finish();
    for (const number of plain.calls.keys()) {
      folders.remove();
      await prepareRunsFolder(createFailingFs({ sync: false }), folders.runsDir);
      leave(frames);
      const fs = createFailingFs({ sync: false });
      fs.failAt(number, { kind: "crash" });
      await recover(2, fs)
        .then((recovery) => recovery.finish())
        .catch(() => undefined);
      fs.closeAll();
      await (await recover(3, createFailingFs({ sync: false }))).finish();
      expect(readFileSync(segment(1), "utf8")).toBe(ledgerOf(frames));
      expect(readdirSync(at("2026-11-20")).sort()).toEqual(["run_1.json", "run_2.json"]);
      expect(readdirSync(at("_integrity/journal"))).toEqual([]);
    }
    expect(plain.calls.length).toBeGreaterThan(30);
  });

  it("keeps a torn frame in quarantine and says that nothing acknowledged is missing", async () => {
    leave(framesOf(1, [1]));
    appendFileSync(journal(1), "rmos-frame/1 0000");
    const { entries, notices } = await recover(2);
    expect(entries).toContainEqual(expect.objectContaining({ body: expect.objectContaining({ torn_bytes: 17 }) }));
    expect(notices.join(" ")).toContain("Nothing that was reported as recorded is missing");
    const [name = ""] = quarantined();
    expect(readFileSync(at(`_integrity/quarantine/${name}`), "utf8")).toBe("rmos-frame/1 0000");
  });

  it("makes our own files whole that a power cut left unfinished", async () => {
    const frames = framesOf(1, [1, 2]);
    leave(frames);
    await recover(2);
    truncateSync(record(1), 0);
    const lines = readFileSync(segment(1));
    writeFileSync(segment(1), lines.fill(0, lines.byteLength - 300, lines.byteLength - 100));
    const { entries, notices } = await recover(3);
    expect(readFileSync(record(1), "utf8")).toBe("1\n");
    expect(readFileSync(segment(1), "utf8")).toBe(ledgerOf(frames));
    expect(quarantined()).toEqual([]);
    expect(entries.filter((entry) => entry.body.unfinished === true)).toHaveLength(2);
    expect(notices).toHaveLength(1);
  });

  it("puts a record in its place and what another put there into quarantine", async () => {
    leave(framesOf(1, [1]));
    await recover(2);
    writeFileSync(record(1), "not what was recorded");
    const { entries, notices } = await recover(3);
    expect(readFileSync(record(1), "utf8")).toBe("1\n");
    expect(entries).toContainEqual(
      expect.objectContaining({
        kind: "damage.found",
        body: expect.objectContaining({ path: "2026-11-20/run_1.json" }),
      }),
    );
    expect(notices.join(" ")).toContain("moved to quarantine");
    expect(readFileSync(at(`_integrity/quarantine/${quarantined()[0]}`), "utf8")).toBe("not what was recorded");
  });

  it("adopts as late what a holder wrote after its segment was sealed, and does not put it in place", async () => {
    const frames = framesOf(1, [1, 2, 3]);
    const sealed = frames.slice(0, 2).reduce((sum, frame) => sum + frame.ledgerBytes.byteLength, 0);
    leave(frames);
    leave(framesOf(2, [], [{ epoch: 1, length: sealed, root: "" }]));
    const { entries, notices } = await recover(3);
    expect(existsSync(record(1))).toBe(true);
    expect(existsSync(record(2))).toBe(false);
    expect(readFileSync(segment(1)).byteLength).toBe(sealed);
    expect(entries.filter((entry) => entry.kind === "late.adopted")).toHaveLength(2);
    expect(notices.join(" ")).toContain("late");
    expect(quarantined()).toHaveLength(2);
  });

  it("leaves a journal that grew since it was read to the next start", async () => {
    const frames = framesOf(1, [1, 2]);
    leave(frames.slice(0, 2));
    const recovery = await recover(2);
    leave(frames.slice(2));
    await recovery.finish();
    expect(existsSync(journal(1))).toBe(true);
    await (await recover(3)).finish();
    expect(readFileSync(record(2), "utf8")).toBe("2\n");
  });

  it("moves staged attachments into quarantine, whatever their size, and leaves other names alone", async () => {
    writeFileSync(at("_attachments/.stage-00000001-1.tmp"), "half an attachment");
    writeFileSync(at("_attachments/note.txt"), "foreign");
    const { entries } = await recover(2);
    expect(entries).toMatchObject([{ kind: "store.recovered", body: { staged_attachment: ".stage-00000001-1.tmp" } }]);
    expect(readFileSync(at(`_integrity/quarantine/${quarantined()[0]}`), "utf8")).toBe("half an attachment");
    expect(existsSync(at("_attachments/note.txt"))).toBe(true);
  });

  it("removes stages of replayed records, by whichever epoch", async () => {
    leave(framesOf(1, [1]));
    await recover(2);
    for (const writer of [1, 2]) writeFileSync(at(`2026-11-20/.run_1.json.${epochName(writer)}.tmp`), "half");
    await (await recover(3)).finish();
    expect(readdirSync(at("2026-11-20"))).toEqual(["run_1.json"]);
  });

  it("touches nothing when a journal holds what this version does not know, or another epoch's change", async () => {
    leave(framesOf(1, [1]));
    writeFileSync(journal(2), encodeFrame({ epoch: 7, files: [], ledgerOffset: 0, ledgerBytes: Buffer.alloc(0) }));
    await expect(recover(3)).rejects.toMatchObject({ code: "STORE_DAMAGED" });
    expect(existsSync(journal(1))).toBe(true);
    expect(existsSync(journal(2))).toBe(true);
  });

  it("passes over no change in the middle of a journal that cannot be read: those behind it were acknowledged", async () => {
    leave(framesOf(1, [1, 2, 3]));
    const bytes = readFileSync(journal(1));
    const middle = Math.floor(bytes.byteLength / 2);
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    writeFileSync(journal(1), bytes);
    await expect(recover(2)).rejects.toMatchObject({ code: "STORE_DAMAGED" });
    expect(readFileSync(journal(1)).equals(bytes)).toBe(true);
    expect(existsSync(at("2026-11-20"))).toBe(false);
    expect(quarantined()).toEqual([]);
  });

  it("says damage, and keeps the journal, when ledger lines before it are missing", async () => {
    leave(framesOf(1, [1, 2]).slice(1));
    await expect(recover(2)).rejects.toMatchObject({ code: "STORE_DAMAGED" });
    expect(existsSync(journal(1))).toBe(true);
  });

  it("looks at no journal of its own epoch or a later one", async () => {
    leave(framesOf(2, [1]));
    leave(framesOf(3, [2]));
    expect((await recover(2)).entries).toEqual([]);
    expect(existsSync(record(1))).toBe(false);
  });

  it("refuses when what it put in place cannot be made durable", async () => {
    leave(framesOf(1, [1]));
    const fs = createFailingFs();
    fs.failWhere((call) => call.name === "syncFile", { kind: "refuse", code: "EIO" });
    await expect(recover(2, fs)).rejects.toMatchObject({ code: "IO_FAILED" });
    expect(existsSync(journal(1))).toBe(true);
  });
});
