import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256Hex } from "../../src/main/canonical/digest.ts";
import type { Application } from "../../src/main/operations/application.ts";
import type { StoreReport } from "../../src/shared/operations/check-operations.ts";
import { recordSmallRun, withStore } from "../fixtures/bad-stores/small-store.ts";
import { frozenApplication } from "../support/frozen-application.ts";
import { type FrozenFs, freezeFolder } from "../support/frozen-fs.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { openTestApplication, runInProcess } from "../support/test-application.ts";
import { codeFor } from "../support/turn-bits.ts";

const TERMINAL = { door: "command-line" } as const;
const ACTOR = { uid: "tester", role: "machinist", sid: "s1" };
/** The catalog has 200,000 bytes, over which one fingerprint decides: which byte it is makes no difference, so some of them will do. */
const CATALOG_STEP = 211;

let folders: TestFolders;
let fs: FrozenFs;
let app: Application;

/** A closed store with one file of every kind there is, each as small as it can be. */
beforeAll(async () => {
  folders = makeTestFolders();
  await withStore(folders, async (store) => {
    const run = await recordSmallRun(store);
    const { sha256, sizeBytes } = await store.putAttachment([Buffer.from("G90\n")]);
    const path = `_attachments/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
    const body = { sha256, kind: "gcode", mime: null, filename: "op20.nc", size_bytes: sizeBytes };
    const added = { kind: "attachment.added", subject: run.run_id, path, sha256, size: sizeBytes, body } as const;
    const bytes = Buffer.from('{"advisory_id":"adv_1"}\n');
    const link = { path: run.path.replace(/\.json$/, "_advisory_adv_1.json"), bytes };
    const vouched = { path: link.path, sha256: sha256Hex(bytes), size: bytes.byteLength };
    const attached = {
      kind: "advisory.attached",
      subject: run.run_id,
      body: { advisory_id: "adv_1" },
      ...vouched,
    } as const;
    await store.commit({ files: [link], entries: [added, attached], actor: ACTOR, requestId: "r" });
  });
  const writer = await openTestApplication(folders, { reserveBytes: 64 });
  await writer.call("run.query", {}, TERMINAL);
  await writer.close();
  fs = freezeFolder(folders.root);
  app = frozenApplication(folders, fs);
});

afterAll(() => folders.remove());

/** What a changed byte of each file must be called. A file that nobody decided about fails the test. */
function wantedCode(path: string): string {
  if (path.startsWith("_index/")) return "CATALOG_DIFFERS";
  if (path === "_integrity/reserve.bin") return "STORE_FILE_CHANGED";
  if (/^(_integrity\/(ledger|keys|epochs)\/|_integrity\/store\.json$|_attachments\/|\d{4}-\d{2}-\d{2}\/)/.test(path)) {
    return codeFor(path);
  }
  throw new Error(`nobody decided what a changed byte of ${path} means`);
}

async function checkStore() {
  const { exitCode, out } = await runInProcess(folders, ["check", "--store", "--json"], { app });
  return { exitCode, report: (JSON.parse(out) as { value: StoreReport }).value };
}

async function problemOf(path: string): Promise<string | null> {
  const { exitCode, report } = await checkStore();
  const { findings } = report;
  const isNamed = findings.length > 0 && findings.every((one) => one.path === path && one.code === wantedCode(path));
  if (exitCode === 1 && isNamed && report.verdict !== "intact") return null;
  return `exit ${exitCode}, ${findings.map((one) => `${one.code} at ${one.path}`).join(", ") || "nothing"}`;
}

async function turnBytesOf(path: string, step: number): Promise<{ flips: number; missed: readonly string[] }> {
  const bytes = fs.bytesOf(`${folders.runsDir}/${path}`);
  const missed: string[] = [];
  let flips = 0;
  for (let offset = 0; offset < bytes.byteLength; offset += step) {
    const value = bytes.readUInt8(offset);
    bytes.writeUInt8(value ^ (1 << (offset & 7)), offset);
    const problem = await problemOf(path);
    if (problem !== null) missed.push(`${path} byte ${offset}: ${problem}`);
    bytes.writeUInt8(value, offset);
    flips += 1;
  }
  return { flips, missed };
}

describe("rmos-runs check --store, after one bit of one byte turned over", () => {
  it("exits with 1 and names that file and kind, whichever byte of whichever file it is", {
    timeout: 900_000,
  }, async () => {
    expect(await checkStore()).toMatchObject({ exitCode: 0, report: { verdict: "intact", findings: [] } });
    const told: string[] = [];
    const missed: string[] = [];
    let flips = 0;
    for (const path of filesOfStore()) {
      const found = await turnBytesOf(path, path === "_index/catalog.db" ? CATALOG_STEP : 1);
      told.push(`${path}: ${found.flips}`);
      missed.push(...found.missed);
      flips += found.flips;
    }
    process.stdout.write(
      `check --store: ${flips} flips, ${flips - missed.length} found and named\n${told.join("\n")}\n`,
    );
    expect(missed).toEqual([]);
    expect(flips).toBeGreaterThan(7_000);
    expect((await checkStore()).exitCode).toBe(0);
  });

  it("leaves out only what has no bytes in a closed store", () => {
    const empty = filesOfStore().filter((path) => fs.bytesOf(`${folders.runsDir}/${path}`).byteLength === 0);
    expect(empty.filter((path) => !path.startsWith("_integrity/journal/"))).toEqual(["_integrity/gate.db"]);
    // The name card and the lock go with whoever held the folder.
    expect(filesOfStore().filter((path) => /owner\.json|\/lock/.test(path))).toEqual([]);
  });
});

function filesOfStore(): readonly string[] {
  return fs.paths
    .filter((path) => path.startsWith(`${folders.runsDir}/`))
    .map((path) => path.slice(folders.runsDir.length + 1));
}
