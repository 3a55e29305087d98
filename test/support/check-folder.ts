import { join } from "node:path";
import { addCatalogFindings } from "../../src/main/check/catalog-findings.ts";
import { checkStore } from "../../src/main/check/check-store.ts";
import { createReadOnlyStore } from "../../src/main/store/read-only-store.ts";
import type { Fs } from "../../src/main/system/fs.ts";
import { createIdSource } from "../../src/main/system/ids.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import type { StoreCheckScope, StoreReport } from "../../src/shared/operations/check-operations.ts";
import type { TestFolders } from "./open-test-store.ts";
import { createSettableClock } from "./settable-clock.ts";

/** Checks a runs folder as it lies there, without opening it: nothing is recovered first, and nothing is written. */
export async function checkFolder(
  folders: Pick<TestFolders, "runsDir" | "dataDir">,
  options: Partial<StoreCheckScope> & {
    readonly fs?: Fs;
    readonly compareCatalog?: () => Promise<readonly string[]>;
  } = {},
): Promise<StoreReport> {
  const { fs = nodeFs, compareCatalog = null, what = "store", from = null, to = null, run_ids = null } = options;
  const clock = createSettableClock();
  const state = { mode: "read-only", reason: "viewing", message: null, holder: null, can_take_over: false } as const;
  const store = createReadOnlyStore(
    { ...folders, fs, clock, appVersion: "test", ids: createIdSource(), access: "read" },
    { identity: null, state, notices: [] },
  );
  const report = await checkStore(
    { store, clock, fs, dataDir: folders.dataDir },
    { what, from, to, run_ids },
    { signal: new AbortController().signal, progress: () => undefined },
  );
  const differing = (await compareCatalog?.()) ?? [];
  return addCatalogFindings(report, { agrees: differing.length === 0, differing, trouble: null });
}

/** The file of a runs folder with this name. */
export function inFolder({ runsDir }: Pick<TestFolders, "runsDir">, path: string): string {
  return join(runsDir, ...path.split("/"));
}
