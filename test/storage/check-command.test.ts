import { cpSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { epochName } from "../../src/main/store/store-layout.ts";
import type { PastCheck, StoreReport } from "../../src/shared/operations/check-operations.ts";
import { makeSmallStore, type SmallStore } from "../fixtures/bad-stores/small-store.ts";
import { inFolder } from "../support/check-folder.ts";
import { runCommand } from "../support/command-process.ts";
import { forgeLedger, isEntry, readSegments, signerOf, writeSegment } from "../support/forge-ledger.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { readFolder } from "../support/read-folder.ts";

let folders: TestFolders;
let small: SmallStore;
let older: string;

async function command<Value>(...args: readonly string[]): Promise<readonly [number | null, Value]> {
  const { exitCode, json } = await runCommand(folders, [...args, "--json"]);
  return [exitCode, json<Value>().value];
}

/** The exit code, and what was found where, as `check --store` says it. */
async function checked(): Promise<readonly [number | null, readonly string[]]> {
  const [exitCode, report] = await command<StoreReport>("check", "--store");
  return [exitCode, [...new Set(report.findings.map(({ code, path }) => `${code} ${path}`))]];
}

/** The same against the head that was taken away before. */
async function compared(): Promise<readonly [number | null, readonly string[]]> {
  const [exitCode, report] = await command<StoreReport>("checkpoint", "verify", older);
  return [exitCode, [...new Set(report.findings.map(({ code }) => code))]];
}

beforeAll(async () => {
  folders = makeTestFolders();
  small = await makeSmallStore(folders);
  // Everything that the program itself puts into a folder is there: catalog, reserve, lock files.
  const { exitCode } = await runCommand(folders, ["run", "annotate", small.runId, "--note", "edge ok"]);
  expect(exitCode).toBe(0);
  older = join(folders.root, "older.note");
  expect((await runCommand(folders, ["checkpoint", "--out", older])).exitCode).toBe(0);
  expect((await runCommand(folders, ["run", "annotate", small.runId, "--note", "still ok"])).exitCode).toBe(0);
  for (const folder of [folders.runsDir, folders.dataDir]) cpSync(folder, keptCopyOf(folder), { recursive: true });
});

/** Both folders: what this PC noted of a folder would show that it was put back alone. */
function keptCopyOf(folder: string): string {
  return `${folder}-as-it-was`;
}

afterEach(() => {
  for (const folder of [folders.runsDir, folders.dataDir]) {
    rmSync(folder, { recursive: true });
    cpSync(keptCopyOf(folder), folder, { recursive: true });
  }
});

afterAll(() => folders.remove());

describe("rmos-runs check --store", () => {
  it("exits with 0 on an intact store, says so, and changes nothing", async () => {
    const before = readFolder(folders.runsDir);
    const [exitCode, report] = await command<StoreReport>("check", "--store");
    expect([exitCode, report.verdict, report.findings]).toEqual([0, "intact", []]);
    expect(report.runs).toEqual({ total: 3, verdicts: { intact: 3 } });
    const said = await runCommand(folders, ["check", "--store"]);
    expect([said.exitCode, said.text]).toEqual([0, expect.stringContaining("No change found since it was recorded.")]);
    expect(readFolder(folders.runsDir)).toEqual(before);
  });

  /** A file by what it is, the byte that is turned (the middle one where none is named), and what must be found of it. */
  interface TurnedByte {
    readonly what: string;
    readonly path: () => string;
    readonly code: string;
    readonly at?: (bytes: Buffer) => number;
  }

  const headAt = (bytes: Buffer): number => bytes.indexOf('{"cp"') + 60;
  const bytes: readonly TurnedByte[] = [
    { what: "a record", path: () => small.records[1] ?? "", code: "RECORD_CHANGED" },
    { what: "a link", path: () => small.link, code: "LINK_CHANGED" },
    { what: "a file of a run", path: () => small.attachment, code: "ATTACHMENT_CHANGED" },
    {
      what: "an entry of the ledger",
      path: () => "_integrity/ledger/00000001.ndjson",
      code: "LEDGER_DAMAGED",
      at: () => 99,
    },
    { what: "a signed head", path: () => "_integrity/ledger/00000002.ndjson", code: "LEDGER_DAMAGED", at: headAt },
    { what: "the identity", path: () => "_integrity/store.json", code: "STORE_FILE_CHANGED" },
    { what: "a token", path: () => "_integrity/epochs/00000002.json", code: "STORE_FILE_CHANGED" },
    { what: "a public key", path: keyFile, code: "STORE_FILE_CHANGED" },
    { what: "the reserve", path: () => "_integrity/reserve.bin", code: "STORE_FILE_CHANGED" },
    { what: "the catalog", path: () => "_index/catalog.db", code: "CATALOG_DIFFERS" },
    { what: "the fingerprint of the catalog", path: () => "_index/catalog.sha256", code: "CATALOG_DIFFERS" },
  ];

  function keyFile(): string {
    return `_integrity/keys/${readdirSync(inFolder(folders, "_integrity/keys"))[0] ?? ""}`;
  }

  it.each(bytes)(
    "exits with 1 when one byte of $what is another, and names file and kind",
    async ({ path, code, at }) => {
      const file = inFolder(folders, path());
      const content = readFileSync(file);
      const offset = at?.(content) ?? Math.floor(content.byteLength / 2);
      content.writeUInt8(content.readUInt8(offset) ^ 1, offset);
      writeFileSync(file, content);
      expect(await checked()).toEqual([1, [`${code} ${path()}`]]);
    },
  );

  it("exits with 1 when a file is missing, or one lies there that nobody recorded", async () => {
    rmSync(inFolder(folders, small.attachment));
    expect(await checked()).toEqual([1, [`ATTACHMENT_MISSING ${small.attachment}`]]);
    writeFileSync(inFolder(folders, "2026-11-20.txt"), "x");
    expect((await checked())[1]).toContain("FOREIGN_FILE 2026-11-20.txt");
  });

  it("says in words what to do, the worst first", async () => {
    const record = inFolder(folders, small.records[0] ?? "");
    writeFileSync(record, `${readFileSync(record, "utf8")} `);
    writeFileSync(inFolder(folders, "note.txt"), "x");
    const { exitCode, text } = await runCommand(folders, ["check", "--store"]);
    expect(exitCode).toBe(1);
    expect(text.indexOf("RECORD_CHANGED")).toBeLessThan(text.indexOf("FOREIGN_FILE"));
    expect(text).toContain("Do not use it. Tell your supervisor.");
  });

  it("refuses what makes no sense, and says which folder is not there", async () => {
    const exit = async (...args: readonly string[]) => (await runCommand(folders, args)).exitCode;
    expect(await exit("check")).toBe(2);
    expect(await exit("check", "--all", "--store")).toBe(2);
    expect(await exit("check", "--all", "--since", "yesterday")).toBe(2);
    expect(await exit("check", small.runId, "--resume")).toBe(2);
    expect(await exit("check", "--store", "--runs-dir", join(folders.root, "nowhere"))).toBe(3);
    expect(await exit("check", "report", "0")).toBe(3);
  });
});

describe("checks that are recorded", () => {
  it("stand in the ledger with their reports, and the folder is intact with them", async () => {
    const [exitCode, report] = await command<StoreReport & { recorded: { seq: number } }>(
      "check",
      "--store",
      "--record",
    );
    expect(exitCode).toBe(0);
    const [, past] = await command<{ checks: PastCheck[] }>("check", "past");
    expect(past.checks).toMatchObject([{ seq: report.recorded.seq, verdict: "intact", runs: 3, odd_runs: 0 }]);
    const [, again] = await command<{ report: StoreReport }>("check", "report", `${report.recorded.seq}`);
    expect(again.report).toMatchObject({ verdict: "intact", ledger: report.ledger });
    expect(await checked()).toEqual([0, []]);
    const [, health] = await command<{ last_full_check: unknown }>("health");
    expect(health.last_full_check).toMatchObject({ verdict: "intact" });
    expect((await runCommand(folders, ["check", "past"])).text).toContain("the whole folder");
  });

  it("can be of all runs of a period, or of all files", async () => {
    expect((await command<StoreReport>("check", "--all", "--until", "2000-01-01"))[1].runs.total).toBe(0);
    const [exitCode, files] = await command<StoreReport>("attachment", "check", "--all");
    expect([exitCode, files.what, files.verdict]).toEqual([0, "attachments", "intact"]);
    writeFileSync(inFolder(folders, small.attachment), "G91\n");
    expect((await command("attachment", "check", "--all"))[0]).toBe(1);
    expect((await command("attachment", "check", basename(small.attachment)))[0]).toBe(1);
    expect((await command("attachment", "check", "0".repeat(64)))[0]).toBe(3);
  });
});

describe("rmos-runs checkpoint verify", () => {
  it("finds that an honest ledger goes on from the older head", async () => {
    expect((await command("run", "annotate", small.runId, "--note", "more"))[0]).toBe(0);
    expect(await compared()).toEqual([0, []]);
    const { text } = await runCommand(folders, ["checkpoint", "verify", older]);
    expect(text).toMatch(/^The ledger begins with the \d+ entries of the older head; it has \d+ now\./);
  });

  const edits: Readonly<Record<string, (lines: readonly string[]) => readonly string[]>> = {
    "an entry removed": (lines) => lines.toSpliced(runAt(lines), 1),
    "an entry removed with its head": (lines) => lines.toSpliced(runAt(lines, 1), 2),
    "two entries in another order": (lines) => {
      const [one, two] = [runAt(lines, 0), runAt(lines, 1)];
      return lines.with(one, lines[two] ?? "").with(two, lines[one] ?? "");
    },
    "an entry rewritten": (lines) => lines.with(runAt(lines), (lines[runAt(lines)] ?? "").replace("tester", "nobody")),
  };

  function runAt(lines: readonly string[], number = 0): number {
    return [...lines.keys()].filter((index) => lines[index]?.includes('"kind":"run.recorded"'))[number] ?? -1;
  }

  it.each(Object.entries(edits))("names %s rewriting, not damage", async (_what, edit) => {
    const [first] = readSegments(folders);
    if (first === undefined) throw new Error("no segment");
    writeSegment(folders, { ...first, lines: edit(first.lines) });
    expect(await compared()).toEqual([1, ["LEDGER_REWRITTEN"]]);
  });

  it.each([
    ["removed", (kind: string) => kind === "attachment.added"],
    ["rewritten", () => false],
  ] as const)("names an entry %s, with the whole chain made and signed anew, rewriting", async (_what, isGone) => {
    forgeLedger(folders, signerOf(folders), (entry) =>
      isGone(entry.kind) ? null : { ...entry, actor: { ...entry.actor, uid: "nobody" } },
    );
    expect(await compared()).toEqual([1, ["LEDGER_REWRITTEN"]]);
  });

  it("names entries in another order, with the whole chain made and signed anew, rewriting", async () => {
    const [first] = readSegments(folders);
    const at = first?.lines.findIndex((line) => line.includes('"run.recorded"')) ?? -1;
    const [one = "", two = ""] = first?.lines.slice(at, at + 2) ?? [];
    if (first === undefined || !isEntry(two)) throw new Error("the first two runs are not one group");
    writeSegment(folders, { ...first, lines: first.lines.with(at, two).with(at + 1, one) });
    forgeLedger(folders, signerOf(folders), (entry) => entry);
    expect(await compared()).toEqual([1, ["LEDGER_REWRITTEN"]]);
  });

  it("names an end that was cut off cleanly a rollback", async () => {
    const [before, last] = readSegments(folders).slice(-2);
    if (before === undefined || last === undefined) throw new Error("no segments");
    for (const path of [`ledger/${epochName(last.epoch)}.ndjson`, `epochs/${epochName(last.epoch)}.json`]) {
      rmSync(inFolder(folders, `_integrity/${path}`));
    }
    writeSegment(folders, { ...before, lines: before.lines.slice(0, -2) });
    expect(await compared()).toEqual([1, ["ROLLED_BACK"]]);
  });

  it("cannot be satisfied with another file, nor with a head that somebody made", async () => {
    const strange = join(folders.root, "strange.note");
    writeFileSync(strange, "not a head\n");
    expect((await command<StoreReport>("checkpoint", "verify", strange))[1].findings).toMatchObject([
      { code: "OUTSIDE_HEAD_UNREADABLE" },
    ]);
    renameSync(strange, join(folders.root, "elsewhere.note"));
    expect((await runCommand(folders, ["checkpoint", "verify", strange])).exitCode).toBe(3);
  });
});

describe("rmos-runs proof", () => {
  it("saves a proof that the ledger records a run", async () => {
    const out = join(folders.root, `${small.runId}.tlog-proof`);
    expect((await runCommand(folders, ["proof", small.runId, "--out", out])).exitCode).toBe(0);
    expect(readFileSync(out, "utf8")).toMatch(/^c2sp\.org\/tlog-proof@v1\nextra /);
    expect(statSync(out).size).toBe((await runCommand(folders, ["proof", small.runId])).stdout.byteLength);
    // It holds a signed head, and the ledger still begins with that.
    expect((await runCommand(folders, ["checkpoint", "verify", out])).exitCode).toBe(0);
    expect((await runCommand(folders, ["proof", `run_${"0".repeat(32)}`])).exitCode).toBe(3);
  });
});
