import { appendFileSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findVerifier } from "../../../../src/main/store/ledger-keys.ts";
import { LedgerVerifier } from "../../../../src/main/store/ledger-verifier.ts";
import type { OutsideHead } from "../../../../src/main/store/outside-head.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { createFailingFs } from "../../../support/failing-fs.ts";
import { freezeFolder } from "../../../support/frozen-fs.ts";
import { openTestStore, recordChange, type TestFolders } from "../../../support/open-test-store.ts";
import { makeLedgerFolder, segmentOf } from "./judged-ledger.ts";

let folders: TestFolders;

beforeEach(async () => {
  folders = makeLedgerFolder();
  for (const numbers of [[1, 2], [3], [4]]) {
    const store = await openTestStore(folders);
    for (const number of numbers) await store.commit(recordChange(number));
    await store.close();
  }
});

afterEach(() => folders.remove());

function firstKey() {
  const identity = JSON.parse(readFileSync(`${folders.runsDir}/_integrity/store.json`, "utf8")) as {
    first_public_key: string;
  };
  return findVerifier(identity.first_public_key);
}

/** Verifies the ledger; the codes and reasons of its faults with the file each is about. */
function verify(options: { readonly fs?: typeof nodeFs; readonly outsideHeads?: readonly OutsideHead[] } = {}) {
  const { fs = nodeFs, outsideHeads = [] } = options;
  const verifier = new LedgerVerifier({ fs, runsDir: folders.runsDir, firstKey: firstKey(), outsideHeads });
  const entries = [...verifier.entries()];
  const result = verifier.result();
  return { ...result, entries, codes: result.faults.map(({ code, path }) => `${code} ${path.slice(-9, -7)}`) };
}

describe("LedgerVerifier", () => {
  it("finds nothing in a ledger over several epochs, and gives all of it", () => {
    const { entries, faults, heads, head, root, comparisons, isReliable, lastEpoch, keys } = verify();
    expect(faults).toEqual([]);
    expect(entries.map(({ entry }) => entry.seq)).toEqual([...entries.keys()]);
    expect(entries).toHaveLength(11);
    expect([heads, head?.size, comparisons, isReliable, lastEpoch, keys.length]).toEqual([10, 11, [], true, 3, 1]);
    expect(root).toMatch(/^[0-9a-f]{64}$/);
  });

  it("names each way a segment can be spoiled by its file", () => {
    const two = segmentOf(folders, 2);
    rmSync(two.path);
    expect(verify().codes).toEqual(["LEDGER_MISSING 02"]);
    writeFileSync(two.path, "");
    expect(verify().codes).toEqual(["LEDGER_TRUNCATED 02"]);
    writeFileSync(two.path, two.text.subarray(0, -1));
    expect(verify().codes).toEqual(["LEDGER_TRUNCATED 02"]);
    writeFileSync(two.path, two.text);
    appendFileSync(two.path, "more");
    expect(verify().codes).toEqual(["LEDGER_TORN 02"]);
    writeFileSync(two.path, segmentOf(folders, 1).text);
    expect(verify().codes).toEqual(["LEDGER_DAMAGED 02"]);
    writeFileSync(two.path, two.text);
    const three = segmentOf(folders, 3);
    truncateSync(three.path, three.text.byteLength - 10);
    expect(verify().codes).toEqual(["LEDGER_TORN 03"]);
    truncateSync(three.path, 0);
    expect(verify().codes).toEqual(["LEDGER_TRUNCATED 03"]);
  });

  it("goes on behind damage: what comes after it is verified all the same", () => {
    const one = segmentOf(folders, 1);
    writeFileSync(one.path, one.text.subarray(0, one.text.byteLength >> 1));
    const { codes, entries, root } = verify();
    expect(codes).toEqual(["LEDGER_TRUNCATED 01"]);
    expect(entries.filter(({ isDoubtful }) => !isDoubtful).map(({ entry }) => entry.epoch)).toContain(3);
    expect(root).not.toBeNull();
    const three = segmentOf(folders, 3);
    writeFileSync(three.path, three.text.toString("utf8").replace('"uid":"tester"', '"uid":"nobody"'));
    expect(verify().codes).toEqual(["LEDGER_TRUNCATED 01", "LEDGER_REWRITTEN 03"]);
  });

  it("finds swapped segments, both", () => {
    const [one, two] = [segmentOf(folders, 1).path, segmentOf(folders, 2).path];
    renameSync(one, `${one}.x`);
    renameSync(two, one);
    renameSync(`${one}.x`, two);
    expect(verify().codes).toEqual(["LEDGER_DAMAGED 01", "LEDGER_DAMAGED 02"]);
  });

  it("compares outside heads on its way", () => {
    const { root } = verify();
    const head = { source: "kept", size: 11, root: root ?? "", place: null };
    expect(verify({ outsideHeads: [head] }).comparisons).toMatchObject([{ result: "same" }]);
    expect(verify({ outsideHeads: [{ ...head, size: 10 }] }).comparisons).toMatchObject([{ result: "rewritten" }]);
    expect(verify({ outsideHeads: [{ ...head, size: 12 }] }).comparisons).toMatchObject([{ result: "rolled-back" }]);
  });

  it("calls nothing torn that a program is writing just now", async () => {
    const store = await openTestStore(folders);
    await store.commit(recordChange(5));
    await store.settled();
    const { path, text } = segmentOf(folders, 4);
    for (const cut of [1, 50, 300]) {
      const fs = freezeFolder(folders.root);
      fs.replace(path, text.subarray(0, -cut));
      const { faults, entries } = verify({ fs });
      expect(faults).toEqual([]);
      expect(entries.at(-1)?.entry.kind).toBe("run.recorded");
    }
    await store.close();
  });

  it("never throws and never hangs, whatever bytes lie there", () => {
    const fs = freezeFolder(folders.root);
    const paths = [1, 2, 3].map((epoch) => segmentOf(folders, epoch).path);
    const originals = new Map(paths.map((path) => [path, Buffer.from(fs.bytesOf(path))]));
    fc.assert(
      fc.property(
        fc.constantFrom(...paths),
        fc.nat(),
        fc.nat(200),
        fc.uint8Array({ maxLength: 300 }),
        (path, at, cut, put) => {
          const whole = originals.get(path) ?? Buffer.alloc(0);
          const offset = at % (whole.byteLength + 1);
          fs.replace(path, Buffer.concat([whole.subarray(0, offset), put, whole.subarray(offset + cut)]));
          const isSame = fs.bytesOf(path).equals(whole);
          expect(verify({ fs }).faults.length > 0).toBe(!isSame);
          fs.replace(path, whole);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("passes on what the drive says, and no other error", () => {
    const fs = createFailingFs();
    fs.failWhere(({ name }) => name === "read", { kind: "refuse", code: "EIO" });
    expect(() => verify({ fs })).toThrow(expect.objectContaining({ code: "IO_FAILED" }));
  });
});
