import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { CreatedRun } from "../../../src/shared/operations/run-operations.ts";
import type { LaunchedApp } from "./launched-app.ts";
import { callMain, recordSamples } from "./seed-runs.ts";

/** The runs of {@link recordDamagedStore} that are not as they were recorded. */
export interface DamagedRuns {
  readonly changed: CreatedRun;
  readonly missing: CreatedRun;
  /** Bytes of the file that is gone. */
  readonly missingSha256: string;
}

/** Records the samples, then changes one record and takes a file away from another run, behind the app's back. */
export async function recordDamagedStore({ page, runsDir }: LaunchedApp): Promise<DamagedRuns> {
  const created = await recordSamples(page);
  const changed = need(created, "01-saw-rosewood-binding.json");
  const missing = need(created, "02-router-rosette-channel.json");
  const bytes = [...new TextEncoder().encode("G0 X0 Y0\nM30\n")];
  const { attachment } = await callMain<{ readonly attachment: { readonly sha256: string } }>(page, "attachment.put", {
    run_id: missing.run_id,
    source: { bytes, name: "op20.nc" },
    kind: "gcode",
  });
  const path = join(runsDir, changed.path);
  writeFileSync(path, readFileSync(path, "utf8").replace("rosewood", "roseWood"));
  const stored = readdirSync(runsDir, { recursive: true, encoding: "utf8" }).find((name) =>
    name.includes(attachment.sha256),
  );
  rmSync(join(runsDir, stored ?? "the file of the attachment"));
  return { changed, missing, missingSha256: attachment.sha256 };
}

/** Gives a run a file that takes a while to read. `folder` is where it is made first. */
export async function attachLargeFile(
  { page, main }: LaunchedApp,
  { runId, folder, bytes }: { readonly runId: string; readonly folder: string; readonly bytes: number },
): Promise<void> {
  const path = join(folder, "scan.bin");
  writeFileSync(path, "scan");
  truncateSync(path, bytes);
  await main.pickAnswer(path);
  const { picked } = await callMain<{ readonly picked: { readonly grant: string } }>(page, "files.pick", {
    purpose: "attachment-file",
  });
  await callMain(page, "attachment.put", { run_id: runId, source: { file: { grant: picked.grant } }, kind: "scan" });
  rmSync(path);
}

/** Opens Record check by its key, as soon as the window listens. */
export async function goToCheck(page: Page): Promise<void> {
  await page.getByRole("navigation").waitFor();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("Control+3");
  await page.getByRole("heading", { level: 1, name: "Record check" }).waitFor();
}

function need(created: ReadonlyMap<string, CreatedRun>, name: string): CreatedRun {
  const run = created.get(name);
  if (run === undefined) throw new Error(`There is no sample ${name}`);
  return run;
}
