import { PassThrough, Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { readStdin } from "../../../../../src/main/operations/command-line/read-stdin.ts";

describe("readStdin", () => {
  it("reads to the end", async () => {
    const stdin = Readable.from([Buffer.from("{"), Buffer.from("}")]);
    expect((await readStdin({ stdin, stop: new AbortController().signal })).toString()).toBe("{}");
  });

  it("waits no longer when the process is asked to stop", async () => {
    const controller = new AbortController();
    const reading = readStdin({ stdin: new PassThrough(), stop: controller.signal });
    controller.abort("SIGINT");
    await expect(reading).rejects.toMatchObject({ code: "CANCELLED" });
    await expect(readStdin({ stdin: new PassThrough(), stop: controller.signal })).rejects.toMatchObject({
      code: "CANCELLED",
    });
  });
});
