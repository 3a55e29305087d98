import { useState } from "react";
import { en } from "../../text/en.ts";
import { Icon } from "../../ui/icon.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { buildValueTree, countValues, type ValueNode } from "./value-tree.ts";

const words = en.runPage.checks;
/** A tree of up to this many values is shown open. */
const OPEN_UP_TO = 12;

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
        node.value === null ? (
          <GroupNode key={node.path} node={node} allOpen={allOpen} />
        ) : (
          <li key={node.path} className="tree-leaf">
            <NodeName name={node.name} /> <SafeName text={node.value} />
          </li>
        ),
      )}
    </ul>
  );
}

function GroupNode({ node, allOpen }: { readonly node: ValueNode; readonly allOpen: boolean }) {
  const [open, setOpen] = useState(allOpen || node.standing !== "plain");
  const size = node.children.length + node.left;
  return (
    <li>
      <button type="button" className="tree-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? "chevron-down" : "chevron-right"} size="0.8em" />
        <NodeName name={node.name} />
        <StandingMark standing={node.standing} />
        {open ? null : <span className="soft">{words.listLength(size)}</span>}
      </button>
      {open ? <NodeList nodes={node.children} allOpen={allOpen} /> : null}
      {open && node.left > 0 ? <p className="soft">{words.moreEntries(node.left)}</p> : null}
    </li>
  );
}

function NodeName({ name }: { readonly name: string }) {
  return <span className="tree-name">{name === "" ? words.emptyName : <SafeName text={name} />}</span>;
}

function StandingMark({ standing }: { readonly standing: ValueNode["standing"] }) {
  if (standing === "plain") return null;
  const failed = standing === "failed";
  return (
    <span className="standing" data-tone={failed ? "stop" : "warn"}>
      <Icon name={failed ? "octagon-cross" : "triangle-mark"} size="1em" />
      {failed ? words.failedMark : words.nearMark}
    </span>
  );
}
