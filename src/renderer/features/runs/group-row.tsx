import type { GroupKey, RunGroup } from "../../../shared/operations/list-operations.ts";
import { countText } from "../../format/number-text.ts";
import type { GroupLine } from "../../state/list-lines.ts";
import { en } from "../../text/en.ts";
import { decisionLook } from "../../ui/fact-chips.tsx";
import { Icon } from "../../ui/icon.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { groupWord } from "./group-word.ts";
import { placeStyle, rowElementId } from "./run-row.tsx";

/** Worst first: what a supervisor looks for. */
const DECISIONS = ["RED", "ERROR", "UNKNOWN", "YELLOW", "none", "GREEN"] as const;

/** The line above a group: what its runs share, how many they are, and how they were decided. */
export function GroupRow(props: {
  readonly by: GroupKey;
  readonly group: GroupLine;
  readonly moreGroups: number;
  readonly columnCount: number;
  readonly top: number;
  readonly height: number;
  readonly active: boolean;
}) {
  const { by, group, moreGroups, columnCount, active } = props;
  const name = group.rest ? en.grouping.rest(moreGroups) : groupWord(by, group.group.value);
  return (
    <tr
      id={rowElementId(group.line)}
      className="run-row run-group"
      data-index={group.line}
      data-active={active}
      aria-rowindex={group.line + 2}
      aria-level={1}
      aria-expanded={!group.folded}
      style={placeStyle(props)}
    >
      <td aria-colindex={1} colSpan={columnCount} className="cell run-group-cell">
        <Icon name={group.folded ? "chevron-right" : "chevron-down"} size="1em" />
        <span className="run-group-name">
          <SafeName text={name} />
        </span>
        <span className="run-group-count">{en.grouping.runs(group.group.count)}</span>
        <Decisions counts={group.group.counts.risk} />
      </td>
    </tr>
  );
}

function Decisions({ counts }: { readonly counts: RunGroup["counts"]["risk"] }) {
  const present = DECISIONS.filter((risk) => (counts[risk] ?? 0) > 0);
  return (
    <span className="run-group-decisions">
      {present.map((risk) => {
        const look = decisionLook(risk === "none" ? null : risk);
        return (
          <span key={risk} className="run-group-decision" data-tone={look.tone} title={look.word}>
            {look.icon === null ? null : <Icon name={look.icon} size="1.1em" />}
            {countText(counts[risk] ?? 0)}
            <span className="run-group-word">{look.word}</span>
          </span>
        );
      })}
    </span>
  );
}
