import { join } from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import extractDepcruiseConfig from "dependency-cruiser/config-utl/extract-depcruise-config";
import { beforeAll, describe, expect, it } from "vitest";
import { importsOf, writeImportMirror } from "./import-mirror.ts";
import { filesBelow, PROJECT, textOf } from "./source-files.ts";

const config = await extractDepcruiseConfig(join(PROJECT, ".dependency-cruiser.mjs"));
const rules = config.forbidden ?? [];

interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

/** For each rule a source that breaks it. A rule that no one can break is a rule that does not hold. */
const SEEDS: Readonly<Record<string, readonly [path: string, text: string]>> = {
  shared: ["src/shared/seed.ts", 'import type { Fs } from "../main/system/fs.ts";'],
  "system-and-canonical": ["src/main/system/seed.ts", 'export * from "../canonical/canonical-form.ts";'],
  store: ["src/main/store/seed-a.ts", 'const later = import("../operations/application.ts");'],
  "readers-of-the-store": ["src/main/check/seed.ts", 'import type { Catalog } from "../catalog/catalog.ts";'],
  services: ["src/main/export/seed.ts", 'import { a } from "../advice/seed.ts";'],
  operations: ["src/main/operations/seed.ts", 'import { a } from "../ipc/seed.ts";'],
  doors: ["src/main/ipc/seed.ts", 'type Store = import("../store/run-store.ts").RunStore;'],
  preload: ["src/preload/seed-a.ts", 'import { z } from "../shared/ipc/envelope.ts";'],
  "renderer-api": ["src/renderer/api/seed.ts", 'import { a } from "../state/seed.ts";'],
  "renderer-state": ["src/renderer/state/seed.ts", 'import { a } from "../ui/seed.tsx";'],
  "renderer-format-and-text": ["src/renderer/format/seed.ts", 'import { a } from "../state/seed.ts";'],
  "renderer-ui": ["src/renderer/ui/seed.tsx", 'import { a } from "../state/seed.ts"; export const b = <i />;'],
  "renderer-features": ["src/renderer/features/runs/seed.tsx", 'import { a } from "../run/seed.tsx";'],
  "renderer-root": ["src/renderer/seed.ts", 'import type { Clock } from "../main/system/clock.ts";'],
  "no-circular": ["src/main/store/seed-b.ts", 'import type { C } from "./seed-c.ts";'],
  "no-unknown-import": ["src/main/store/seed-d.ts", 'import { a } from "./nowhere.ts";'],
  "nobody-imports-a-root": ["src/main/app/seed-b.ts", 'import "../index.ts";'],
  "electron-only-at-the-edge": ["src/main/store/seed-e.ts", 'import { app } from "electron";'],
  "disk-only-in-system": ["src/main/store/seed-f.ts", 'import { writeFile } from "node:fs/promises";'],
  "sqlite-only-in-catalog-and-gate": ["src/main/store/seed-g.ts", 'import { DatabaseSync } from "node:sqlite";'],
  "processes-only-in-system": ["src/main/store/seed-h.ts", 'import { spawn } from "node:child_process";'],
  "no-network": ["src/main/system/seed-b.ts", 'import { request } from "node:https";'],
  "no-node-outside-main": ["src/shared/seed-b.ts", 'import { join } from "node:path";'],
  "writing-is-the-stores-own": ["src/main/check/seed-b.ts", 'import { a } from "../store/durable-file.ts";'],
  "shared-stands-on-zod": ["src/shared/seed-c.ts", 'import { create } from "zustand";'],
  "channel-names-import-nothing": ["src/shared/ipc/channel-names.ts", 'import { z } from "zod";'],
  "preload-has-no-packages": ["src/preload/seed-b.ts", 'import { z } from "zod";'],
  "main-ships-what-it-imports": ["src/main/store/seed-i.ts", 'import { useState } from "react";'],
  "src-never-imports-tests": ["src/main/store/seed-j.ts", 'import "../../../test/support/electron-absent.ts";'],
};

/** What the seeds import from each other, so that each breaks the one rule it is for. */
const SUPPORTING: Readonly<Record<string, string>> = {
  "src/main/advice/seed.ts": "",
  "src/main/index.ts": "",
  "src/main/store/seed-c.ts": 'import type { B } from "./seed-b.ts";',
  "src/renderer/features/run/seed.tsx": "",
  "test/support/electron-absent.ts": "",
};

/** Runs the rules over the imports of these sources. */
async function violationsIn(folder: string, texts: ReadonlyMap<string, string>): Promise<readonly Violation[]> {
  const baseDir = writeImportMirror(folder, texts);
  const ruleSet = { forbidden: rules };
  const { output } = await cruise(["src"], { ...config.options, baseDir, validate: true, ruleSet });
  const { modules, summary } = output as ICruiseResult;
  const seen = new Set(modules.map((module) => module.source));
  const sources = [...texts.keys()].filter((path) => /^src\/.*\.tsx?$/.test(path));
  const unseen = sources.filter((path) => !seen.has(path.replace(/\.tsx?$/, ".js")));
  if (unseen.length > 0) throw new Error(`The rules did not look at ${unseen.join(", ")}`);
  return summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
}

function textsOf(paths: readonly string[]): Map<string, string> {
  return new Map(paths.map((path) => [path, textOf(path)]));
}

describe("layers", () => {
  let seeded: readonly Violation[] = [];

  beforeAll(async () => {
    const texts = textsOf(filesBelow("src"));
    for (const [path, text] of [...Object.values(SEEDS), ...Object.entries(SUPPORTING)]) texts.set(path, text);
    seeded = await violationsIn("layers-seeded", texts);
  });

  it("every import in src goes where the architecture allows", async () => {
    const found = await violationsIn("layers", textsOf(filesBelow("src")));
    const reasons = found.map(({ rule, from, to }) => {
      const because = rules.find((candidate) => candidate.name === rule)?.comment;
      return `${from} imports ${to} (${rule}): ${because}`;
    });
    expect(reasons).toEqual([]);
  });

  it("every rule says why it is there and has a source that breaks it", () => {
    expect(rules.filter((rule) => rule.comment === undefined)).toEqual([]);
    expect(rules.map((rule) => rule.name)).toEqual(Object.keys(SEEDS));
  });

  it.each(Object.entries(SEEDS))("a source that breaks %s is caught", (rule, [path]) => {
    const seed = path.replace(/\.tsx?$/, ".js");
    expect(seeded.filter((violation) => violation.from === seed).map((violation) => violation.rule)).toContain(rule);
  });

  it("the window is listened to in one place", () => {
    const listening = filesBelow("src").filter((path) => textOf(path).includes("ipcMain"));
    expect(listening.filter((path) => !path.startsWith("src/main/ipc/"))).toEqual([]);
    expect(listening.length).toBeGreaterThan(0);
  });

  it("imports of values and types, re-exports and imports on demand all count", () => {
    const text = `
      import type { A } from "./a.ts"; import { type B } from "./b.ts"; export * from "./c.ts"; export { d } from "./d.ts";
      const e = await import("./e.ts"); type F = import("./f.ts").F; const g = await import(name); export const h = 1;`;
    expect(importsOf("x.ts", text)).toEqual([..."abcdef"].map((name) => `./${name}.ts`).concat("<computed>"));
  });
});
