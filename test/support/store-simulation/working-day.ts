import { sha256Hex } from "../../../src/main/canonical/digest.ts";
import { commitImport } from "../../../src/main/ingest/commit-import.ts";
import { runCheckEvent, tryRecordCheck } from "../../../src/main/operations/record-check.ts";
import type { RunStore } from "../../../src/main/store/run-store.ts";
import { attachmentPath } from "../../../src/main/store/store-layout.ts";
import { nodeFs } from "../../../src/main/system/node-fs.ts";
import type { CheckReport } from "../../../src/shared/operations/store-operations.ts";
import { recordSmallRun } from "../../fixtures/bad-stores/small-store.ts";
import { olderRecordText, writeFiles } from "../../unit/main/ingest/written-files.ts";
import { falseAlarmsIn } from "../alarms.ts";
import { checkFolder } from "../check-folder.ts";
import { filesOf, PLAIN_TRAITS } from "../simulated-fs/simulated-disk.ts";
import { newCoverage } from "./coverage.ts";
import type { AcknowledgedLine, PowerCut } from "./recorded-day.ts";
import { DATA_DIR, RUNS_DIR, SimulatedMachine } from "./simulated-machine.ts";
import { walkLedger } from "./walk-ledger.ts";

const ACTOR = { uid: "anna", role: "admin", sid: "s1" };
const CALL = { actor: ACTOR, requestId: "r" };

/** Writes an older store of two runs. */
export function writeOlderStore(folder: string): void {
  const runs = ["run_1812f0ee3b82422da5f4b40761c6c1a0", "run_37ff015533c147e0b2c23891cc7acce7"];
  writeFiles(folder, Object.fromEntries(runs.map((id) => [`runs/2025-12-17/${id}.json`, olderRecordText(id)])));
}

async function attach(store: RunStore, runId: string): Promise<void> {
  const { sha256, sizeBytes } = await store.putAttachment([
    Buffer.from("G90\nG21\n"),
    Buffer.from("M30\n".repeat(200)),
  ]);
  const body = { sha256, kind: "gcode", mime: null, filename: "op20.nc", size_bytes: sizeBytes };
  const path = attachmentPath(sha256);
  const entry = { kind: "attachment.added", subject: runId, path, sha256, size: sizeBytes, body } as const;
  await store.commit({ files: [], entries: [entry], ...CALL });
}

async function recordCheckOf(store: RunStore, runId: string): Promise<void> {
  const report: CheckReport = {
    ...{ verdict: "intact", findings: [], items: [], checked: { files: 1, bytes: 1 } },
    checked_at: "2026-11-20T10:00:00Z",
  };
  const event = runCheckEvent(runId, report, store.ledgerHead()?.size ?? 0);
  const logger = { note: () => undefined, fault: () => "" };
  const recorded = await tryRecordCheck({ store, logger }, { subject: runId, event, report }, CALL);
  if (recorded === null) throw new Error("the check was not recorded");
}

/** A working day of a small shop: runs one by one and together, a file, an import, a check, another key, three openings. */
export async function workADay(open: () => Promise<RunStore>, olderStore: string): Promise<void> {
  let store = await open();
  const { run_id: runId } = await recordSmallRun(store);
  await Promise.all(["T2", "T3", "T4"].map((tool) => recordSmallRun(store, { tool_id: tool })));
  await attach(store, runId);
  await store.checkpoint();
  await store.close();
  store = await open();
  const signal = new AbortController().signal;
  await commitImport({ fs: nodeFs, store }, { path: olderStore, ...CALL, signal, progress: () => undefined });
  await recordCheckOf(store, runId);
  await store.rotateKey({ to: "file", ...CALL });
  await recordSmallRun(store, { tool_id: "T5" });
  await store.close();
  store = await open();
  for (const tool of ["T6", "T7"]) {
    const { run_id: id } = await recordSmallRun(store, { tool_id: tool });
    await Promise.all([attach(store, id), recordSmallRun(store, { tool_id: tool })]);
  }
  await store.checkpoint();
  await recordSmallRun(store, { tool_id: "T8" });
  await store.close();
}

/** What is wrong with a disk that a power cut left, once a healthy program has opened the folder and closed it again. */
export async function problemsAfterCut(
  { image, acknowledged }: PowerCut,
  lines: readonly AcknowledgedLine[],
): Promise<readonly string[]> {
  const machine = new SimulatedMachine({
    ...{ image, traits: PLAIN_TRAITS, reserveBytes: 0, coverage: newCoverage() },
    alter: (fs) => fs,
  });
  try {
    const { store } = await machine.start();
    if (store.state().mode !== "writable") return [`not writable: ${store.state().message}`];
    await store.close();
    const { fs } = machine.disk.startProcess();
    const { findings } = await checkFolder({ runsDir: RUNS_DIR, dataDir: DATA_DIR }, { fs });
    return [...falseAlarmsIn(findings), ...lossesIn(machine, lines.slice(0, acknowledged))];
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  } finally {
    machine.end();
  }
}

/** Every acknowledged line is where it was, and every file that a line names is there byte for byte. */
function lossesIn(machine: SimulatedMachine, promised: readonly AcknowledgedLine[]): readonly string[] {
  const start = `${RUNS_DIR.slice(1)}/`;
  const all = [...filesOf(machine.disk.image())].filter(([path]) => path.startsWith(start));
  const files = new Map(all.map(([path, bytes]) => [path.slice(start.length), bytes]));
  const ledger = walkLedger(files);
  const lost = promised.filter(({ seq, text }) => ledger.lines[seq]?.text !== text);
  const broken = ledger.lines.filter(({ entry }) => {
    const bytes = entry.path === undefined ? undefined : files.get(entry.path);
    return entry.path !== undefined && (bytes === undefined || sha256Hex(bytes) !== entry.sha256);
  });
  return [
    ...ledger.problems,
    ...lost.map(({ seq }) => `LOST: entry ${seq}`),
    ...broken.map(({ entry }) => `LOST: ${entry.path ?? ""}`),
  ];
}
