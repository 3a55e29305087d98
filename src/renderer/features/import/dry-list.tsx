import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState } from "react";
import type { ImportRecord, ImportReport } from "../../../shared/operations/store-operations.ts";
import { byteSizeText } from "../../format/byte-size-text.ts";
import { countText } from "../../format/number-text.ts";
import { en } from "../../text/en.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { keyed } from "../../ui/keyed.ts";
import { REACHABLE } from "../../ui/reachable.ts";
import { SafeName } from "../../ui/safe-name.tsx";

const words = en.imports;
type Group = ImportRecord["state"];
const GROUPS = ["new", "already_here", "conflict", "unreadable", "incomplete"] as const satisfies readonly Group[];

const GROUP_ICONS: Readonly<Record<Group, IconName>> = {
  new: "plus",
  already_here: "tick",
  conflict: "triangle-mark",
  unreadable: "page-broken",
  incomplete: "seal-gap",
};

/** Groups a person should look at before importing. */
const UNUSUAL: ReadonlySet<Group> = new Set(["conflict", "unreadable", "incomplete"]);

const COLUMNS = ["run", "verdict", "reason", "source"] as const;

const ROW_HEIGHT_EM = 2.9;
const BASE_PX = 15;

/** What is in the folder, in five groups; each opens to its runs with the reason. */
export function DryList({ report, done }: { readonly report: ImportReport; readonly done: boolean }) {
  const [open, setOpen] = useState<Group | null>(() => firstToRead(report));
  const shown = report.records.filter((record) => record.state === open);
  return (
    <>
      <div className="groups">
        {GROUPS.map((group) => (
          <GroupCard
            key={group}
            group={group}
            count={groupCount(report, group)}
            hint={done ? words.groupHintsDone[group] : words.groupHints[group]}
            open={open === group}
            onPress={() => setOpen(open === group ? null : group)}
          />
        ))}
      </div>
      {open === null ? null : <GroupRows group={open} records={shown} />}
      <Extras report={report} />
    </>
  );
}

/** What a person should read first: what is not as usual, else what is new. */
function firstToRead(report: ImportReport): Group | null {
  const filled = GROUPS.filter((group) => groupCount(report, group) > 0);
  return filled.find((group) => UNUSUAL.has(group)) ?? filled[0] ?? null;
}

/** The runs of a group as listed. `new` of the report also counts what is incomplete or unreadable; the group does not. */
function groupCount(report: ImportReport, group: Group): number {
  return group === "new" ? report.records.filter((record) => record.state === "new").length : report[group];
}

function GroupCard(props: {
  readonly group: Group;
  readonly count: number;
  readonly hint: string;
  readonly open: boolean;
  readonly onPress: () => void;
}) {
  const { group, count, open } = props;
  return (
    <button
      type="button"
      className="group-card"
      data-unusual={UNUSUAL.has(group) && count > 0}
      data-empty={count === 0}
      aria-expanded={open}
      onClick={props.onPress}
    >
      <span className="group-head">
        <Icon name={GROUP_ICONS[group]} size="1.6em" />
        <span className="group-count">{countText(count)}</span>
      </span>
      <span className="group-name">{words.groups[group]}</span>
      <span className="soft">{props.hint}</span>
    </button>
  );
}

function GroupRows({ group, records }: { readonly group: Group; readonly records: readonly ImportRecord[] }) {
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = Math.round(baseTextPx() * ROW_HEIGHT_EM);
  const virtual = useVirtualizer({
    count: records.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    initialRect: { width: 800, height: 400 },
  });
  if (records.length === 0) return <p className="soft">{words.noneInGroup}</p>;
  return (
    <div ref={scroller} className="group-rows" {...REACHABLE}>
      <table
        className="group-table"
        aria-label={words.groupList(words.groups[group])}
        aria-rowcount={records.length + 1}
      >
        <thead className="group-table-head">
          <tr className="group-row" aria-rowindex={1}>
            {COLUMNS.map((name) => (
              <th key={name} scope="col">
                {words.columns[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="group-body" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const record = records[item.index];
            if (record === undefined) return null;
            return (
              <tr
                key={item.key}
                aria-rowindex={item.index + 2}
                className="group-row"
                style={{ transform: `translateY(${item.start}px)`, height: item.size }}
              >
                <td className="mono">
                  <SafeName text={record.run_id} />
                </td>
                <td>{words.verdicts[record.verdict]}</td>
                <td>{record.reason === null ? null : <SafeName text={record.reason} />}</td>
                <td className="soft">
                  <SafeName text={record.source} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Extras({ report }: { readonly report: ImportReport }) {
  return (
    <section className="import-extras">
      <dl className="pairs">
        <dt>{words.layout}</dt>
        <dd>
          <SafeName text={report.layout} />
        </dd>
        <dt>{words.extras.attachments}</dt>
        <dd>{countText(report.attachments)}</dd>
        <dt>{words.extras.links}</dt>
        <dd>{countText(report.links)}</dd>
        <dt>{words.extras.tombstones}</dt>
        <dd>{countText(report.tombstones)}</dd>
        <dt>{words.extras.bytes}</dt>
        <dd>{byteSizeText(report.bytes)}</dd>
      </dl>
      {report.notes.length === 0 ? null : (
        <div>
          <h2>{words.notes}</h2>
          <ul className="import-notes">
            {keyed(report.notes).map(({ key, text }) => (
              <li key={key}>
                <SafeName text={text} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function baseTextPx(): number {
  if (typeof document === "undefined") return BASE_PX;
  return Number.parseFloat(getComputedStyle(document.body).fontSize) || BASE_PX;
}
