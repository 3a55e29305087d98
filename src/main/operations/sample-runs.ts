import { join } from "node:path";
import { recordRun } from "../ingest/record-run.ts";
import type { Actor } from "../store/ledger-entry.ts";
import { inputFileNames, readInputFile } from "../system/input-file.ts";
import type { FolderServices, OpenFolder } from "./open-folder.ts";
import { NAMED_FILE_LIMIT_BYTES } from "./read-named-file.ts";

/** The request id of a sample is made from its file name: it says which samples are here already. */
function requestIdOf(fileName: string): string {
  return `sample.${fileName}`;
}

/**
 * Records the sample requests that a sample folder does not hold yet, in the order of their names. Safe to repeat, also after it
 * was cut short. A folder that can only be read is left as it is.
 */
export async function fillSampleFolder(
  services: FolderServices,
  folder: OpenFolder,
  samples: { readonly requestsDir: string; readonly actor: Actor },
): Promise<void> {
  if (folder.store.state().mode !== "writable") return;
  await folder.store.settled();
  const here = new Set<string>();
  for (const { entry } of folder.store.ledger.entries(0)) here.add(entry.request_id);
  for (const name of inputFileNames(samples.requestsDir, ".json")) {
    const requestId = requestIdOf(name);
    if (here.has(requestId)) continue;
    await recordRun(
      { store: folder.store, clock: services.clock, ids: services.ids, fs: services.fs },
      {
        bytes: await readInputFile(join(samples.requestsDir, name), NAMED_FILE_LIMIT_BYTES),
        name,
        filesBase: samples.requestsDir,
        actor: samples.actor,
        requestId,
      },
    );
  }
}
