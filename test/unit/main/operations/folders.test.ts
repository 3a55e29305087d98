import { afterEach, describe, expect, it, vi } from "vitest";
import { type FolderName, Folders } from "../../../../src/main/operations/folders.ts";
import type { OpenFolder, OpenWishes } from "../../../../src/main/operations/open-folder.ts";
import type { ClockStep } from "../../../../src/main/store/clock-gap.ts";
import type { Committed } from "../../../../src/main/store/run-store.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import type { StoreState } from "../../../../src/shared/operations/session-operations.ts";
import { createSettableClock } from "../../../support/settable-clock.ts";

const COMMIT: Committed = { entries: [], files: [] };

const STEP: ClockStep = { from: "2026-11-20T10:00:00.000000Z", to: "2026-11-20T07:00:00.000000Z" };

/** How a folder opens: in this mode, for this reason, or not at all. */
type Outcome = StoreState["mode"] | NonNullable<StoreState["reason"]> | AppError;

/** Folders whose opening the test decides, with a log of what happened to them. */
function stage(
  open: (name: FolderName, wishes: OpenWishes) => Outcome,
  alone: <Result>(work: () => Promise<Result>) => Promise<Result> = (work) => work(),
) {
  const log: string[] = [];
  const commits = new Map<string, () => void>();
  const losses = new Map<string, (step: ClockStep | null) => void>();
  const outside = { isThere: true, isHeld: false };
  const parts = {
    runsDirs: { own: "/own", sample: "/sample" },
    clock: createSettableClock(),
    alone,
    listener: { onCommitted: () => void log.push("committed"), onStateChanged: () => void log.push("state") },
    isThere: (_name: FolderName, storeId: string) => outside.isThere && storeId === "store-1",
    isHeld: () => outside.isHeld,
    onFailed: (error: unknown) => {
      throw error;
    },
    open: async (name: FolderName, wishes: OpenWishes) => {
      const outcome = open(name, wishes);
      log.push(`open ${name}`);
      if (outcome instanceof AppError) throw outcome;
      const isPlain = outcome === "writable" || outcome === "read-only";
      const state = {
        mode: isPlain ? outcome : "read-only",
        reason: isPlain ? null : outcome,
        message: null,
        holder: null,
      };
      let step: ClockStep | null = null;
      const store = {
        identity: { storeId: "store-1" },
        state: () => state,
        clockStep: () => step,
        onCommitted: (listener: (committed: Committed) => void) => commits.set(name, () => listener(COMMIT)),
        onStateChanged: (listener: () => void) =>
          losses.set(name, (lostBy) => {
            step = lostBy;
            Object.assign(state, { mode: "read-only", reason: "lock-lost" });
            listener();
          }),
      };
      return { runsDir: name, store, close: async () => void log.push(`close ${name}`) } as unknown as OpenFolder;
    },
  };
  return {
    ...{ folders: new Folders(parts), log, outside },
    commit: (name: FolderName) => commits.get(name)?.(),
    lose: (name: FolderName, step: ClockStep | null = null) => losses.get(name)?.(step),
    openings: () => log.filter((line) => line.startsWith("open")).length,
  };
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

  it.each([
    ["DISK_FULL", "disk-full"],
    ["IO_FAILED", "poisoned"],
    ["STORE_DAMAGED", "damaged"],
    ["PATH_NOT_FOUND", "no-permission"],
  ] as const)("says of a folder that could not be opened for %s that it is %s", async (code, reason) => {
    const { folders } = stage(() => new AppError(code, "It cannot be opened."));
    await folders.open("own");
    expect(folders.state()).toMatchObject({ mode: "read-only", reason });
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

describe("a folder whose lock was lost", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  async function lost(open: (name: FolderName, wishes: OpenWishes) => Outcome, step: ClockStep | null = null) {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const staged = stage(open);
    await staged.folders.open("own");
    staged.lose("own", step);
    expect(staged.folders.state().reason).toBe("lock-lost");
    return { ...staged, pass: (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1_000) };
  }

  it("is opened again without a person, and its new epoch is told how the clock was set", async () => {
    const wishes: OpenWishes[] = [];
    const open = (_name: FolderName, wish: OpenWishes): Outcome => {
      wishes.push(wish);
      return "writable";
    };
    const { folders, pass, log } = await lost(open, STEP);
    await pass(1);
    expect(folders.state().mode).toBe("writable");
    expect(wishes.map(({ clockStep }) => clockStep)).toEqual([null, STEP]);
    expect(log.slice(-3)).toEqual(["close own", "open own", "state"]);
    await pass(1_000);
    expect(wishes).toHaveLength(2);
  });

  it("is left alone while another program has it, and taken back when that is gone", async () => {
    let outcome: Outcome = "writable";
    const { folders, pass, openings, outside } = await lost(() => outcome);
    outcome = "locked";
    await pass(1);
    outside.isHeld = true;
    await pass(300);
    expect(openings()).toBe(2);
    outside.isHeld = false;
    outcome = "writable";
    await pass(60);
    expect([folders.state().mode, openings()]).toEqual(["writable", 3]);
  });

  it("is not made anew where it does not lie any more", async () => {
    const { pass, openings, outside, folders } = await lost(() => "writable");
    outside.isThere = false;
    await pass(300);
    expect(openings()).toBe(1);
    outside.isThere = true;
    await pass(60);
    expect([folders.state().mode, openings()]).toEqual(["writable", 2]);
  });

  it("is not tried for ever when something else is wrong with it", async () => {
    let outcome: Outcome = "writable";
    const { folders, pass, openings } = await lost(() => outcome);
    outcome = "damaged";
    await pass(1_000);
    expect([folders.state().reason, openings()]).toEqual(["damaged", 2]);
  });

  it("keeps what it knows of the clock until an epoch could take it", async () => {
    const steps: OpenWishes["clockStep"][] = [];
    let outcome: Outcome = "writable";
    const open = (_name: FolderName, { clockStep }: OpenWishes): Outcome => {
      steps.push(clockStep);
      return outcome;
    };
    const { folders, pass } = await lost(open, STEP);
    outcome = "disk-full";
    await pass(10);
    outcome = "writable";
    await folders.open("own");
    await folders.open("own");
    expect(steps).toEqual([null, STEP, STEP]);
  });

  it("comes back behind the folder a person looks at meanwhile, which stays in view", async () => {
    const { folders, pass, lose, log } = await lost(() => "writable");
    await folders.open("sample");
    lose("sample");
    await folders.open("sample");
    log.length = 0;
    await pass(1);
    expect(folders.currentName).toBe("sample");
    expect(log).toEqual(["close own", "open own"]);
  });

  it("is not opened again once the program closes", async () => {
    const { folders, pass, openings } = await lost(() => "writable");
    await folders.close();
    await pass(300);
    expect(openings()).toBe(1);
  });

  it("is not opened again by an attempt that waited while the program closed", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let letThrough: () => void = () => undefined;
    let turn = Promise.resolve();
    const staged = stage(
      () => "writable",
      async (work) => {
        await turn;
        return await work();
      },
    );
    await staged.folders.open("own");
    turn = new Promise((resolve) => (letThrough = resolve));
    staged.lose("own");
    await vi.advanceTimersByTimeAsync(1_000);
    await staged.folders.close();
    letThrough();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(staged.log.slice(-1)).toEqual(["close own"]);
    expect(staged.openings()).toBe(1);
  });

  it("is taken over for the person who asks, and for nobody else", async () => {
    const takers: OpenWishes["takeOverBy"][] = [];
    const { folders } = stage((_name, { takeOverBy }) => {
      takers.push(takeOverBy);
      return "locked";
    });
    await folders.open("own");
    await folders.open("own", { takeOverBy: "ada" });
    expect(takers).toEqual([undefined, "ada"]);
  });
});
