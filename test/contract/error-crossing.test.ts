import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Application } from "../../src/main/operations/application.ts";
import { runCommandLine } from "../../src/main/operations/command-line/run-command-line.ts";
import { AppError, wireErrorSchema } from "../../src/shared/app-error.ts";
import { ERROR_CODES, type ErrorCode, EXIT_CODES } from "../../src/shared/error-codes.ts";

const MESSAGE = "What failed, why, and what to do.";
const CONTEXT = { path: "/r", limit_bytes: 7, exact: true, holder: null };

/** Runs `health` against an application in which every call fails with `code`. */
async function fail(code: ErrorCode, argv: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const app: Application = {
    call: () => Promise.reject(new AppError(code, MESSAGE, { context: CONTEXT, cause: new Error("kept for the log") })),
    callUntyped: () => Promise.reject(new Error("not used")),
    onEvent: () => () => undefined,
    close: () => Promise.resolve(),
  };
  const exitCode = await runCommandLine({
    ...{ argv, stdout, stderr, stdin: new PassThrough(), appVersion: "0.0.0-test" },
    defaultRunsDir: { path: "/nowhere", isNamed: false },
    open: async () => app,
    logFault: () => "log-id",
    stop: new AbortController().signal,
  });
  return { exitCode, out: stdout.read()?.toString() ?? "", err: stderr.read()?.toString() ?? "" };
}

describe.each(ERROR_CODES)("%s", (code) => {
  it("survives the border of a process", () => {
    const wire = structuredClone(new AppError(code, MESSAGE, { context: CONTEXT, cause: new Error("x") }).toWire());
    expect(wireErrorSchema.parse(wire)).toEqual(wire);
    const back = AppError.fromWire(wire);
    expect(back).toBeInstanceOf(AppError);
    expect([back.code, back.message, back.context, back.cause]).toEqual([code, MESSAGE, CONTEXT, undefined]);
  });

  it("leaves the command line as its exit code and one JSON document", async () => {
    const { exitCode, out, err } = await fail(code, ["health", "--json"]);
    expect(exitCode).toBe(EXIT_CODES[code]);
    expect(JSON.parse(out)).toEqual({ ok: false, error: { code, message: MESSAGE, context: CONTEXT } });
    expect(out.trimEnd()).not.toContain("\n");
    expect(err).toBe("");
  });

  it("leaves the command line as a sentence for people", async () => {
    const { exitCode, out, err } = await fail(code, ["health"]);
    expect([exitCode, out, err]).toEqual([EXIT_CODES[code], "", `${MESSAGE} (${code})\n`]);
  });
});

describe("a bug in a command", () => {
  it("exits with 70 and says where the log has it, without its stack", async () => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const exitCode = await runCommandLine({
      ...{ argv: ["health"], stdout, stderr, stdin: new PassThrough(), appVersion: "0.0.0-test" },
      defaultRunsDir: { path: "/nowhere", isNamed: false },
      open: () => Promise.reject(new TypeError("boom")),
      logFault: () => "1234abcd",
      stop: new AbortController().signal,
    });
    expect(exitCode).toBe(70);
    expect(stderr.read()?.toString()).toMatch(/log entry 1234abcd\. \(INTERNAL\)\n$/);
  });
});
