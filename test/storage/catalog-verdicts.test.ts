import { rmSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CatalogDatabase } from "../../src/main/catalog/catalog-database.ts";
import { UNWATCHED } from "../../src/main/catalog/catalog-host.ts";
import { openCatalogSource } from "../../src/main/catalog/catalog-source.ts";
import { deriveInto } from "../../src/main/catalog/derive-catalog.ts";
import { WritableCatalog } from "../../src/main/catalog/writable-catalog.ts";
import { commitImport } from "../../src/main/ingest/commit-import.ts";
import { recordRun } from "../../src/main/ingest/record-run.ts";
import { runCheckEvent, storeCheckEvent, tryRecordCheck } from "../../src/main/operations/record-check.ts";
import { runStoreCheck } from "../../src/main/operations/run-store-check.ts";
import { MAX_ODD_IN_EVENT } from "../../src/main/store/check-event.ts";
import { attachmentPath, resolveStorePath } from "../../src/main/store/store-layout.ts";
import { systemClock } from "../../src/main/system/clock.ts";
import { createIdSource } from "../../src/main/system/ids.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import type { StoreCheckScope } from "../../src/shared/operations/check-operations.ts";
import type { RunRow } from "../../src/shared/operations/run-operations.ts";
import { madeStore } from "../unit/main/catalog/made-store.ts";

const OLDER_STORE = "test/fixtures/older-stores/v2-store";
const CALL = { actor: { uid: "anna", role: "machinist", sid: "s1" }, requestId: "req-1" } as const;
const WHOLE: StoreCheckScope = { what: "runs", from: null, to: null, run_ids: null };

const logger = {
  note: () => undefined,
  fault(event: string, error: unknown): never {
    throw new Error(event, { cause: error });
  },
};

/** A store and a catalog that is told of every commit as the program tells it. */
async function madePair() {
  const made = await madeStore();
  const catalog = await WritableCatalog.open(made.host);
  const source = openCatalogSource(nodeFs, made.folders.runsDir);
  return {
    made,
    async keepUp(): Promise<void> {
      for (const commit of made.commits.splice(0)) await catalog.apply(commit);
    },
    rows: () => catalog.use("read all rows", rowsOf),
    verify: () => catalog.verify(UNWATCHED),
    /** The rows of a catalog that is derived from the files as they are now. */
    async derivedRows(): Promise<ReadonlyMap<string, RunRow>> {
      const database = CatalogDatabase.build("");
      await deriveInto(database, source, { control: UNWATCHED, expected: null });
      const rows = rowsOf(database);
      database.close();
      return rows;
    },
    async close(): Promise<void> {
      await catalog.close();
      await made.close();
    },
  };
}

type Pair = Awaited<ReturnType<typeof madePair>>;

function rowsOf(database: CatalogDatabase): ReadonlyMap<string, RunRow> {
  const rows = new Map<string, RunRow>();
  for (let last = ""; ; ) {
    const group = database.contents().runsBehind(last, 100);
    for (const { row } of group) rows.set(row.run_id, row);
    if (group.length < 100) return rows;
    last = group.at(-1)?.row.run_id ?? last;
  }
}

/** Checks for real and records what was found, as the program does. */
async function check({ made }: Pair, scope: StoreCheckScope): Promise<void> {
  const { dataDir, runsDir } = made.folders;
  const throughSeq = made.store.ledgerHead()?.size ?? 0;
  const report = await runStoreCheck(
    { fs: nodeFs, clock: systemClock },
    { runsDir, dataDir, scope, from: null },
    { signal: new AbortController().signal, progress: () => undefined, keep: () => undefined },
  );
  const subject = made.store.identity?.storeId ?? "";
  const entry = { subject, event: storeCheckEvent(report, throughSeq), report };
  expect(await tryRecordCheck({ store: made.store, logger }, entry, CALL)).not.toBeNull();
}

const services = { clock: systemClock, ids: createIdSource(), fs: nodeFs };
const DECISION = { risk_level: "GREEN", score: 90, block_reason: null, warnings: [], details: {} };
const WHOLE_REQUEST = {
  ...{ mode: "saw", tool_id: "T1", status: "OK", decision: DECISION },
  feasibility: { risk_level: "GREEN", score: 90 },
};
const POOR_REQUEST = { mode: "saw", tool_id: "T1", status: "OK" };

/** Records a run as the program does; one that lacks what it should have calls itself incomplete. */
async function record({ made }: Pair, request: object): Promise<string> {
  const bytes = Buffer.from(JSON.stringify(request));
  const wanted = { bytes, name: null, filesBase: null, ...CALL };
  return (await recordRun({ ...services, store: made.store }, wanted)).run_id;
}

/** Adds a file to a run; the result is where it lies. */
async function addFile({ made }: Pair, runId: string): Promise<string> {
  const { sha256, sizeBytes } = await made.store.putAttachment([Buffer.from(`file of ${runId}`)]);
  const path = attachmentPath(sha256);
  const body = {
    ...{ sha256, bytes_sha256: sha256, match: "bytes", kind: "gcode" },
    filename: "op.nc",
    imported: false,
  };
  const entry = { kind: "attachment.added", subject: runId, path, sha256, size: sizeBytes, body } as const;
  await made.store.commit({ files: [], entries: [entry], ...CALL });
  return resolveStorePath(made.folders.runsDir, path);
}

