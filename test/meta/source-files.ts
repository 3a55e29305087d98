import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { type ParseResult, parseSync } from "vite";

/** The project folder. */
export const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** Names of folders that hold what tools made. */
const MADE = new Set(["node_modules", "out", "test-results", "playwright-report", ".git", ".cache"]);

/** Every file below `folder`, as paths from the project folder with `/`, sorted. Empty when there is no such folder. */
export function filesBelow(folder: string): readonly string[] {
  const found: string[] = [];
  for (const entry of readdirSync(join(PROJECT, folder), { withFileTypes: true })) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory() && !MADE.has(entry.name)) found.push(...filesBelow(path));
    if (entry.isFile()) found.push(path);
  }
  return found.sort();
}

/** TypeScript files below `folder`. */
export function sourcesBelow(folder: string): readonly string[] {
  return filesBelow(folder).filter((path) => /\.tsx?$/.test(path));
}

/** The text of a file of the project. */
export function textOf(path: string): string {
  return readFileSync(join(PROJECT, path), "utf8");
}

/**
 * The syntax tree of a TypeScript text. Vite's parser is used because TypeScript 7 has no stable programming interface and
 * acorn does not read types.
 */
export function parseSource(path: string, text: string): ParseResult {
  const parsed = parseSync(path, text, { lang: path.endsWith("x") ? "tsx" : "ts" });
  const [problem] = parsed.errors;
  if (problem !== undefined) throw new Error(`${path}: ${problem.message}`);
  return parsed;
}

/** A path of this machine, as the project writes it. */
export function projectPath(absolute: string): string {
  return relative(PROJECT, absolute).split(sep).join("/");
}
