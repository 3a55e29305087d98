import type { RunRow } from "../../shared/operations/run-operations.ts";
import { runName } from "../format/run-name.ts";
import { SafeName } from "./safe-name.tsx";
import { TimeText } from "./time-text.tsx";

const NAMED_FACTS = ["tool_id", "material_id", "machine_id"] as const;

/** Which run a verdict is about: its number, when it was, and what it was made with. */
export function VerdictRun({ row }: { readonly row: RunRow }) {
  return (
    <p className="verdict-run">
      <span className="number">
        <SafeName text={runName(row)} />
      </span>
      {row.created_at_utc === null ? null : <TimeText at={row.created_at_utc} />}
      {NAMED_FACTS.map((fact) => (
        <NamedFact key={fact} name={row[fact]} />
      ))}
    </p>
  );
}

function NamedFact({ name }: { readonly name: string | null }) {
  if (name === null) return null;
  return (
    <span>
      <SafeName text={name} />
    </span>
  );
}
