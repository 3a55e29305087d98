import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = new URL("../../../fixtures/requests/", import.meta.url);

/** The bytes of a run request of the fixtures. */
export function requestFixture(name: string): Buffer {
  return readFileSync(fileURLToPath(new URL(name, FOLDER)));
}

/** Names of the requests that cannot be understood. */
export function brokenRequests(): readonly string[] {
  return readdirSync(fileURLToPath(new URL("broken", FOLDER)))
    .map((name) => `broken/${name}`)
    .sort();
}

/** A request as bytes. */
export function requestBytes(request: unknown): Buffer {
  return Buffer.from(JSON.stringify(request));
}
