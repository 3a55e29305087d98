import { useStores } from "../../state/stores-context.ts";
import type { Block } from "../../state/timeline-blocks.ts";

/** What one can do with a block, and with the run one is at. */
export interface BlockActions {
  /** The run of a block that holds one; else its runs as a list. */
  openBlock(block: Block): Promise<void>;
  listBlock(block: Block): void;
  openActive(): void;
}

/** Ways from the timeline to runs. */
export function useBlockActions(): BlockActions {
  const { timeline, place } = useStores();
  const open = (runId: string): void => place.getState().go({ name: "run", runId, created: null });
  const listBlock = (block: Block): void => timeline.getState().listBlock(block);
  return {
    listBlock,
    openBlock: async (block) => {
      const row = block.count === 1 ? await timeline.getState().findRun(block) : null;
      if (row === null) listBlock(block);
      else open(row.run_id);
    },
    openActive: () => {
      const { active } = timeline.getState();
      if (active !== null) open(active.row.run_id);
    },
  };
}
