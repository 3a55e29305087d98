import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const electronAbsent = fileURLToPath(new URL("test/support/electron-absent.ts", import.meta.url));

/** A folder of tests. Times are limits for a machine under load, never assertions. */
function project(name: string, limits: { readonly testTimeout: number; readonly hookTimeout: number }) {
  return {
    // The core must not need Electron: whoever imports it in a test gets a module that throws.
    resolve: { alias: { electron: electronAbsent } },
    test: {
      name,
      include: [`test/${name}/**/*.test.{ts,tsx}`],
      environment: "node" as const,
      pool: "forks" as const,
      restoreMocks: true,
      unstubEnvs: true,
      ...limits,
    },
  };
}

export default defineConfig({
  test: {
    projects: [
      project("unit", { testTimeout: 60_000, hookTimeout: 30_000 }),
      project("contract", { testTimeout: 90_000, hookTimeout: 60_000 }),
      project("storage", { testTimeout: 180_000, hookTimeout: 60_000 }),
      project("meta", { testTimeout: 60_000, hookTimeout: 60_000 }),
    ],
    maxWorkers: 2,
    reporters: ["default", "json"],
    outputFile: { json: "test-results/vitest.json" },
  },
});
