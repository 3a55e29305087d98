import { ImportPace } from "../../../../src/main/ingest/import-pace.ts";
import type { KeptApart, PlanContext } from "../../../../src/main/ingest/import-plan.ts";
import type { OlderIndexes } from "../../../../src/main/ingest/older-indexes.ts";
import { recognizeOlderLayout } from "../../../../src/main/ingest/older-layout.ts";
import { listOlderTree, type OlderTree } from "../../../../src/main/ingest/older-tree.ts";
import { StoreView } from "../../../../src/main/ingest/store-view.ts";
import type { RunStore } from "../../../../src/main/store/run-store.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";

const NO_INDEXES: OlderIndexes = {
  tombstones: new Map(),
  deletions: [],
  rollups: [],
  attachmentFacts: new Map(),
  overrides: new Map(),
  notes: [],
};

/** A pace that nobody follows or stops. */
export function quietPace(): ImportPace {
  return new ImportPace(() => undefined, new AbortController().signal);
}

/** What planning works with, over a store or none, with the given indexes. */
export async function planContext(
  store: RunStore | null = null,
  indexes: Partial<OlderIndexes> = {},
): Promise<PlanContext & { readonly notes: string[]; readonly apart: KeptApart[] }> {
  const pace = quietPace();
  const view = await StoreView.read(store, pace);
  return { fs: nodeFs, view, indexes: { ...NO_INDEXES, ...indexes }, pace, notes: [], apart: [] };
}

/** The files of an older store. */
export function olderTree(path: string): OlderTree {
  return listOlderTree(nodeFs, recognizeOlderLayout(nodeFs, path));
}
