import { describe, expect, it } from "vitest";
import { functionSizes } from "./function-sizes.ts";
import { filesBelow, parseSource, sourcesBelow, textOf } from "./source-files.ts";

const MAX_FILE_LINES = 400;
const MAX_FUNCTION_LINES = 60;
/** Names that say where something lies instead of what it is. */
const EMPTY_NAMES = ["utils", "util", "helpers", "helper", "common", "misc", "manager", "types"];
/** Spelled in parts, so that this file does not hold what it looks for. */
const UNFINISHED = ["TO" + "DO", "FIX" + "ME", "@ts-" + "ignore", "@ts-" + "nocheck", "biome-" + "ignore"];
/** Folders whose input is evidence: a stored record, a run request, a ledger line. */
const EVIDENCE_FOLDERS = ["canonical", "catalog", "check", "compare", "export", "ingest", "store"];

/** What those folders read back that we wrote ourselves and can do without. */
const OWN_TEXT: Readonly<Record<string, string>> = {
  "src/main/catalog/catalog-cursor.ts": "a cursor, after its check has shown that we made it",
  "src/main/catalog/columns-file.ts":
    "the first line of our own disposable file, after its check has shown that we made it",
  "src/main/catalog/run-links.ts": "a column of the disposable catalog",
};

const shipped = sourcesBelow("src");
const written = [...shipped, ...sourcesBelow("test"), ...filesBelow("scripts"), ...filesBelow("bin")];

function isConfig(path: string): boolean {
  return path.endsWith(".config.ts");
}

function hasDefaultExport(path: string, text: string): boolean {
  return parseSource(path, text).program.body.some((node) => node.type === "ExportDefaultDeclaration");
}

function isBarrel(path: string, text: string): boolean {
  const { body } = parseSource(path, text).program;
  return (
    body.length > 0 && body.every((node) => node.type.startsWith("Export") && "source" in node && node.source !== null)
  );
}

/** Parts of a path that are, or end in, an empty name: `utils/`, `date-utils.ts`, `types.ts`. */
function emptyNames(path: string): readonly string[] {
  return path.split("/").filter((part) => {
    const stem = part.split(".")[0] ?? "";
    return EMPTY_NAMES.includes(stem.split("-").at(-1) ?? "");
  });
}

describe("words", () => {
  it("no file or folder has a name that could hold anything", () => {
    expect(written.filter((path) => emptyNames(path).length > 0)).toEqual([]);
    expect(emptyNames("src/main/date-utils.ts")).toEqual(["date-utils.ts"]);
    expect(emptyNames("src/helpers/run.ts")).toEqual(["helpers"]);
  });

  it("sources are named in kebab-case", () => {
    expect(written.filter((path) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9.-]+$/.test(path))).toEqual([]);
  });

  it("nothing is exported without a name outside configuration", () => {
    const sources = written.filter((path) => /\.tsx?$/.test(path) && !isConfig(path));
    expect(sources.filter((path) => hasDefaultExport(path, textOf(path)))).toEqual([]);
    expect(hasDefaultExport("x.ts", "export default 1;")).toBe(true);
  });

  it("no file only passes on what others export", () => {
    expect(shipped.filter((path) => isBarrel(path, textOf(path)))).toEqual([]);
    expect(isBarrel("x.ts", 'export * from "./a.ts"; export { b } from "./b.ts";')).toBe(true);
    expect(isBarrel("x.ts", 'export * from "./a.ts"; export const b = 1;')).toBe(false);
  });

  it(`no file is longer than ${MAX_FILE_LINES} lines`, () => {
    const long = written.map((path) => ({ path, lines: textOf(path).split("\n").length - 1 }));
    expect(long.filter(({ lines }) => lines > MAX_FILE_LINES)).toEqual([]);
  });

  it(`no function is longer than ${MAX_FUNCTION_LINES} lines`, () => {
    const sizes = shipped.flatMap((path) => functionSizes(path, textOf(path)));
    expect(sizes.length).toBeGreaterThan(50);
    expect(sizes.filter(({ lines }) => lines > MAX_FUNCTION_LINES)).toEqual([]);
  });

  it("a function counts from its first line to its last, with what it encloses", () => {
    const text = "const a = 1;\nexport function f() {\n  const g = () => {\n    return a;\n  };\n  return g;\n}\n";
    expect(functionSizes("x.ts", text)).toEqual([
      { path: "x.ts", line: 2, lines: 6 },
      { path: "x.ts", line: 3, lines: 3 },
    ]);
  });

  it("nothing is left unfinished or exempted from a rule", () => {
    const marked = written.filter((path) => UNFINISHED.some((mark) => textOf(path).includes(mark)));
    expect(marked).toEqual([]);
  });

  it("evidence is never read with JSON.parse", () => {
    const folders = EVIDENCE_FOLDERS.map((folder) => `src/main/${folder}/`);
    const evidence = shipped.filter((path) => folders.some((folder) => path.startsWith(folder)));
    const parsing = evidence.filter((path) => textOf(path).includes("JSON.parse("));
    expect(parsing.filter((path) => !(path in OWN_TEXT))).toEqual([]);
    expect(Object.keys(OWN_TEXT).filter((path) => !parsing.includes(path))).toEqual([]);
  });
});
