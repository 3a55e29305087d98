import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recordRun } from "../../src/main/ingest/record-run.ts";
import { INLINE_LIMIT_BYTES } from "../../src/main/ingest/request-attachments.ts";
import { ENTRY_KINDS } from "../../src/main/store/ledger-entry.ts";
import type { RunStore } from "../../src/main/store/run-store.ts";
import { STORE_FORMAT } from "../../src/main/store/store-identity.ts";
import { STORE_FOLDERS, STORE_PATHS } from "../../src/main/store/store-layout.ts";
import { systemClock } from "../../src/main/system/clock.ts";
import { createIdSource } from "../../src/main/system/ids.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../support/open-test-store.ts";
import { textOf } from "./source-files.ts";

const TEXT = textOf("resources/format/format.md");
const ACTOR = { uid: "tester", role: "machinist", sid: "s1" };

/** The checking program that the text gives its readers. */
const PROGRAM = /```python\n([\s\S]*?)```/.exec(TEXT)?.[1] ?? "";

function has(command: string, ...argument: readonly string[]): boolean {
  return spawnSync(command, argument).status === 0;
}

/** The program needs what any auditor has; a machine without it cannot run these tests. */
const canRun = has("python3", "--version") && has("openssl", "pkeyutl", "-help");

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
});

afterEach(() => {
  folders.remove();
});

async function withStore<Result>(work: (store: RunStore) => Promise<Result>): Promise<Result> {
  const store = await openTestStore(folders);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Records a run with a file; returns the path of its record. */
function record(store: RunStore, toolId: string): Promise<string> {
  const request = { mode: "saw", tool_id: toolId, status: "OK", feasibility: { risk_level: "GREEN" }, toolpaths: [1] };
  const bytes = Buffer.from(JSON.stringify(request));
  const services = { store, clock: systemClock, ids: createIdSource(), fs: nodeFs };
  const incoming = { bytes, name: null, filesBase: null, actor: ACTOR, requestId: "r" };
  return recordRun(services, incoming).then((run) => run.path);
}

function runProgram(): { readonly status: number | null; readonly lines: readonly string[] } {
  const program = join(folders.root, "check.py");
  writeFileSync(program, PROGRAM);
  const { status, stdout, stderr } = spawnSync("python3", [program, folders.runsDir], { encoding: "utf8" });
  expect(stderr).toBe("");
  return { status, lines: stdout.trimEnd().split("\n") };
}

function firstSegment(): string {
  const folder = join(folders.runsDir, STORE_PATHS.ledger);
  return join(folder, readdirSync(folder).sort()[0] ?? "");
}

describe("the format text", () => {
  it("names every kind of entry, and no other", () => {
    const section = /### Kinds of entry([\s\S]*?)\n## /.exec(TEXT)?.[1] ?? "";
    const rows = section.split("\n").filter((line) => line.startsWith("| `"));
    const named = rows.flatMap((row) =>
      [...(row.split("|")[1] ?? "").matchAll(/`([a-z.-]+)`/g)].map((match) => match[1]),
    );
    expect(named.sort()).toEqual([...ENTRY_KINDS].sort());
  });

  it("names every folder and fixed file of a store", () => {
    const fixed = Object.values(STORE_PATHS).map((path) => path.replace(/^_integrity\/|^_index\/.*/, ""));
    const folderNames = STORE_FOLDERS.map((path) => path.replace(/^_integrity\//, ""));
    expect([...fixed, ...folderNames].filter((name) => !TEXT.includes(name))).toEqual([]);
  });

  it("lists the fields of a record in their order", async () => {
    const path = await withStore((store) => record(store, "T1"));
    const fields = Object.keys(JSON.parse(readFileSync(join(folders.runsDir, path), "utf8")) as object);
    const section = /## 2\. The record([\s\S]*?)\n- /.exec(TEXT)?.[1] ?? "";
    const listed = [...section.replaceAll(/\([^)]*\)/g, "").matchAll(/`([a-z_0-9]+)`/g)].map((match) => match[1]);
    expect(listed.slice(0, fields.length)).toEqual(fields);
  });

  it("gives the numbers that the program goes by", () => {
    const limits = [...TEXT.matchAll(/above ([\d,]+) bytes/g)].map((match) => match[1]);
    expect(new Set(limits)).toEqual(new Set([INLINE_LIMIT_BYTES.toLocaleString("en-US")]));
    expect(TEXT).toContain(`RMOS Runs store, format ${STORE_FORMAT}\n`);
  });

  describe.skipIf(!canRun)("its own checking program", () => {
    let paths: readonly string[];

    beforeEach(async () => {
      const first = await withStore((store) => Promise.all(["T1", "T2", "T3"].map((tool) => record(store, tool))));
      const second = await withStore((store) => record(store, "T4"));
      paths = [...first, second];
    });

    it("finds nothing wrong in a store over two epochs, and has seen all of it", () => {
      const { status, lines } = runProgram();
      // Four records, the store's identity, and a token for each epoch.
      expect(lines).toEqual([expect.stringMatching(/^\d+ entries, 7 files, 0 bytes waiting in the journal, 0 wrong$/)]);
      expect(status).toBe(0);
    });

    it("tells a changed record from a foreign one", () => {
      const [changed = ""] = paths;
      const planted = `${dirname(changed)}/run_planted.json`;
      appendFileSync(join(folders.runsDir, changed), " ");
      mkdirSync(join(folders.runsDir, dirname(planted)), { recursive: true });
      writeFileSync(join(folders.runsDir, planted), "{}");
      const { status, lines } = runProgram();
      expect(status).toBe(1);
      expect(lines[0]).toBe(`${changed}: changed`);
      expect(lines[1]).toMatch(/run_planted\.json: foreign$/);
    });

    it("sees an entry that was edited, and a head that was signed by no one", () => {
      const segment = firstSegment();
      const text = readFileSync(segment, "utf8");
      writeFileSync(segment, text.replace('"uid":"tester"', '"uid":"nobody"'));
      expect(runProgram().lines.join("\n")).toMatch(/does not join on[\s\S]*do not match|does not match/);
      const cut = text.replace(
        /([A-Za-z0-9+/]{20})(=*)\\n"}\n/,
        (_all, _part, pad) => `${"A".repeat(20)}${pad}\\n"}\n`,
      );
      writeFileSync(segment, cut);
      expect(runProgram().lines[0]).toMatch(/the signature over \d+ entries does not hold/);
    });
  });
});
