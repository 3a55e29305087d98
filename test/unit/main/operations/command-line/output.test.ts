import { PassThrough, Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { Output } from "../../../../../src/main/operations/command-line/output.ts";
import { AppError } from "../../../../../src/shared/app-error.ts";

function streams() {
  const [out, err] = [new PassThrough(), new PassThrough()];
  return { out, err, said: () => [out.read()?.toString() ?? "", err.read()?.toString() ?? ""] };
}

const full = new AppError("DISK_FULL", "The disk is full.", { context: { path: "/r" } });

describe("Output", () => {
  it("prints a result as words, or as one JSON document", async () => {
    const people = streams();
    await new Output({ isJson: false, ...people }).result({ a: 1 }, () => "one");
    expect(people.said()).toEqual(["one\n", ""]);
    const script = streams();
    await new Output({ isJson: true, ...script }).result({ a: 1 }, () => "one");
    expect(script.said()).toEqual(['{"ok":true,"value":{"a":1}}\n', ""]);
  });

  it("prints a failure to people on standard error, to scripts as the one document", async () => {
    const people = streams();
    await new Output({ isJson: false, ...people }).failure(full);
    expect(people.said()).toEqual(["", "The disk is full. (DISK_FULL)\n"]);
    const script = streams();
    await new Output({ isJson: true, ...script }).failure(full);
    expect(script.said()).toEqual([
      '{"ok":false,"error":{"code":"DISK_FULL","message":"The disk is full.","context":{"path":"/r"}}}\n',
      "",
    ]);
  });

  it("goes on without printing when the reader is gone", async () => {
    const out = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error("gone"), { code: "EPIPE" })),
    });
    const { err, said } = streams();
    const output = new Output({ isJson: false, out, err });
    await output.bytes("a");
    await output.bytes("b");
    expect(said()[1]).toBe("");
  });

  it("escapes what people would otherwise not see", () => {
    const { out, err, said } = streams();
    new Output({ isJson: false, out, err }).problem("bad \u001b[2J name");
    expect(said()[1]).toBe("bad \\u001b[2J name\n");
  });
});
