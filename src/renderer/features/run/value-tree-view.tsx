import { useState } from "react";
import { decimalText } from "../../format/number-text.ts";
import { en } from "../../text/en.ts";
import { Icon } from "../../ui/icon.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { type MeasuredValue, type Standing, type StandingReason, shareOfLimit } from "./measured-value.ts";
import { buildValueTree, countValues, isGroup, type ValueNode } from "./value-tree.ts";

const words = en.runPage.checks;
/** A tree of up to this many values is shown open. */
const OPEN_UP_TO = 12;
const DIGITS = 6;

/** Values as a tree: over and near the limit first and open, the rest folded when there is much of it. */
export function ValueTree({ value, empty }: { readonly value: unknown; readonly empty: string }) {
  const nodes = buildValueTree(value);
  if (nodes.length === 0) return <p className="soft">{empty}</p>;
  return <NodeList nodes={nodes} allOpen={countValues(nodes) <= OPEN_UP_TO} />;
}

function NodeList({ nodes, allOpen }: { readonly nodes: readonly ValueNode[]; readonly allOpen: boolean }) {
  return (
    <ul className="tree">
      {nodes.map((node) =>
        isGroup(node) ? (
          <GroupNode key={node.path} node={node} allOpen={allOpen} />
        ) : (
          <li key={node.path} className="tree-leaf">
            <NodeName name={node.name} />
            {node.measured === null ? <SafeName text={node.value ?? ""} /> : <Measured measured={node.measured} />}
            <StandingMark standing={node.standing} reason={node.reason} />
          </li>
        ),
      )}
    </ul>
  );
}

function GroupNode({ node, allOpen }: { readonly node: ValueNode; readonly allOpen: boolean }) {
  const [open, setOpen] = useState(allOpen || node.standing !== "plain");
  return (
    <li>
      <button type="button" className="tree-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? "chevron-down" : "chevron-right"} size="0.8em" />
        <NodeName name={node.name} />
        <StandingMark standing={node.standing} reason={node.reason} />
        {open ? null : <span className="soft">{words.listLength(node.children.length + node.left)}</span>}
      </button>
      {open ? <NodeList nodes={node.children} allOpen={allOpen} /> : null}
      {open && node.left > 0 ? <p className="soft">{words.moreEntries(node.left)}</p> : null}
    </li>
  );
}

/** A value with its unit and its limit; the bar shows how much of the limit it takes. */
function Measured({ measured }: { readonly measured: MeasuredValue }) {
  const { value, unit, limit, limitKind } = measured;
  const share = shareOfLimit(measured);
  return (
    <span className="measured">
      <strong>
        <SafeName text={withUnit(value, unit)} />
      </strong>
      {limit === null ? null : <SafeName text={words.limit[limitKind](withUnit(limit, unit))} />}
      {share === null ? null : (
        <span className="measured-share">
          <span className="measured-bar" aria-hidden="true">
            <span className="measured-fill" style={{ width: `${Math.min(100, share * 100)}%` }} />
          </span>
          {words.ofLimit(decimalText(share * 100, 0))}
        </span>
      )}
    </span>
  );
}

function withUnit(value: number, unit: string | null): string {
  const number = decimalText(value, DIGITS);
  return unit === null || unit === "1" ? number : `${number} ${unit}`;
}

function NodeName({ name }: { readonly name: string }) {
  return <span className="tree-name">{name === "" ? words.emptyName : <SafeName text={name} />}</span>;
}

function StandingMark(props: { readonly standing: Standing; readonly reason: StandingReason | null }) {
  if (props.reason === null) return null;
  const failed = props.standing === "failed";
  return (
    <span className="standing" data-tone={failed ? "stop" : "warn"}>
      <Icon name={failed ? "octagon-cross" : "triangle-mark"} size="1em" />
      {words.standing[props.reason]}
    </span>
  );
}
