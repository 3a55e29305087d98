import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ESTree, Visitor } from "vite";
import { PROJECT, parseSource } from "./source-files.ts";

/**
 * What a TypeScript text imports, in the words it uses: values, types, re-exports, `import()`, `import("x").Type`. An
 * `import()` of something computed is reported as `<computed>`, which resolves to nothing.
 */
export function importsOf(path: string, text: string): readonly string[] {
  const found = new Set<string>();
  const add = (node: { readonly source: ESTree.Node | null }): void => {
    if (node.source === null) return;
    const literal = node.source.type === "Literal" ? node.source.value : null;
    found.add(typeof literal === "string" ? literal : "<computed>");
  };
  const visitor = new Visitor({
    ImportDeclaration: add,
    ExportNamedDeclaration: add,
    ExportAllDeclaration: add,
    ImportExpression: add,
    TSImportType: add,
  });
  visitor.visit(parseSource(path, text).program);
  return [...found];
}

/**
 * Writes a folder below `test-results` that holds, for each source, a JavaScript file of the same path with nothing but its
 * imports, so that dependency-cruiser can read it; other files are there, and empty. Returns the folder.
 */
export function writeImportMirror(folder: string, texts: ReadonlyMap<string, string>): string {
  const mirror = join(PROJECT, "test-results", folder);
  rmSync(mirror, { recursive: true, force: true });
  for (const [path, text] of texts) {
    const target = join(mirror, mirroredPath(path));
    mkdirSync(dirname(target), { recursive: true });
    const lines = (isSource(path) ? importsOf(path, text) : []).map(
      (name) => `import ${JSON.stringify(mirroredPath(name))};\n`,
    );
    writeFileSync(target, lines.join(""));
  }
  copyFileSync(join(PROJECT, "package.json"), join(mirror, "package.json"));
  return mirror;
}

function isSource(path: string): boolean {
  return /\.tsx?$/.test(path);
}

function mirroredPath(path: string): string {
  return path.replace(/\.tsx?$/, ".js");
}
