import { JsonObject, type JsonValue, jsonObject } from "../canonical/json-value.ts";
import { jsonTypeName } from "./field-reader.ts";

const MAX_KEYS = 50;

/** Identifiers of the context that an audit may see, in the order they are written. */
const CONTEXT_IDS = ["model_id", "feasibility_engine_id", "tool_id", "material_id", "machine_id"] as const;

/**
 * What a record keeps of the full request: its keys and the identifiers of its context, never its values. What the client says
 * about feasibility is named as stripped. Key lists end after 50. Source: the older system's `summarize_request`.
 */
export function summarizeRequest(request: JsonValue): JsonObject {
  if (request === null) return jsonObject([]);
  if (!(request instanceof JsonObject)) {
    return jsonObject([
      ["type", jsonTypeName(request)],
      ["note", "non-dict request"],
    ]);
  }
  const summary: [string, JsonValue][] = [["keys", firstKeys(request)]];
  if (request.has("feasibility")) summary.push(["note", "client_feasibility_stripped"]);
  const design = request.get("design");
  if (design instanceof JsonObject) summary.push(["design_keys", firstKeys(design)]);
  const context = contextOf(request);
  if (context !== null) {
    summary.push(["context_keys", firstKeys(context)]);
    for (const id of CONTEXT_IDS) if (context.has(id)) summary.push([id, identifier(context.get(id) ?? null)]);
  }
  return jsonObject(summary);
}

/** A summary that the caller made itself, without what it says about feasibility. */
export function stripClientFeasibility(summary: JsonObject): JsonObject {
  if (!summary.has("feasibility")) return summary;
  const kept = [...summary.entries()].filter(([key]) => key !== "feasibility" && key !== "note");
  return jsonObject([...kept, ["note", "client_feasibility_stripped"]]);
}

function firstKeys(object: JsonObject): JsonValue[] {
  return [...object.keys()].slice(0, MAX_KEYS);
}

function contextOf(request: JsonObject): JsonObject | null {
  for (const key of ["context", "ctx"]) {
    const value = request.get(key);
    if (value instanceof JsonObject && value.size > 0) return value;
  }
  return null;
}

/** An identifier is one value: a payload hidden under its name is not summarised. */
function identifier(value: JsonValue): JsonValue {
  return value instanceof JsonObject || Array.isArray(value) ? jsonTypeName(value) : value;
}
