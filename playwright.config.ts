import { defineConfig } from "@playwright/test";
import { describeShell } from "./test/e2e/support/launch.ts";

const IS_WORKER = process.env.TEST_WORKER_INDEX !== undefined;

if (!IS_WORKER) process.stdout.write(`The window tests run in ${describeShell()}.\n`);

export default defineConfig({
  testDir: "test/e2e",
  fullyParallel: true,
  workers: 2,
  // A busy machine may be late once; what fails twice is broken. The count says how many needed the second try.
  retries: 1,
  timeout: 60_000,
  metadata: { window: describeShell() },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  outputDir: "test-results/e2e",
  projects: [{ name: "window" }],
});
