import { Buffer } from "node:buffer";

/** Numbers in [0, 1) that are the same in every run of the program. */
type Random = () => number;

/**
 * `count` run records as UTF-8, shaped like those the older system wrote (same fields, same order, two-space indent,
 * full-precision floats from engines, G-code inside), of 1.5 to 40 KB, mean about 10 KB.
 */
export function realShapedRecords(count: number, seed: number): Buffer[] {
  const random = mulberry32(seed);
  return Array.from({ length: count }, () => Buffer.from(`${JSON.stringify(record(random), null, 2)}\n`));
}

function record(random: Random): object {
  const weight = 1.4 * random() ** 1.5;
  const risk = pick(random, ["GREEN", "YELLOW", "RED"]);
  const score = 100 * random();
  const warnings = listOf(random, 3, () => sentence(random));
  return {
    run_id: `run_${hex(random, 32)}`,
    created_at_utc: time(random),
    request_id: `req_${hex(random, 12)}`,
    mode: pick(random, ["saw", "cam", "art_studio", "dxf"]),
    tool_id: pick(random, ["saw:veneer_160", "router:6mm", "T102", "rosette"]),
    status: pick(random, ["OK", "BLOCKED", "ERROR"]),
    request_summary: requestSummary(random, weight),
    feasibility: feasibility(random, { risk, score, warnings, weight }),
    decision: {
      risk_level: risk,
      score,
      block_reason: null,
      warnings,
      details: { rule: "R12", limit: measure(random) },
    },
    hashes: {
      feasibility_sha256: hex(random, 64),
      toolpaths_sha256: hex(random, 64),
      gcode_sha256: hex(random, 64),
      opplan_sha256: null,
      snapshot_sha256: null,
    },
    outputs: {
      gcode_text: gcode(random, Math.floor(60 * weight)),
      opplan_json: {
        unit: "mm",
        v: 1,
        setups: [{ id: "s1", ops: listOf(random, 30 * weight, () => operation(random)) }],
      },
      gcode_path: null,
      opplan_path: null,
      preview_svg_path: null,
    },
    lineage: random() < 0.3 ? { parent_plan_run_id: `run_${hex(random, 32)}` } : null,
    advisory_inputs: listOf(random, 7 * weight, () => advisory(random)),
    explanation_status: "NONE",
    explanation_summary: null,
    advisory_reviews: null,
    manufacturing_candidates: null,
    source_advisory_id: null,
    attachments: listOf(random, 9 * weight, () => attachment(random)),
    meta: {
      batch_label: `B-${Math.floor(900 * random())}`,
      shift: pick(random, ["früh", "spät"]),
      operator: "M. Groß",
    },
    workflow_session_id: null,
    material_id: pick(random, ["ebony", "maple", "spruce"]),
    machine_id: pick(random, ["M1", "M3", "M4"]),
    workflow_mode: null,
    toolchain_id: null,
    post_processor_id: "grbl",
    geometry_ref: null,
    geometry_hash: hex(random, 64),
    event_type: "toolpaths",
    parent_run_id: null,
    drift_detected: null,
    drift_summary: null,
    gate_policy_id: "gate_v2",
    gate_decision: "ALLOW",
    engine_version: "2.3.1",
    toolchain_version: "1.9.0",
    config_fingerprint: hex(random, 16),
    notes: random() < 0.1 ? `Prüfung 危険 ${sentence(random)}` : null,
    errors: null,
  };
}

function requestSummary(random: Random, weight: number): object {
  return {
    design: {
      kind: "rosette",
      points: listOf(random, 40 * weight, () => ({ x: measure(random), y: -measure(random), name: sentence(random) })),
    },
    tool: { diameter_mm: 6.35, flutes: 2, rpm: 18000 },
    context: { feed_mm_per_min: 1200 + Math.floor(600 * random()), stepover: random(), units: "mm" },
  };
}

interface Evaluation {
  readonly risk: string;
  readonly score: number;
  readonly warnings: readonly string[];
  readonly weight: number;
}

function feasibility(random: Random, { risk, score, warnings, weight }: Evaluation): object {
  return {
    risk_level: risk,
    score,
    warnings,
    efficiency: 100 * random(),
    estimated_cut_time_seconds: 3600 * random(),
    calculator_results: Object.fromEntries(
      ["chipload", "heat", "deflection", "rim_speed", "bite_per_tooth", "kickback"].map((name) => [
        name,
        {
          score: 100 * random(),
          risk: pick(random, ["GREEN", "YELLOW"]),
          value: measure(random),
          limit: 12.5,
          warning: null,
        },
      ]),
    ),
    grid: listOf(random, 8 * weight, () => listOf(random, 12, () => random())),
  };
}

function operation(random: Random): object {
  return {
    op: pick(random, ["profile", "pocket", "drill"]),
    depth: -measure(random),
    feed: Math.floor(2000 * random()),
    tabs: null,
    bounds: { x0: 0, y0: 0, x1: measure(random), y1: measure(random) },
  };
}

function advisory(random: Random): object {
  return {
    advisory_id: hex(random, 64),
    kind: "advisory",
    created_at_utc: time(random),
    request_id: `req_${hex(random, 8)}`,
    engine_id: null,
    engine_version: null,
    status: pick(random, ["NEW", "REVIEWED", "PROMOTED"]),
    rejected: false,
    risk_level: null,
    rating: null,
    notes: sentence(random),
    rejection_reason_code: null,
    rejection_reason_detail: null,
    rejection_operator_note: null,
    rejected_at_utc: null,
    updated_at_utc: null,
    promoted: false,
    promoted_candidate_id: null,
  };
}

function attachment(random: Random): object {
  return {
    sha256: hex(random, 64),
    kind: pick(random, ["gcode", "preview", "geometry"]),
    mime: "text/plain",
    filename: `op${Math.floor(90 * random())}.nc`,
    size_bytes: Math.floor(1e6 * random()),
    created_at_utc: time(random),
  };
}

function gcode(random: Random, lines: number): string {
  const moves = Array.from(
    { length: lines },
    () => `G1 X${(200 * random()).toFixed(3)} Y${(90 * random()).toFixed(3)} F1200\n`,
  );
  return `G90\nG21\n${moves.join("")}M30\n`;
}

/** A length as people and engines write it: few decimals half of the time, else all that a double has. */
function measure(random: Random): number {
  return random() < 0.5 ? Math.round(20_000 * random()) / 100 : 200 * random();
}

function sentence(random: Random): string {
  return pick(random, [
    "thin wall",
    "tool is near its wear limit",
    "feed above the table for this wood",
    "outline first",
  ]);
}

function time(random: Random): string {
  return new Date(1.766e12 + 1e10 * random()).toISOString();
}

function hex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => Math.floor(16 * random()).toString(16)).join("");
}

function pick<T>(random: Random, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(choices.length * random())] ?? choices[0];
}

function listOf<T>(random: Random, most: number, make: () => T): T[] {
  return Array.from({ length: Math.round(most * random()) }, make);
}

/** The small generator known as mulberry32: 32 bits of state, good enough to vary test data. */
function mulberry32(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
