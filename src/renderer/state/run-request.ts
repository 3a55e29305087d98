import type { RiskLevel, RunStatus } from "../../shared/verdicts.ts";

/** The form for recording by hand, as typed. */
export interface RecordForm {
  readonly mode: string;
  readonly tool: string;
  readonly machine: string;
  readonly material: string;
  readonly status: RunStatus;
  readonly risk: RiskLevel | null;
  /** 0 to 100, with either decimal sign; empty is not known. */
  readonly distance: string;
  readonly reason: string;
  /** One on each line. */
  readonly warnings: string;
  readonly notes: string;
  readonly gcode: string;
}

/** A form in which nothing was filled in. */
export const EMPTY_FORM: RecordForm = {
  mode: "",
  tool: "",
  machine: "",
  material: "",
  status: "OK",
  risk: null,
  distance: "",
  reason: "",
  warnings: "",
  notes: "",
  gcode: "",
};

/** A field that cannot be recorded as typed. */
export type FormFault = "mode" | "tool" | "distance";

const DISTANCE = /^\d{1,3}([.,]\d+)?$/;

/** The fields that must be put right first, in the order of the form. */
export function formFaults(form: RecordForm): readonly FormFault[] {
  const faults: FormFault[] = [];
  if (form.mode.trim() === "") faults.push("mode");
  if (form.tool.trim() === "") faults.push("tool");
  if (Number.isNaN(readDistance(form.distance))) faults.push("distance");
  return faults;
}

/**
 * The form as a run request, as UTF-8 JSON. A chosen decision is also given as the result of the check, marked as entered by hand;
 * without one there is no such result, and the record will be BLOCKED. Source: operations, "The run request".
 */
export function buildRunRequest(form: RecordForm): Uint8Array<ArrayBuffer> {
  const score = readDistance(form.distance);
  const warnings = form.warnings.split("\n").map((line) => line.trim());
  const kept = warnings.filter((line) => line !== "");
  const request = {
    mode: form.mode.trim(),
    tool_id: form.tool.trim(),
    event_type: "recorded_by_hand",
    status: form.status,
    material_id: orNull(form.material),
    machine_id: orNull(form.machine),
    ...(form.risk === null
      ? {}
      : {
          feasibility: { risk_level: form.risk, score, warnings: kept, entered_by_hand: true },
          decision: { risk_level: form.risk, score, block_reason: orNull(form.reason), warnings: kept, details: {} },
        }),
    ...(form.gcode.trim() === "" ? {} : { outputs: { gcode_text: form.gcode } }),
    notes: orNull(form.notes),
  };
  return new TextEncoder().encode(`${JSON.stringify(request, null, 2)}\n`);
}

/** Null for an empty field, NaN for one that is no number from 0 to 100. */
function readDistance(typed: string): number | null {
  const text = typed.trim();
  if (text === "") return null;
  const value = DISTANCE.test(text) ? Number(text.replace(",", ".")) : Number.NaN;
  return value <= 100 ? value : Number.NaN;
}

function orNull(typed: string): string | null {
  const text = typed.trim();
  return text === "" ? null : text;
}
