import { tmpdir } from "node:os";
import { PassThrough, Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Application } from "../../../../../src/main/operations/application.ts";
import {
  type CommandLineParts,
  runCommandLine,
} from "../../../../../src/main/operations/command-line/run-command-line.ts";
import { AppError } from "../../../../../src/shared/app-error.ts";

type Opened = Parameters<CommandLineParts["open"]>[0];

/** Runs a command against an application that answers every call with `answer`. */
async function run(
  argv: readonly string[],
  answer: () => Promise<unknown> = async () => ({}),
  stop = new AbortController(),
) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const opened: Opened[] = [];
  const calls: unknown[] = [];
  let closed = 0;
  const app = {
    call: (name: string, input: unknown) => {
      calls.push([name, input]);
      return answer();
    },
    close: async () => {
      closed += 1;
    },
  } as unknown as Application;
  const exitCode = await runCommandLine({
    ...{ argv, stdout, stderr, stdin: Readable.from([Buffer.from("{}")]), appVersion: "1.2.3", stop: stop.signal },
    defaultRunsDir: { path: "/usual/runs", isNamed: false },
    open: async (folder) => {
      opened.push(folder);
      return app;
    },
    logFault: () => "log-1",
  });
  return {
    exitCode,
    out: stdout.read()?.toString() ?? "",
    err: stderr.read()?.toString() ?? "",
    opened,
    calls,
    closed,
  };
}

const REBUILD = ["catalog", "rebuild", "--runs-dir", tmpdir()];
const EMPTY_PAGE = { rows: [], total: 0, store_total: 0, hidden_total: 0, next_cursor: null };
const rebuilt = async () => ({ rows: 3, applied_seq: 9 });

describe("runCommandLine", () => {
  it("opens the usual folder, or the one an option names, as far as the command needs it", async () => {
    expect((await run(["run", "list"], async () => EMPTY_PAGE)).opened).toMatchObject([
      { runsDir: "/usual/runs", access: "read" },
    ]);
    expect((await run(["catalog", "rebuild", "--runs-dir", tmpdir()], rebuilt)).opened).toMatchObject([
      { runsDir: tmpdir(), access: "write" },
    ]);
    const hashed = await run(["hash", "canonical", "-"], async () => ({ sha256: "ab", text: null }));
    expect(hashed.opened).toMatchObject([{ runsDir: "/usual/runs", access: "none" }]);
    expect((await run(["import", "/older", "--dry-run"])).opened).toMatchObject([{ access: "read" }]);
  });

  it("closes what it opened, whatever happened", async () => {
    expect((await run(REBUILD, rebuilt)).closed).toBe(1);
    const failed = await run(REBUILD, () => Promise.reject(new AppError("DISK_FULL", "Full.")));
    expect([failed.exitCode, failed.closed]).toEqual([6, 1]);
  });

  it("opens nothing for help, version, and what it does not understand", async () => {
    for (const argv of [["--help"], ["run", "list", "--help"], ["--version"], ["dance"], []]) {
      expect((await run(argv)).opened).toEqual([]);
    }
    expect((await run(["--version"])).out).toBe("1.2.3\n");
    expect(JSON.parse((await run(["--version", "--json"])).out)).toEqual({ ok: true, value: { version: "1.2.3" } });
    expect(JSON.parse((await run(["run", "list", "--help", "--json"])).out)).toMatchObject({ ok: true });
  });

  it("exits as the signal asks when it was stopped", async () => {
    for (const [signal, code] of [
      ["SIGINT", 130],
      ["SIGTERM", 143],
    ] as const) {
      const stop = new AbortController();
      const stopped = await run(
        REBUILD,
        () => {
          stop.abort(signal);
          return Promise.reject(new AppError("CANCELLED", "Stopped."));
        },
        stop,
      );
      expect([stopped.exitCode, stopped.closed]).toEqual([code, 1]);
    }
  });

  it("exits with 1 when a check found something", async () => {
    const differs = await run(["catalog", "verify", "--json"], async () => ({
      agrees: false,
      rows: 1,
      differing: ["run_1"],
    }));
    expect([differs.exitCode, JSON.parse(differs.out)]).toMatchObject([1, { ok: true, value: { agrees: false } }]);
  });

  it("never rejects: a bug is 70 with the place in the log", async () => {
    const broken = await run([...REBUILD, "--json"], () => Promise.reject(new TypeError("boom")));
    expect(broken.exitCode).toBe(70);
    expect(JSON.parse(broken.out)).toMatchObject({
      ok: false,
      error: { code: "INTERNAL", context: { log_id: "log-1" } },
    });
    expect(broken.out).not.toContain("boom");
  });
});
