import { canonicalDigest, canonicalForm } from "../../src/main/canonical/canonical-form.ts";
import { readJson } from "../../src/main/canonical/json-tree.ts";
import type { BenchTable } from "./bench-table.ts";
import { median } from "./median.ts";
import { realShapedRecords } from "./real-shaped-records.ts";

const RECORDS = 1000;
const SEED = 7;
const WARM_UP_ROUNDS = 3;
const ROUNDS = 15;
const TARGET_RATIO = 2.4;

interface Contender {
  readonly name: string;
  readonly run: (record: number) => unknown;
  readonly roundsUs: number[];
}

/** S10: the canonical form and its digest from bytes, against JSON.parse of the same records, interleaved. */
export async function canonicalBench(): Promise<BenchTable> {
  const records = realShapedRecords(RECORDS, SEED);
  const texts = records.map((bytes) => bytes.toString());
  const contenders = [
    contender("JSON.parse of the text (the floor)", (i) => JSON.parse(texts[i] ?? "")),
    contender("JSON.parse from the bytes", (i) => JSON.parse(String(records[i]))),
    contender("canonical form + SHA-256 from the bytes", (i) => canonicalDigest(records[i] ?? new Uint8Array())),
    contender("canonical form from the bytes", (i) => canonicalForm(records[i] ?? new Uint8Array())),
    contender("lossless tree from the bytes", (i) => readJson(records[i] ?? new Uint8Array())),
  ] as const;
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    for (const each of contenders) {
      const us = timedRound(each);
      if (round >= WARM_UP_ROUNDS) each.roundsUs.push(us);
    }
  }
  const meanBytes = records.reduce((sum, bytes) => sum + bytes.length, 0) / RECORDS;
  const [floor, fromBytes, digest] = contenders;
  return {
    id: "S10",
    title: `Canonical form and digest; ${RECORDS} records, mean ${(meanBytes / 1000).toFixed(1)} KB; median of ${ROUNDS} rounds`,
    columns: ["Work", "µs a record", "x JSON.parse of the text", "x JSON.parse from the bytes"],
    rows: contenders.map((each) => [
      each.name,
      median(each.roundsUs).toFixed(1),
      medianRatio(each, floor).toFixed(2),
      medianRatio(each, fromBytes).toFixed(2),
    ]),
    target: `canonical form + SHA-256 <= ${TARGET_RATIO} x JSON.parse of the text`,
    met: medianRatio(digest, floor) <= TARGET_RATIO,
  };
}

function contender(name: string, run: (record: number) => unknown): Contender {
  return { name, run, roundsUs: [] };
}

/** Microseconds a record, over all records. */
function timedRound({ run }: Contender): number {
  const start = process.hrtime.bigint();
  for (let i = 0; i < RECORDS; i++) run(i);
  return Number(process.hrtime.bigint() - start) / 1000 / RECORDS;
}

/** Median of the ratios of neighbouring rounds, which share the weather of the machine. */
function medianRatio(one: Contender, other: Contender): number {
  return median(one.roundsUs.map((us, round) => us / (other.roundsUs[round] ?? Number.NaN)));
}
