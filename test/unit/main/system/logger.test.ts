import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createLogger, lastLogLines, logFilePath, logFileSink } from "../../../../src/main/system/logger.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { makeTestFolders } from "../../../support/open-test-store.ts";

const folders = makeTestFolders();
afterAll(() => folders.remove());

const clock = { nowMs: () => Date.UTC(2026, 10, 20), monotonicMs: () => 0 };
const ids = { token: () => "0123456789abcdef" };

function written(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLogger({ sink: (line) => void lines.push(line), clock, ids }));
  return lines.map((line) => JSON.parse(line));
}

describe("createLogger", () => {
  it("writes one object a line with time, event and fields", () => {
    const [line] = written((logger) => logger.note("opened", { runs: 3 }));
    expect(line).toEqual({ at: "2026-11-20T00:00:00.000000Z", level: "note", event: "opened", runs: 3 });
  });

  it("keeps stack and causes of a fault under an id", () => {
    const cause = new AppError("DISK_FULL", "full", { cause: new Error("ENOSPC") });
    let logId = "";
    const [line] = written((logger) => {
      logId = logger.fault("recording", new Error("outer", { cause }));
    });
    expect(logId).toBe("01234567");
    expect(line).toMatchObject({ level: "fault", log_id: "01234567" });
    expect(line?.error).toMatch(/outer[\s\S]*caused by: \[DISK_FULL\][\s\S]*caused by: Error: ENOSPC/);
  });

  it("lets no text pose as another line or turn its direction", () => {
    const raw: string[] = [];
    createLogger({ sink: (line) => void raw.push(line), clock, ids }).note("x", { name: "a\nb\u202ec\u009b\u2028" });
    expect(raw[0]).toContain("a\\nb\\u202ec\\u009b\\u2028");
    expect(JSON.parse(raw[0] ?? "")).toMatchObject({ name: "a\nb\u202ec\u009b\u2028" });
  });

  it("stops nothing when the log cannot be written", () => {
    const logger = createLogger({
      sink: () => {
        throw new Error("ENOSPC");
      },
      clock,
      ids,
    });
    expect(() => logger.note("x")).not.toThrow();
    expect(logger.fault("x", "no error object")).toBe("01234567");
  });
});

describe("lastLogLines", () => {
  it("gives the newest lines, also those in the file before, and none where there is no log", () => {
    const folder = join(folders.root, "read");
    expect(lastLogLines(folder, 3)).toEqual([]);
    mkdirSync(folder);
    writeFileSync(`${logFilePath(folder)}.before`, "1\n2\n");
    expect(lastLogLines(folder, 3)).toEqual(["1", "2"]);
    logFileSink(folder)("3");
    logFileSink(folder)("4");
    expect(lastLogLines(folder, 3)).toEqual(["2", "3", "4"]);
  });
});

describe("logFileSink", () => {
  it("appends to a file in a folder it makes", () => {
    const folder = join(folders.root, "logs");
    const sink = logFileSink(folder);
    sink("one");
    sink("two");
    expect(readFileSync(join(folder, "rmos-runs.log"), "utf8")).toBe("one\ntwo\n");
  });

  it("starts a new file when the old one is large, and keeps that one", () => {
    const folder = join(folders.root, "full");
    mkdirSync(folder);
    writeFileSync(join(folder, "rmos-runs.log"), Buffer.alloc(1024 * 1024 + 1));
    logFileSink(folder)("next");
    expect(readdirSync(folder).sort()).toEqual(["rmos-runs.log", "rmos-runs.log.before"]);
    expect(statSync(join(folder, "rmos-runs.log")).size).toBe(5);
  });
});
