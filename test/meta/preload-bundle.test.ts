import { createContext, runInContext } from "node:vm";
import { resolveConfig } from "electron-vite";
import { build, type InlineConfig, type Rolldown } from "vite";
import { beforeAll, describe, expect, it } from "vitest";
import { OPERATION_NAMES } from "../../src/shared/ipc/channel-names.ts";

/** Builds the preload as `npm run build` does, without writing it. */
async function buildPreload(): Promise<readonly Rolldown.OutputChunk[]> {
  const { config } = await resolveConfig({}, "build", "production");
  const preload: InlineConfig | undefined = config?.preload;
  if (preload === undefined) throw new Error("electron.vite.config.ts builds no preload");
  const result = await build({
    ...preload,
    configFile: false,
    logLevel: "silent",
    build: { ...preload.build, write: false },
  });
  const outputs = (Array.isArray(result) ? result : [result]) as Rolldown.RolldownOutput[];
  return outputs.flatMap(({ output }) => output).filter((file) => file.type === "chunk");
}

describe("preload bundle", () => {
  let chunks: readonly Rolldown.OutputChunk[];

  beforeAll(async () => {
    chunks = await buildPreload();
  });

  it("is one file, as a sandboxed preload can load no second", () => {
    expect(chunks.map((chunk) => chunk.fileName)).toEqual(["index.cjs"]);
  });

  it("requires electron and nothing else", () => {
    const code = chunks[0]?.code ?? "";
    const required = [...code.matchAll(/\brequire\(([^)]*)\)/g)].map((match) => match[1]);
    expect(required).toEqual(['"electron"']);
    expect(code).not.toMatch(/^\s*(import|export)\b|\bimport\(/m);
  });

  it("runs with what a sandboxed preload is given, and publishes every operation", () => {
    const published = new Map<string, { readonly call: object }>();
    const electron = {
      contextBridge: { exposeInMainWorld: (name: string, api: { readonly call: object }) => published.set(name, api) },
      ipcRenderer: {},
      webUtils: {},
    };
    const globals = {
      exports: {},
      require: (name: string) => {
        if (name !== "electron") throw new Error(`module not found: ${name}`);
        return electron;
      },
    };
    runInContext(chunks[0]?.code ?? "", createContext(globals));
    expect([...published.keys()]).toEqual(["rmosRuns"]);
    expect(Object.keys(published.get("rmosRuns")?.call ?? {})).toEqual([...OPERATION_NAMES]);
  });
});
