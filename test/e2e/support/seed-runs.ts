import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { OperationName } from "../../../src/shared/ipc/channel-names.ts";
import type { ReplyEnvelope } from "../../../src/shared/ipc/envelope.ts";
import type { CreatedRun, RunRow } from "../../../src/shared/operations/run-operations.ts";
import { PROJECT_ROOT } from "./built-app.ts";

/** Requests of every outcome, as they are offered to try the app. */
export const SAMPLE_DIR = join(PROJECT_ROOT, "resources/sample");
/** A store of the older system. */
export const OLDER_STORE = join(PROJECT_ROOT, "test/fixtures/older-stores/v2-store");

/** Asks main for an operation as the window does. Bytes are handed over as numbers, and refused answers throw. */
export async function callMain<Value>(page: Page, name: OperationName, request: unknown): Promise<Value> {
  const reply = await page.evaluate(
    async ([operation, input]) => {
      const bridge = Reflect.get(window, "rmosRuns") as {
        readonly call: Readonly<Record<string, (envelope: unknown) => Promise<unknown>>>;
      };
      const source = (input as { readonly source?: { readonly bytes?: number[] } }).source;
      const bytes = source?.bytes ? { source: { ...source, bytes: Uint8Array.from(source.bytes) } } : {};
      const request = Object.assign({}, input, bytes);
      return bridge.call[operation]?.({ request_id: null, job_id: null, request });
    },
    [name as string, request] as const,
  );
  const envelope = reply as ReplyEnvelope;
  if (!envelope.ok) throw new Error(`${name}: ${envelope.error.code} ${envelope.error.message}`);
  return envelope.value as Value;
}

/** Records a request. */
export function recordRequest(page: Page, request: unknown): Promise<CreatedRun> {
  const bytes = [...new TextEncoder().encode(JSON.stringify(request))];
  return callMain(page, "run.create", { source: { bytes, name: null } });
}

/** Records every sample request, oldest first, shows them, and returns what became of each, by file name. */
export async function recordSamples(page: Page): Promise<ReadonlyMap<string, CreatedRun>> {
  const created = new Map<string, CreatedRun>();
  for (const name of readdirSync(SAMPLE_DIR)
    .filter((file) => file.endsWith(".json"))
    .sort()) {
    const bytes = [...readFileSync(join(SAMPLE_DIR, name))];
    created.set(name, await callMain<CreatedRun>(page, "run.create", { source: { bytes, name } }));
  }
  await page.reload();
  return created;
}

/** The newest rows of the list. */
export async function newestRows(page: Page): Promise<readonly RunRow[]> {
  const answer = await callMain<{ readonly rows: readonly RunRow[] }>(page, "run.query", {
    filters: { hidden: "include" },
  });
  return answer.rows;
}
