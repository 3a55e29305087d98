import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { entriesOfKind } from "../../../../src/main/store/entries-of-kind.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { readSegments, writeSegment } from "../../../support/forge-ledger.ts";
import { makeTestFolders, openTestStore, recordChange, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;

beforeEach(async () => {
  folders = makeTestFolders();
  for (const numbers of [
    [1, 2],
    [3, 4],
  ]) {
    const store = await openTestStore(folders);
    for (const number of numbers) await store.commit(recordChange(number));
    await store.close();
  }
});

afterEach(() => folders.remove());

async function numbersOf(before: number | null): Promise<readonly (readonly [string, number])[]> {
  const found: (readonly [string, number])[] = [];
  for await (const { body, seq } of entriesOfKind({ fs: nodeFs, runsDir: folders.runsDir }, "run.recorded", before)) {
    found.push([String(body.run_number), seq]);
  }
  return found;
}

describe("entriesOfKind", () => {
  it("gives the entries of one kind from all segments, newest first", async () => {
    expect((await numbersOf(null)).map(([number]) => number)).toEqual(["4-0", "3-0", "2-0", "1-0"]);
  });

  it("goes on before an entry", async () => {
    const [, second] = await numbersOf(null);
    expect((await numbersOf(second?.[1] ?? 0)).map(([number]) => number)).toEqual(["2-0", "1-0"]);
    expect(await numbersOf(0)).toEqual([]);
  });

  it("passes over lines that cannot be read, and those that no head closes", async () => {
    const [first, second] = readSegments(folders);
    if (first === undefined || second === undefined) throw new Error("no segments");
    writeSegment(folders, { ...first, lines: first.lines.map((line) => line.replace('"run_number":"2-0"', '"run_n')) });
    const last = second.lines.findLastIndex((line) => line.includes('"run.recorded"'));
    writeSegment(folders, { ...second, lines: second.lines.slice(0, last + 1) });
    expect((await numbersOf(null)).map(([number]) => number)).toEqual(["3-0", "1-0"]);
  });
});
