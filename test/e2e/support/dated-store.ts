import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OLDER_STORE } from "./seed-runs.ts";

/** What a run of a made-up older store is to be. */
export interface DatedRun {
  readonly at: string;
  readonly machine: string | null;
  readonly risk?: "GREEN" | "YELLOW" | "RED";
}

/** A record of the older system that every other one is made from. */
const PATTERN = "runs/2026-03-01/run_253b228a360546f6827970ca0d67918a.json";

/** Writes a store of the older system with these runs into `folder`: the only way to have runs of other days than today. */
export function writeDatedStore(folder: string, runs: readonly DatedRun[]): void {
  const pattern = JSON.parse(readFileSync(join(OLDER_STORE, PATTERN), "utf8")) as Record<string, unknown>;
  for (const [index, { at, machine, risk = "GREEN" }] of runs.entries()) {
    const id = `run_${createHash("sha256").update(String(index)).digest("hex").slice(0, 32)}`;
    const day = join(folder, "runs", at.slice(0, 10));
    const status = risk === "RED" ? "BLOCKED" : "OK";
    const decision = { ...(pattern.decision as object), risk_level: risk };
    mkdirSync(day, { recursive: true });
    const record = { ...pattern, run_id: id, created_at_utc: at, machine_id: machine, status, decision };
    writeFileSync(join(day, `${id}.json`), JSON.stringify(record));
  }
}
