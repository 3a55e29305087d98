import { describe, expect, it } from "vitest";
import { WatchedSource } from "../../../../src/main/store/watched-source.ts";

async function textOf(watched: WatchedSource): Promise<string> {
  let text = "";
  for await (const chunk of watched.chunks()) text += Buffer.from(chunk).toString();
  return text;
}

describe("a watched source", () => {
  it("gives the bytes of any source in order, and has not failed", async () => {
    async function* slow() {
      yield Buffer.from("a");
      await new Promise((resolve) => setImmediate(resolve));
      yield Buffer.from("b");
    }
    for (const source of [[Buffer.from("a"), Buffer.from("b")], slow()]) {
      const watched = new WatchedSource(source);
      expect(await textOf(watched)).toBe("ab");
      expect(watched.failed).toBeNull();
    }
  });

  it("keeps what the source threw", async () => {
    const error = new Error("pulled out");
    const watched = new WatchedSource(
      (function* () {
        yield Buffer.from("a");
        throw error;
      })(),
    );
    await expect(textOf(watched)).rejects.toBe(error);
    expect(watched.failed?.error).toBe(error);
  });

  it("has not failed when whoever reads stops early, and lets the source close what it opened", async () => {
    let isClosed = false;
    function* open() {
      try {
        yield Buffer.from("a");
        yield Buffer.from("b");
      } finally {
        isClosed = true;
      }
    }
    const watched = new WatchedSource(open());
    for await (const _chunk of watched.chunks()) break;
    expect([isClosed, watched.failed]).toEqual([true, null]);
  });
});
