import { describe, expect, it } from "vitest";
import { type FolderName, Folders } from "../../../../src/main/operations/folders.ts";
import type { OpenFolder } from "../../../../src/main/operations/open-folder.ts";
import type { Committed } from "../../../../src/main/store/run-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { StoreState } from "../../../../src/shared/operations/session-operations.ts";

const COMMIT: Committed = { entries: [], files: [] };

/** Folders whose opening the test decides, with a log of what happened to them. */
function stage(open: (name: FolderName) => StoreState["mode"] | AppError) {
  const log: string[] = [];
  const commits = new Map<string, () => void>();
  const parts = {
    runsDirs: { own: "/own", sample: "/sample" },
    alone: <Result>(work: () => Promise<Result>) => work(),
    listener: { onCommitted: () => void log.push("committed"), onStateChanged: () => void log.push("state") },
    open: async (name: FolderName) => {
      const outcome = open(name);
      log.push(`open ${name}`);
      if (outcome instanceof AppError) throw outcome;
      const store = {
        state: () => ({ mode: outcome, reason: null, message: null, holder: null }),
        onCommitted: (listener: (committed: Committed) => void) => commits.set(name, () => listener(COMMIT)),
        onStateChanged: () => undefined,
      };
      return { runsDir: name, store, close: async () => void log.push(`close ${name}`) } as unknown as OpenFolder;
    },
  };
  return { folders: new Folders(parts), log, commit: (name: FolderName) => commits.get(name)?.() };
}

describe("Folders", () => {
  it("keeps the workstation's own folder open while samples are looked at", async () => {
    const { folders, log } = stage(() => "writable");
    await folders.open("own");
    await folders.open("sample");
    expect([folders.currentName, folders.currentRunsDir]).toEqual(["sample", "/sample"]);
    await folders.open("own");
    expect(folders.currentName).toBe("own");
    expect(log.filter((line) => line.startsWith("close"))).toEqual([]);
    expect(log.filter((line) => line.startsWith("open"))).toEqual(["open own", "open sample"]);
  });

  it("speaks of the current folder alone", async () => {
    const { folders, log, commit } = stage(() => "writable");
    await folders.open("own");
    await folders.open("sample");
    log.length = 0;
    commit("own");
    expect(log).toEqual([]);
    commit("sample");
    expect(log).toEqual(["committed"]);
  });

  it("opens a folder anew that could only be read, closing it first", async () => {
    let mode: StoreState["mode"] = "read-only";
    const { folders, log } = stage(() => mode);
    await folders.open("own");
    mode = "writable";
    await folders.open("own");
    expect(log.filter((line) => line !== "state")).toEqual(["open own", "close own", "open own"]);
    expect(folders.state().mode).toBe("writable");
  });

  it("says on every call why a folder could not be opened, and tries again when asked", async () => {
    let refusal: AppError | null = new AppError("NO_PERMISSION", "This account may not write there.");
    const { folders } = stage(() => refusal ?? "writable");
    await folders.open("own");
    expect(() => folders.current()).toThrow("This account may not write there.");
    expect(folders.state()).toMatchObject({ mode: "read-only", message: "This account may not write there." });
    expect(folders.findCurrent()).toBeNull();
    refusal = null;
    await folders.open("own");
    expect(folders.current().runsDir).toBe("own");
  });

  it("takes a call without any folder for a bug", () => {
    expect(() => stage(() => "writable").folders.current()).toThrow(/opened without one/);
  });

  it("closes both", async () => {
    const { folders, log } = stage(() => "writable");
    await folders.open("own");
    await folders.open("sample");
    await folders.close();
    expect(log.slice(-2)).toEqual(["close sample", "close own"]);
  });
});
