import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFinding } from "../../src/main/check/finding-sentences.ts";
import { runVerdict } from "../../src/main/check/run-verdict.ts";
import { recordRun } from "../../src/main/ingest/record-run.ts";
import { INLINE_LIMIT_BYTES } from "../../src/main/ingest/request-attachments.ts";
import { ENTRY_KINDS } from "../../src/main/store/ledger-entry.ts";
import type { RunStore } from "../../src/main/store/run-store.ts";
import { STORE_FORMAT } from "../../src/main/store/store-identity.ts";
import { STORE_FOLDERS, STORE_PATHS } from "../../src/main/store/store-layout.ts";
import { systemClock } from "../../src/main/system/clock.ts";
import { createIdSource } from "../../src/main/system/ids.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import { FINDING_CODES, type FindingCode } from "../../src/shared/finding.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../support/open-test-store.ts";
import { textOf } from "./source-files.ts";

const TEXT = textOf("resources/format/format.md");
const ACTOR = { uid: "tester", role: "machinist", sid: "s1" };

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

  it("names every finding, with its severity and what it leaves of the verdict", () => {
    const section = /### Findings\n([\s\S]*?)\n## /.exec(TEXT)?.[1] ?? "";
    const rows = [...section.matchAll(/^\| `([A-Z_]+)` \| (\w+) \| ([\w-]+) \| (.+) \|$/gm)].map((match) =>
      match.slice(1, 4),
    );
    const codes = Object.entries(FINDING_CODES) as [FindingCode, string][];
    const held = codes.map(([code, severity]) => [code, severity, runVerdict([makeFinding(code, { name: "x" })])]);
    expect(rows).toEqual(held);
  });

  it("says of the checking program what that says of itself", () => {
    const program = textOf("resources/format/check-ledger.py");
    const usage = /^ {4}(check-ledger\.py .*)$/gm;
    const inProgram = [...program.matchAll(usage)].map((match) => match[1]?.replace("KEY...", "KEY"));
    expect(inProgram).toHaveLength(3);
    expect(inProgram.filter((line) => !TEXT.includes(`    python3 ${line}\n`))).toEqual([]);
  });
});
