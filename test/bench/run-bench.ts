import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { attachmentBench } from "./attachment-bench.ts";
import type { BenchTable } from "./bench-table.ts";
import { canonicalBench } from "./canonical-bench.ts";
import { catalogBench } from "./catalog-bench.ts";
import { checkBench, largeFileBench } from "./check-bench.ts";
import { facetBench, planBench, timelineBench, wordBench } from "./find-bench.ts";
import { memoryBench } from "./memory-bench.ts";
import { rebuildBench } from "./rebuild-bench.ts";
import { batchBench, fullStoreBench, singleCommitBench } from "./store-bench.ts";
import { scrollBench, startBench } from "./window-bench.ts";

/** The measurements by name: `npm run bench -- store` runs one of them. */
const BENCHES: Readonly<Record<string, readonly (() => Promise<BenchTable>)[]>> = {
  store: [singleCommitBench, batchBench, fullStoreBench],
  catalog: [catalogBench],
  find: [facetBench, wordBench, timelineBench],
  plans: [planBench],
  memory: [memoryBench],
  window: [scrollBench, startBench],
  rebuild: [rebuildBench],
  canonical: [canonicalBench],
  attachments: [attachmentBench, largeFileBench],
  check: [checkBench],
};

function markdown(table: BenchTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const verdict = table.met === null ? "no target" : table.met ? "met" : "NOT MET";
  return [
    `### ${table.id}: ${table.title}`,
    "",
    line(table.columns),
    line(table.columns.map(() => "---")),
    ...table.rows.map(line),
    "",
    `Target: ${table.target} - ${verdict}`,
    "",
  ].join("\n");
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => BENCHES[name] === undefined);
if (unknown.length > 0) {
  process.stderr.write(`No such bench: ${unknown.join(", ")}. There are: ${Object.keys(BENCHES).join(", ")}.\n`);
  process.exit(2);
}

process.stdout.write(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? "unknown processor"}\n\n`);
const tables: BenchTable[] = [];
for (const name of wanted.length > 0 ? wanted : Object.keys(BENCHES)) {
  for (const bench of BENCHES[name] ?? []) {
    const table = await bench();
    tables.push(table);
    process.stdout.write(`${markdown(table)}\n`);
  }
}
mkdirSync("test-results", { recursive: true });
writeFileSync("test-results/bench.json", `${JSON.stringify({ node: process.version, tables }, null, 2)}\n`);
process.stdout.write("The same as JSON: test-results/bench.json\n");
