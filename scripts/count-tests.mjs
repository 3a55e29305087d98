// Counts what the test runners reported and prints `N passed, N failed`. A run without tests, or without a report, fails.
import { readFileSync } from "node:fs";

/** A report of ours, written moments ago by the runner; null when it wrote none. */
function readReport(name) {
  try {
    return JSON.parse(readFileSync(new URL(`../test-results/${name}`, import.meta.url), "utf8"));
  } catch {
    process.stderr.write(`No report of ${name}: that runner did not finish.\n`);
    return null;
  }
}

const vitest = readReport("vitest.json");
const e2e = readReport("e2e.json");
const late = e2e?.stats.flaky ?? 0;
const passed = (vitest?.numPassedTests ?? 0) + (e2e?.stats.expected ?? 0) + late;
const failed =
  (vitest?.numFailedTests ?? 1) +
  (vitest?.numFailedTestSuites && !vitest.numFailedTests ? vitest.numFailedTestSuites : 0) +
  (e2e === null ? 1 : e2e.stats.unexpected + (e2e.errors?.length ?? 0));
if (late > 0) process.stdout.write(`${late} window tests passed only at the second try.\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
