import { mkdirSync } from "node:fs";
import { withStorageErrors } from "./storage-error.ts";

/** Makes `folder` and what is missing above it. Safe to repeat. Throws a coded error that names the folder. */
export function makeFolderPath(folder: string): void {
  withStorageErrors("make the folder", folder, () => mkdirSync(folder, { recursive: true }));
}
