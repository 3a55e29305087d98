import { z } from "zod";

const text = z.string().nullable().catch(null);
const anyObject = z.record(z.string(), z.unknown()).catch({});
const textList = z.array(z.unknown()).catch([]);

const recordSchema = z.looseObject({
  request_summary: z.unknown().optional(),
  feasibility: z.unknown().optional(),
  decision: z
    .looseObject({
      block_reason: text,
      score: z.union([z.number(), z.bigint()]).nullable().catch(null),
      warnings: textList,
      details: z.unknown().optional(),
    })
    .catch({ block_reason: null, score: null, warnings: [], details: null }),
  hashes: anyObject,
  outputs: z.looseObject({ gcode_text: text }).catch({ gcode_text: null }),
  meta: anyObject,
  completeness: z.unknown().optional(),
});

/** What a record lacked when it was made. */
export interface MissingFact {
  readonly field: string;
  readonly reason: string;
}

/** A record as far as the page can show it. Everything is taken as found; what has another shape counts as not there. */
export interface RecordFacts {
  /** False when nothing of the record could be read: then everything below says nothing. */
  readonly readable: boolean;
  /** The whole record as an object; empty when it is none. */
  readonly all: Readonly<Record<string, unknown>>;
  readonly blockReason: string | null;
  readonly score: number | null;
  readonly warnings: readonly string[];
  readonly rules: readonly string[];
  readonly feasibility: unknown;
  readonly details: unknown;
  readonly request: unknown;
  readonly hashes: Readonly<Record<string, unknown>>;
  readonly gcodeText: string | null;
  readonly missing: readonly MissingFact[];
}

/** Reads a parsed record for display. Never throws: older records have many shapes. */
export function readRecordFacts(record: unknown): RecordFacts {
  const parsed = recordSchema.safeParse(record);
  const data = parsed.success ? parsed.data : recordSchema.parse({});
  return {
    readable: parsed.success,
    all: parsed.success ? parsed.data : {},
    blockReason: data.decision.block_reason,
    score: data.decision.score === null ? null : Number(data.decision.score),
    warnings: data.decision.warnings.map(plainText),
    rules: readRules(data.feasibility),
    feasibility: data.feasibility ?? null,
    details: data.decision.details ?? null,
    request: data.request_summary ?? null,
    hashes: data.hashes,
    gcodeText: data.outputs.gcode_text,
    missing: readMissing(data.completeness, data.decision.details),
  };
}

/** A field of the record as text, or null when it is absent or no plain value. */
export function factText(facts: RecordFacts, field: string): string | null {
  const value = facts.all[field];
  if (value === null || value === undefined || value === "" || typeof value === "object") return null;
  return String(value);
}

const rulesSchema = z.looseObject({ rules_triggered: z.array(z.unknown()) });

function readRules(feasibility: unknown): readonly string[] {
  const parsed = rulesSchema.safeParse(feasibility);
  return parsed.success ? parsed.data.rules_triggered.map(plainText) : [];
}

const violation = z.looseObject({ field: z.string(), reason: z.string() });
// Ours lists them in the record, the older system in the details of the decision.
const missingSchema = z.union([
  z.array(violation),
  z.looseObject({ violations: z.array(violation) }).transform((value) => value.violations),
]);

function readMissing(...places: readonly unknown[]): readonly MissingFact[] {
  const byField = new Map<string, MissingFact>();
  for (const place of places) {
    const parsed = missingSchema.safeParse(place);
    if (!parsed.success) continue;
    for (const { field, reason } of parsed.data) if (!byField.has(field)) byField.set(field, { field, reason });
  }
  return [...byField.values()];
}

function plainText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, bigintAsText);
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
