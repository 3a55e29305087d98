import { describe, expect, it } from "vitest";
import type { NumberedLine } from "../../../../../src/main/operations/command-line/ndjson-lines.ts";
import { recordBatch } from "../../../../../src/main/operations/command-line/record-batch.ts";
import { AppError } from "../../../../../src/shared/app-error.ts";
import type { CreatedRun } from "../../../../../src/shared/operations/run-operations.ts";

interface Batch {
  readonly count: number;
  readonly record: (line: NumberedLine) => Promise<CreatedRun>;
  readonly continuesOnError?: boolean;
  readonly stop?: AbortSignal;
}

async function run({ count, record, continuesOnError = false, stop = new AbortController().signal }: Batch) {
  const reported: string[] = [];
  const lines = (async function* () {
    for (let number = 1; number <= count; number++) yield { number, bytes: Buffer.from("{}") };
  })();
  const firstError = await recordBatch({
    ...{ lines, record, continuesOnError, stop },
    report: async ({ line, error }) => void reported.push(error === null ? `${line}` : `${line} ${error.code}`),
  });
  return { reported, firstError };
}

const recorded = {} as CreatedRun;
const full = () => Promise.reject(new AppError("DISK_FULL", "The disk is full."));
const later = (turns: number) =>
  new Promise<void>((resolve) => (turns === 0 ? resolve() : setImmediate(() => later(turns - 1).then(resolve))));

describe("recordBatch", () => {
  it("reports in the order of the lines, however they finish", async () => {
    const record = async ({ number }: NumberedLine) => {
      await later(number % 7);
      return recorded;
    };
    const { reported, firstError } = await run({ count: 600, record });
    expect(reported).toEqual(Array.from({ length: 600 }, (_, index) => `${index + 1}`));
    expect(firstError).toBeNull();
  });

  it("has several under way at once, and not without bound", async () => {
    let underWay = 0;
    let most = 0;
    const record = async () => {
      most = Math.max(most, ++underWay);
      await later(3);
      underWay -= 1;
      return recorded;
    };
    await run({ count: 2000, record });
    expect(most).toBeGreaterThan(50);
    expect(most).toBeLessThanOrEqual(256);
  });

  it("stops at the first failure, names its line, and still reports what was under way", async () => {
    let begun = 0;
    const record = ({ number }: NumberedLine) => {
      begun += 1;
      return number === 3 ? later(1).then(full) : later(3).then(() => recorded);
    };
    const { reported, firstError } = await run({ count: 5000, record });
    expect(firstError).toMatchObject({ code: "DISK_FULL", message: "Line 3: The disk is full.", context: { line: 3 } });
    expect(begun).toBeLessThan(300);
    expect(reported).toHaveLength(begun);
    expect(reported.slice(0, 4)).toEqual(["1", "2", "3 DISK_FULL", "4"]);
  });

  it("goes on after failures when told to", async () => {
    const record = ({ number }: NumberedLine) => (number % 2 === 0 ? full() : Promise.resolve(recorded));
    const { reported, firstError } = await run({ count: 4, record, continuesOnError: true });
    expect(reported).toEqual(["1", "2 DISK_FULL", "3", "4 DISK_FULL"]);
    expect(firstError).toMatchObject({ context: { line: 2 } });
  });

  it("begins nothing more when asked to stop, even while the source is silent", async () => {
    const controller = new AbortController();
    const lines = (async function* () {
      yield { number: 1, bytes: Buffer.from("{}") };
      await new Promise(() => undefined);
    })();
    const reported: number[] = [];
    const done = recordBatch({
      ...{ lines, record: async () => recorded, continuesOnError: false, stop: controller.signal },
      report: async ({ line }) => {
        reported.push(line);
        controller.abort("SIGTERM");
      },
    });
    await expect(done).resolves.toBeNull();
    expect(reported).toEqual([1]);
  });

  it("lets a bug through", async () => {
    await expect(run({ count: 1, record: () => Promise.reject(new TypeError("bug")) })).rejects.toThrow(TypeError);
  });
});
