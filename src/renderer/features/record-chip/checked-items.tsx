import { useState } from "react";
import type { Finding } from "../../../shared/finding.ts";
import type { CheckedItem } from "../../../shared/operations/store-operations.ts";
import { fingerprintText, isFingerprint } from "../../format/fingerprint-text.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { REACHABLE } from "../../ui/reachable.ts";
import { SafeName } from "../../ui/safe-name.tsx";

const words = en.runPage.check;

/** What a check found beside what decided it, each in its sentence with its code. */
export function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <div>
      <h3>{words.findings}</h3>
      <ul className="findings">
        {findings.map((finding) => (
          <li
            key={`${finding.code} ${finding.subject} ${finding.path}`}
            className="finding"
            data-severity={finding.severity}
          >
            <Icon name={finding.severity === "error" ? "seal-broken" : "seal-question"} />
            <p>
              <SafeName text={finding.what_to_do} />{" "}
              <span className="soft">
                <SafeName text={finding.subject} /> · {en.errors.code(finding.code)}
              </span>
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}

const RESULT_RANK: Readonly<Record<CheckedItem["result"], number>> = {
  different: 0,
  missing: 1,
  "cannot-check": 2,
  same: 3,
};

const RESULT_ICONS: Readonly<Record<CheckedItem["result"], IconName>> = {
  different: "seal-broken",
  missing: "seal-gap",
  "cannot-check": "seal-question",
  same: "seal-tick",
};

/** Every comparison, the worst first: what it was, what was expected, what was found. */
export function ItemTable({ items }: { readonly items: readonly CheckedItem[] }) {
  const [full, setFull] = useState(false);
  if (items.length === 0) return null;
  const sorted = items
    .map((item, place) => ({ ...item, key: `${place} ${item.name}` }))
    .toSorted((one, other) => RESULT_RANK[one.result] - RESULT_RANK[other.result]);
  return (
    <div className="checked-items">
      <section className="table-scroll" aria-label={words.tableLabel} {...REACHABLE}>
        <table className="table" aria-label={words.tableLabel}>
          <thead>
            <tr>
              {(["result", "name", "expected", "found"] as const).map((column) => (
                <th key={column} scope="col">
                  {words.table[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.map((item) => (
              <ItemRow key={item.key} item={item} full={full} />
            ))}
          </tbody>
        </table>
      </section>
      <Button kind="quiet" pressed={full} onPress={() => setFull(!full)}>
        {full ? words.shortValues : words.fullValues}
      </Button>
    </div>
  );
}

function ItemRow({ item, full }: { readonly item: CheckedItem; readonly full: boolean }) {
  return (
    <tr data-result={item.result}>
      <td className="check-result">
        <span className="check-result-word">
          <Icon name={RESULT_ICONS[item.result]} />
          {words.results[item.result]}
        </span>
      </td>
      <td className="checked-name">
        <SafeName text={fingerprintText(item.name, full)} />
      </td>
      <td>
        <ItemValue value={item.expected} full={full} />
      </td>
      <td>
        <ItemValue value={item.found} full={full} />
      </td>
    </tr>
  );
}

function ItemValue({ value, full }: { readonly value: string | null; readonly full: boolean }) {
  if (value === null) return words.nothing;
  return (
    <span className="mono" data-whole-line={!full && isFingerprint(value)}>
      <SafeName text={fingerprintText(value, full)} />
    </span>
  );
}
