import { Buffer } from "node:buffer";
import { BACKSLASH, QUOTE } from "../canonical/json-bytes.ts";
import { skimMembers } from "../canonical/json-skim.ts";
import { EVIDENCE_LIMITS, readJson } from "../canonical/json-tree.ts";
import { type ByteRange, JsonObject, type JsonValue } from "../canonical/json-value.ts";
import { ownMembers } from "./own-layout.ts";

/** What the catalog looks at in a record. The rest of it, which is most, is only looked through. */
const PARTS: ReadonlySet<string> = new Set([
  ...["run_id", "run_number", "created_at_utc", "status", "mode", "tool_id", "material_id", "machine_id", "event_type"],
  ...["explanation_status", "notes", "errors", "decision", "feasibility", "hashes", "completeness", "meta", "lineage"],
  ...["workflow_session_id", "parent_run_id", "inputs_hash", "attachments", "advisory_inputs"],
]);

const LIMIT_KEY = Buffer.from('"limit"');

/**
 * The members of a record that the catalog looks at, as `readJson` would read them; a text that is unusual is read whole. A feasibility that
 * holds nothing against a limit is left out. Throws JsonSyntaxError as `readJson` does. `isOwn`: this program wrote these very bytes.
 */
export function readRecordParts(bytes: Uint8Array, isOwn: boolean): JsonValue {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ranges = (isOwn ? ownMembers(text.toString("latin1"), PARTS) : null) ?? skimMembers(bytes, PARTS);
  if (ranges === null) return readJson(bytes, EVIDENCE_LIMITS);
  const members = new Map<string, JsonValue>();
  for (const [key, range] of ranges) {
    if (key !== "feasibility" || hasLimits(text, range)) members.set(key, valueAt(text, range));
  }
  return new JsonObject(members, []);
}

/** A key that is spelled with an escape could be any key. */
function hasLimits(text: Buffer, { start, end }: ByteRange): boolean {
  const feasibility = text.subarray(start, end);
  return feasibility.includes(LIMIT_KEY) || feasibility.includes("\\u");
}

function valueAt(text: Buffer, { start, end }: ByteRange): JsonValue {
  if (text[start] === QUOTE) {
    const content = text.subarray(start + 1, end - 1);
    if (!content.includes(BACKSLASH)) return content.toString("utf8");
  } else if (end - start === "null".length && text[start] === 0x6e) return null;
  return readJson(text.subarray(start, end), EVIDENCE_LIMITS);
}
