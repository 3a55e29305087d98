import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { sha256Hex } from "../../src/main/canonical/digest.ts";
import { utcMicrosText } from "../../src/main/catalog/utc-micros.ts";
import type { Change, EntryDraft } from "../../src/main/store/change.ts";
import type { RunStore } from "../../src/main/store/run-store.ts";
import { recordPath } from "../../src/main/store/store-layout.ts";
import type { Clock } from "../../src/main/system/clock.ts";
import type { Fs } from "../../src/main/system/fs.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import type { RunId } from "../../src/shared/run-id.ts";
import { openTestStore } from "../support/open-test-store.ts";
import { generatedRecord } from "./generated-record.ts";
import { type GeneratedRun, generateRuns } from "./run-generator.ts";

const RUNS_PER_GROUP = 2_000;

/** What a made-up store is to be like. */
export interface StorePlan {
  readonly runsDir: string;
  readonly dataDir: string;
  readonly count: number;
  readonly seed: number;
  /** Mean length of a record. */
  readonly meanBytes?: number;
  readonly perDay?: number;
  readonly progress?: (done: number) => void;
}

/**
 * Makes a store of made-up runs on the disk: records as files, everything else by the way every change goes, so that a check finds it
 * intact. Records are the same for the same plan; keys, ids of the store and signatures are not. Nothing is flushed to the device.
 */
export async function generateStore(plan: StorePlan): Promise<void> {
  const clock = new ShopClock();
  const runs = generateRuns(plan.count, plan.seed, plan.perDay);
  const first = runs.next();
  if (first.done === true) throw new RangeError("A store of no runs needs no generator");
  clock.setTo(first.value);
  const folders = { runsDir: plan.runsDir, dataDir: plan.dataDir, root: "", remove: () => undefined };
  const store = await openTestStore(folders, { fs: withoutFlush(nodeFs), clock });
  try {
    const disk = new RecordFolders(plan.runsDir);
    let group = [first.value];
    let done = 0;
    const commit = async (): Promise<void> => {
      await commitRuns(store, group, { plan, disk, clock });
      done += group.length;
      plan.progress?.(done);
      group = [];
    };
    for (const run of runs) {
      group.push(run);
      if (group.length >= RUNS_PER_GROUP) await commit();
    }
    if (group.length > 0) await commit();
  } finally {
    await store.close();
  }
}

async function commitRuns(
  store: RunStore,
  runs: readonly GeneratedRun[],
  to: { readonly plan: StorePlan; readonly disk: RecordFolders; readonly clock: ShopClock },
): Promise<void> {
  const changes = runs.map((run) => {
    const bytes = generatedRecord(run, to.plan.meanBytes, store.identity ?? undefined);
    to.disk.write(pathOf(run), bytes);
    store.takeRunNumber();
    return changeOf(run, bytes);
  });
  const last = runs.at(-1);
  if (last !== undefined) to.clock.setTo(last);
  await Promise.all(changes.map((change) => store.commit(change)));
}

function pathOf(run: GeneratedRun): string {
  return recordPath(utcMicrosText(run.createdUs), run.runId as RunId);
}

function changeOf(run: GeneratedRun, bytes: Buffer): Change {
  const { hidden, laterNote, runId: subject, tag } = run;
  const entries: EntryDraft[] = [
    {
      kind: "run.recorded",
      subject,
      path: pathOf(run),
      sha256: sha256Hex(bytes),
      size: bytes.byteLength,
      body: {
        run_number: run.runNumber,
        attachments: [],
        status: run.status,
        risk_level: run.riskLevel,
        imported: false,
      },
    },
  ];
  if (laterNote !== null) entries.push({ kind: "run.annotated", subject, body: { kind: "note", text: laterNote } });
  if (tag !== null) entries.push({ kind: "run.tagged", subject, body: { tag } });
  if (hidden) entries.push({ kind: "run.hidden", subject, body: { reason: "trial" } });
  return {
    files: [],
    entries,
    actor: { uid: run.operator, role: "machinist", sid: `s_${run.operator}` },
    requestId: `req_${run.runId.slice(-12)}`,
  };
}

/** Writes records, and makes the folder of each day once. */
class RecordFolders {
  readonly #runsDir: string;
  readonly #made = new Set<string>();

  constructor(runsDir: string) {
    this.#runsDir = runsDir;
  }

  write(path: string, bytes: Buffer): void {
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (!this.#made.has(folder)) mkdirSync(join(this.#runsDir, folder), { recursive: true });
    this.#made.add(folder);
    const fd = openSync(join(this.#runsDir, path), "wx");
    writeSync(fd, bytes);
    closeSync(fd);
  }
}

/** The clock of the shop: both of its times move along with the runs, so that it never seems to have been set. */
class ShopClock implements Clock {
  #nowMs = 0;

  setTo({ createdUs }: GeneratedRun): void {
    this.#nowMs = createdUs / 1000;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }
}

/** What is made up can be made again: nobody waits for the device. */
function withoutFlush(fs: Fs): Fs {
  return {
    ...fs,
    syncFile: async () => undefined,
    syncData: async () => undefined,
    syncFolder: async () => undefined,
    syncFileSystem: async () => true,
  };
}