async function importOlder({ made }: Pair): Promise<void> {
  const signal = new AbortController().signal;
  await commitImport(
    { fs: nodeFs, store: made.store },
    { path: OLDER_STORE, ...CALL, signal, progress: () => undefined },
  );
}

type Step =
  | { readonly what: "record"; readonly isPoor: boolean }
  | { readonly what: "import" }
  | { readonly what: "hide"; readonly run: number }
  | { readonly what: "lose"; readonly run: number }
  | { readonly what: "one"; readonly run: number; readonly verdict: "intact" | "changed" }
  | { readonly what: "many"; readonly scope: StoreCheckScope; readonly runs: readonly number[] };

const day = fc.option(fc.constantFrom("2025-01-01", "2026-11-19", "2026-11-20", "2026-11-21"), { freq: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.nat(3).map((one): Step => ({ what: "record", isPoor: one === 0 })) },
  { weight: 1, arbitrary: fc.constant<Step>({ what: "import" }) },
  { weight: 1, arbitrary: fc.nat(6).map((run): Step => ({ what: "hide", run })) },
  { weight: 2, arbitrary: fc.nat(6).map((run): Step => ({ what: "lose", run })) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant("one" as const),
      run: fc.nat(6),
      verdict: fc.constantFrom("intact" as const, "changed" as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant("many" as const),
      scope: fc.record({
        what: fc.constantFrom("store" as const, "runs" as const, "attachments" as const),
        from: day,
        to: day,
        run_ids: fc.constant(null),
      }),
      runs: fc.oneof(fc.constant([]), fc.array(fc.nat(6), { minLength: 1, maxLength: 3 })),
    }),
  },
);

async function play(pair: Pair, steps: readonly Step[]): Promise<void> {
  const { made } = pair;
  const files: string[] = [];
  const ids: string[] = [];
  const idOf = (run: number) => ids[run] ?? "run_nobody_knows";
  for (const [number, one] of steps.entries()) {
    if (one.what === "record") {
      ids.push(await record(pair, one.isPoor ? POOR_REQUEST : WHOLE_REQUEST));
      files.push(await addFile(pair, idOf(ids.length - 1)));
    }
    if (one.what === "import") await importOlder(pair);
    if (one.what === "hide") await made.event("run.hidden", idOf(one.run), { reason: "test" });
    if (one.what === "lose") for (const file of files.slice(one.run, one.run + 1)) rmSync(file, { force: true });
    if (one.what === "one") {
      const report = {
        ...{ verdict: one.verdict, findings: [], items: [], checked: { files: 1, bytes: 1 } },
        checked_at: "2026-11-21T10:00:00.000000Z",
      };
      const event = runCheckEvent(idOf(one.run), report, made.store.ledgerHead()?.size ?? 0);
      await tryRecordCheck({ store: made.store, logger }, { subject: idOf(one.run), event, report }, CALL);
    }
    if (one.what === "many") {
      const picked = { ...WHOLE, run_ids: one.runs.map(idOf) };
      await check(pair, one.runs.length > 0 ? picked : one.scope);
    }
    // Sometimes several commits reach the catalog together.
    if (number % 3 !== 0) await pair.keepUp();
  }
  await made.store.settled();
  await pair.keepUp();
}

describe("verdicts in the catalog", () => {
  it("are the same kept up with every commit as derived anew, after any recordings, imports, losses and checks", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const pair = await madePair();
        try {
          await play(pair, steps);
          const rows = await pair.rows();
          expect([...rows]).toEqual([...(await pair.derivedRows())]);
          expect(await pair.verify()).toEqual({ agrees: true, rows: rows.size, differing: [] });
        } finally {
          await pair.close();
        }
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  it("come from the report where more runs are not intact than the entry lists; without it, no run is called intact", async () => {
    const pair = await madePair();
    const { made } = pair;
    const good = await record(pair, WHOLE_REQUEST);
    const robbed = await record(pair, WHOLE_REQUEST);
    const poor: string[] = [];
    for (let number = 0; number < MAX_ODD_IN_EVENT; number++) poor.push(await record(pair, POOR_REQUEST));
    rmSync(await addFile(pair, robbed));
    await made.store.settled();
    await check(pair, WHOLE);
    await pair.keepUp();
    const rows = await pair.rows();
    const verdictOf = (from: ReadonlyMap<string, RunRow>, runId: string) => from.get(runId)?.verdict;
    expect(verdictOf(rows, good)).toBe("intact");
    expect(verdictOf(rows, robbed)).toBe("cannot-check");
    expect(new Set(poor.map((runId) => verdictOf(rows, runId)))).toEqual(new Set(["incomplete"]));
    const [report] = [...made.store.ledger.entries(0)].filter(({ entry }) => entry.kind === "check.finished");
    rmSync(resolveStorePath(made.folders.runsDir, report?.entry.path ?? ""));
    const derived = await pair.derivedRows();
    expect(verdictOf(derived, good)).toBe("not-checked");
    expect(verdictOf(derived, robbed)).toBe("cannot-check");
    await pair.close();
  }, 60_000);
});
