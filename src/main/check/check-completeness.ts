import { z } from "zod";
import { violationSchema } from "../../shared/operations/run-operations.ts";
import { toPlain } from "../canonical/json-tree.ts";
import { JsonObject, type JsonValue } from "../canonical/json-value.ts";
import type { CheckOutcome } from "./check-outcome.ts";
import type { ReadRecord } from "./check-record-shape.ts";
import { makeFinding } from "./finding-sentences.ts";

const violationsSchema = z.array(violationSchema);

/** Whether the record itself says that something was missing when it was made. */
export function checkCompleteness({ root }: ReadRecord): CheckOutcome {
  // Ours say it in a field of their own, older ones in the details of the decision, the oldest only that it is so.
  const stated =
    violationsIn(root.get("completeness")) ?? violationsIn(memberOf(root, "decision", "details", "violations"));
  const isGuarded = memberOf(root, "meta", "completeness_guard") === true;
  if ((stated ?? []).length === 0 && !isGuarded) return { findings: [], items: [] };
  const found = (stated ?? []).map(({ field }) => field).join(", ") || null;
  const reason = found === null ? {} : { reason: `something is wrong with ${found}` };
  return {
    findings: [makeFinding("INCOMPLETE", { name: "Record", found, ...reason })],
    items: [{ name: "Completeness", expected: null, found, result: "missing" }],
  };
}

function violationsIn(value: JsonValue | undefined): z.infer<typeof violationsSchema> | null {
  return violationsSchema.safeParse(value === undefined ? undefined : toPlain(value)).data ?? null;
}

function memberOf(root: JsonObject, ...path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const key of path) value = value instanceof JsonObject ? value.get(key) : undefined;
  return value;
}
