import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { AttachmentDigests } from "../../../../src/main/check/attachment-digests.ts";

function digest(text: string) {
  return { state: "read", sha256: sha256Hex(text), sizeBytes: text.length } as const;
}

describe("digests of files that runs share", () => {
  it("are remembered by path", () => {
    const digests = new AttachmentDigests();
    digests.keep("a", digest("one"));
    expect([digests.find("a"), digests.find("b")]).toEqual([digest("one"), null]);
  });

  it("take no more memory than so many files need: the oldest goes first", () => {
    const digests = new AttachmentDigests();
    for (let number = 0; number < 4_097; number += 1) digests.keep(`f${number}`, digest("x"));
    expect([digests.find("f0"), digests.find("f1")]).toEqual([null, digest("x")]);
  });

  it("are handed on once the run that needed them is done", () => {
    const digests = new AttachmentDigests();
    digests.keep("a", digest("one"));
    expect(digests.settled()).toEqual([]);
    digests.settle();
    digests.keep("b", digest("two"));
    expect(digests.settled()).toEqual([["a", digest("one")]]);
  });
});
