import { PassThrough, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { terminalSink } from "../../../../src/main/app/terminal-sink.ts";

describe("terminal sink", () => {
  it("writes each line with its line feed", async () => {
    const terminal = new PassThrough();
    const write = terminalSink(terminal);
    write("one");
    write("two");
    terminal.end();
    expect(await text(terminal)).toBe("one\ntwo\n");
  });

  it("falls silent when the terminal has gone away", async () => {
    let attempts = 0;
    const terminal = new Writable({
      write(_chunk, _encoding, done) {
        attempts += 1;
        done(new Error("write EPIPE"));
      },
    });
    const write = terminalSink(terminal);
    write("one");
    await new Promise((resolve) => setImmediate(resolve));
    write("two");
    await new Promise((resolve) => setImmediate(resolve));
    expect(attempts).toBe(1);
  });
});
