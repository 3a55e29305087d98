import { countText } from "../../format/number-text.ts";
import { safeText } from "../../format/safe-text.ts";
import { useWindowStore } from "../../state/stores-context.ts";
import { type Block, blocksByLane } from "../../state/timeline-blocks.ts";
import { shownSpan, type TimelineState } from "../../state/timeline-state.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { decisionLook, FactChip } from "../../ui/fact-chips.tsx";
import { REACHABLE } from "../../ui/reachable.ts";
import { SafeName } from "../../ui/safe-name.tsx";
import { instantWords, laneName, spanText } from "./timeline-words.ts";
import { useBlockActions } from "./use-block-actions.ts";

const words = en.timeline.table;
/** More rows than these are no twin of a picture any more, but a list. */
const MOST_ROWS = 500;

/** The same blocks as rows: for screen readers, and for whoever wants numbers. */
export function TimelineTable() {
  const state = useWindowStore("timeline", (all) => all);
  const blocks = blocksInSight(state);
  const sum = blocks.reduce((total, { count }) => total + count, 0);
  const leftOut = blocks.length - MOST_ROWS;
  return (
    <section className="timeline-table table-scroll" {...REACHABLE} aria-label={words.label}>
      <p>
        {words.sum(sum, blocks.length)} {state.laneKey === "tag" ? words.manyTags : null}{" "}
        {leftOut > 0 ? <strong>{words.leftOut(leftOut)}</strong> : null}
      </p>
      <table className="table" aria-label={words.label}>
        <thead>
          <tr>
            {Object.entries(words.columns).map(([name, title]) => (
              <th key={name} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {blocks.slice(0, MOST_ROWS).map((block) => (
            <BlockRow key={`${block.lane} ${block.cell.fromMs}`} block={block} state={state} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function BlockRow({ block, state }: { readonly block: Block; readonly state: TimelineState }) {
  const { listBlock } = useBlockActions();
  const lane = state.data?.lanes[block.lane];
  if (lane === undefined) return null;
  const name = laneName(lane, state.laneKey);
  const { cell } = block;
  return (
    <tr>
      <th scope="row">
        <SafeName text={name} />
      </th>
      <td>{instantWords(cell.fromMs, state.zone)}</td>
      <td>{instantWords(cell.toMs, state.zone)}</td>
      <td className="numeric">{countText(block.count)}</td>
      <td>
        <FactChip fact="decision" size="row" look={decisionLook(riskOf(block))} />
      </td>
      <td>
        <Button label={words.showBlock(safeText(name), spanText(cell, state.zone))} onPress={() => listBlock(block)}>
          {words.show}
        </Button>
      </td>
    </tr>
  );
}

function riskOf({ worst }: Block) {
  return worst === "none" || worst === "empty" ? null : worst;
}

/** Lane by lane, oldest first: every block that is at least in part inside the shown span. */
function blocksInSight(state: TimelineState): readonly Block[] {
  if (state.data === null) return [];
  const { fromMs, toMs } = shownSpan(state);
  return blocksByLane(state.data)
    .flat()
    .filter(({ cell }) => cell.toMs > fromMs && cell.fromMs < toMs);
}
