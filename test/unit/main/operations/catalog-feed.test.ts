import { describe, expect, it } from "vitest";
import type { Catalog } from "../../../../src/main/catalog/catalog.ts";
import { CatalogFeed } from "../../../../src/main/operations/catalog-feed.ts";
import type { Committed } from "../../../../src/main/store/run-store.ts";
import { createLogger } from "../../../../src/main/system/logger.ts";

const logger = createLogger({
  sink: () => undefined,
  clock: { nowMs: () => 0, monotonicMs: () => 0 },
  ids: { token: () => "0".repeat(16) },
});

/** A store that only commits, and a catalog that only counts; either can be held up. */
function stage(
  options: {
    readonly follows?: boolean;
    readonly openFails?: number;
    readonly applyFails?: number;
    readonly closeFails?: boolean;
    readonly isBuilding?: boolean;
    readonly answersEarly?: boolean;
    readonly isThere?: () => boolean;
  } = {},
) {
  const listeners = new Set<(committed: Committed) => void>();
  const log: string[] = [];
  let ledger = 0;
  let known = 0;
  let openings = 0;
  let applications = 0;
  let gate: Promise<void> = Promise.resolve();
  let stopBuilding: () => void = () => undefined;
  const catalog = {
    apply: async (committed: Committed) => {
      await gate;
      if (++applications <= (options.applyFails ?? 0)) throw new Error("catalog broke");
      known += committed.entries.length;
      log.push(`apply ${committed.entries.length}`);
    },
    catchUp: async () => {
      await gate;
      known = ledger;
      log.push("catch up");
    },
    status: async () => ({ state: options.isBuilding === true ? "building" : "ready", done: 0, total: 0, mended: [] }),
    hear: async () => void log.push("hear"),
    close: async () => {
      stopBuilding();
      log.push("close");
      if (options.closeFails === true) throw new Error("disk I/O error");
    },
  } as unknown as Catalog;
  const store = {
    settled: () => Promise.resolve(),
    onCommitted: (listener: (committed: Committed) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const feed = new CatalogFeed({
    store,
    follows: options.follows ?? false,
    onBuilding: options.isBuilding === undefined ? null : ({ state }) => void log.push(state),
    answersEarly: options.answersEarly ?? false,
    isThere: options.isThere ?? (() => true),
    logger: {
      ...logger,
      fault(event, error) {
        log.push(event);
        return logger.fault(event, error);
      },
    },
    open: async () => {
      openings += 1;
      if (openings <= (options.openFails ?? 0)) throw new Error("no catalog");
      known = ledger;
      return catalog;
    },
  });
  return {
    feed,
    log,
    known: () => known,
    commit(entries = 1) {
      ledger += entries;
      const committed = { files: [], entries: Array.from({ length: entries }, () => ({})) } as unknown as Committed;
      for (const listener of listeners) listener(committed);
    },
    hold() {
      let release: () => void = () => undefined;
      gate = new Promise((resolve, reject) => {
        release = resolve;
        stopBuilding = () => reject(new Error("closed"));
      });
      gate.catch(() => undefined);
      return release;
    },
  };
}

describe("CatalogFeed", () => {
  it("makes readers wait for what was committed before they asked", async () => {
    const { feed, commit, known } = stage();
    await feed.ready();
    commit();
    commit();
    await feed.ready();
    expect(known()).toBe(2);
  });

  it("applies what gathered while the catalog was busy in one go", async () => {
    const { feed, commit, hold, log } = stage();
    await feed.ready();
    const release = hold();
    commit();
    await Promise.resolve();
    commit();
    commit();
    release();
    await feed.ready();
    expect(log).toEqual(["apply 1", "apply 2"]);
  });

  it("reads from the ledger what was committed while the catalog was opening", async () => {
    const { feed, commit, known, log } = stage();
    commit();
    await feed.ready();
    expect(known()).toBe(1);
    expect(log).toContain("catch up");
  });

  it("lets go of a long queue and reads the ledger instead", async () => {
    const { feed, commit, hold, known, log } = stage();
    await feed.ready();
    const release = hold();
    for (let index = 0; index < 5000; index++) commit();
    release();
    await feed.ready();
    expect(known()).toBe(5000);
    expect(log).toContain("catch up");
  });

  it("tells readers why there is no catalog, and tries again for the next one", async () => {
    const { feed } = stage({ openFails: 2 });
    const outcomes: string[] = [];
    for (let attempt = 0; attempt < 3; attempt++) {
      outcomes.push(
        await feed.ready().then(
          () => "open",
          (error: Error) => error.message,
        ),
      );
    }
    expect([outcomes[0], outcomes[2]]).toEqual(["no catalog", "open"]);
  });

  it("opens a catalog anew that broke, and loses nothing", async () => {
    const { feed, commit, known, log } = stage({ applyFails: 1 });
    await feed.ready();
    commit();
    await expect(feed.ready()).rejects.toThrow("catalog broke");
    commit();
    await feed.ready();
    expect(known()).toBe(2);
    expect(log).toContain("close");
  });

  it("looks at the ledger before every answer when another process writes", async () => {
    const { feed, log } = stage({ follows: true });
    await feed.ready();
    await feed.ready();
    expect(log).toEqual(["catch up", "catch up"]);
  });

  it("applies what is left before it closes", async () => {
    const { feed, commit, log } = stage();
    await feed.ready();
    commit();
    await feed.close();
    expect(log).toEqual(["apply 1", "close"]);
  });

  it.each([
    ["is there", () => true, true],
    ["was taken away", () => false, false],
    [
      "cannot be looked at",
      () => {
        throw new Error("EACCES");
      },
      true,
    ],
  ])("keeps for the log that the catalog did not close where its folder %s", async (_what, isThere, isKept) => {
    const { feed, log } = stage({ closeFails: true, isThere });
    await feed.ready();
    await feed.close();
    expect(log.slice(log.indexOf("close"))).toEqual(["close", ...(isKept ? ["the catalog did not close"] : [])]);
  });
});

describe("CatalogFeed with a catalog that is being built", () => {
  it("answers early where that is wished, lets it hear of commits, and brings it up when it is whole", async () => {
    const { feed, commit, hold, known, log } = stage({ isBuilding: true, answersEarly: true });
    const release = hold();
    commit();
    await feed.ready();
    commit();
    await feed.ready();
    expect(log.filter((line) => line === "hear")).toHaveLength(2);
    expect(known()).toBe(0);
    release();
    await feed.close();
    expect(known()).toBeGreaterThan(0);
    expect(log.filter((line) => line === "building").length).toBeGreaterThan(1);
  });

  it("makes readers wait for the whole elsewhere", async () => {
    const { feed, hold, log } = stage({ isBuilding: true });
    const release = hold();
    const ready = feed.ready().then(() => log.push("ready"));
    await new Promise((resolve) => setImmediate(resolve));
    expect(log).not.toContain("ready");
    release();
    await ready;
    expect(log).toContain("catch up");
  });

  it("is closed without waiting for the end, and that is no fault", async () => {
    const { feed, hold, log } = stage({ isBuilding: true, answersEarly: true });
    hold();
    await feed.ready();
    await feed.close();
    expect(log.filter((line) => line === "close")).toHaveLength(1);
    expect(log).not.toContain("the catalog could not be brought up to the ledger");
  });
});
