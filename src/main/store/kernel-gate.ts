import { DatabaseSync } from "node:sqlite";

/** A lock the system holds for this process: released on its death, untouched by suspend and by the clock. */
export interface KernelGate {
  release(): void;
}

/** SQLite's "another process has the lock". */
const SQLITE_BUSY = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
}

/** Takes the gate, or gives null when another process has it. The file holds no data and is never read. */
export function tryKernelGate(path: string): KernelGate | null {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (isBusy(error)) return null;
    throw error;
  }
  return { release: () => database.close() };
}
