import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

/** A change to the text of one source file. */
export interface SourceEdit {
  /** The end of the file's path: `store/recovery.ts`. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/**
 * From now on these files are loaded with the edits; the files themselves stay as they are. Loading throws when a text to replace is not
 * there exactly once: the edit would change something else, or nothing.
 */
export function editSources(edits: readonly SourceEdit[]): void {
  registerHooks({
    load(url, context, nextLoad) {
      const wanted = url.startsWith("file:") ? edits.filter(({ file }) => url.endsWith(`/src/main/${file}`)) : [];
      if (wanted.length === 0) return nextLoad(url, context);
      const source = wanted.reduce(edited, readFileSync(fileURLToPath(url), "utf8"));
      return { format: "module-typescript", source, shortCircuit: true };
    },
  });
}

function edited(text: string, { find, replace, file }: SourceEdit): string {
  const parts = text.split(find);
  if (parts.length === 2) return parts.join(replace);
  throw new Error(`the text to replace stands ${parts.length - 1} times in ${file}: ${find}`);
}
