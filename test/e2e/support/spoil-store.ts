import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CreatedRun } from "../../../src/shared/operations/run-operations.ts";
import { cosign, makeCosigner } from "../../support/make-receipt.ts";
import type { LaunchedApp } from "./launched-app.ts";
import { callMain, recordSamples } from "./seed-runs.ts";

/** Runs of a real store, one in each state that a check can find. */
export interface SpoiltRuns {
  readonly intact: CreatedRun;
  readonly incomplete: CreatedRun;
  /** A file of it is gone. */
  readonly missing: CreatedRun;
  /** A file of it holds other bytes; the record is as it was. */
  readonly fileChanged: CreatedRun;
  /** Its decision is that checks passed, and its record is not what was recorded. */
  readonly changed: CreatedRun;
}

/** The file that {@link SpoiltRuns.fileChanged} and {@link SpoiltRuns.missing} are about. */
export const SPOILT_FILE = "op20.nc";

/** Records the samples and does to five of them what happens to folders. */
export async function spoilStore({ page, runsDir }: LaunchedApp): Promise<SpoiltRuns> {
  const created = await recordSamples(page);
  const runOf = (name: string): CreatedRun => {
    const run = created.get(name);
    if (run === undefined) throw new Error(`There is no sample ${name}`);
    return run;
  };
  const addFile = async (run: CreatedRun, text: string): Promise<string> => {
    const source = { bytes: [...new TextEncoder().encode(text)], name: SPOILT_FILE };
    const request = { run_id: run.run_id, source, kind: "gcode", mime: null };
    const answer = await callMain<{ attachment: { sha256: string } }>(page, "attachment.put", request);
    const { sha256 } = answer.attachment;
    return join(runsDir, "_attachments", sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  };
  const runs = {
    intact: runOf("01-saw-rosewood-binding.json"),
    incomplete: runOf("09-cam-without-feasibility.json"),
    missing: runOf("03-drill-bridge-pins.json"),
    fileChanged: runOf("05-router-thin-wall-unicode.json"),
    changed: runOf("02-router-rosette-channel.json"),
  };
  rmSync(await addFile(runs.missing, "G21\nG90\nM30\n"));
  const file = await addFile(runs.fileChanged, "G21\nG91\nM30\n");
  chmodSync(file, 0o644);
  writeFileSync(file, "G20\nG91\nM30\n");
  changeRecord(join(runsDir, runs.changed.path));
  await page.reload();
  return runs;
}

/** Puts a receipt of the central audit into the folder, and makes this workstation trust its key: runs recorded so far are anchored. */
export async function anchorRuns({ page, runsDir, dataDir }: LaunchedApp): Promise<void> {
  const { checkpoint } = await callMain<{ checkpoint: string }>(page, "checkpoint.get", {});
  const centre = makeCosigner();
  const put = (folder: string, name: string, text: string): void => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  put(join(dataDir, "centre-keys"), `${centre.keyId.toString("hex")}.vkey`, `${centre.text}\n`);
  put(join(runsDir, "_integrity/receipts"), "0001.note", cosign(checkpoint, centre));
}

/** Turns one letter of a stored record. */
export function changeRecord(file: string): void {
  chmodSync(file, 0o644);
  writeFileSync(file, readFileSync(file, "utf8").replace("GREEN", "GREEM"));
}
