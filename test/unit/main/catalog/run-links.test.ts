import { describe, expect, it } from "vitest";
import { DamagedCatalog } from "../../../../src/main/catalog/catalog-fault.ts";
import { addLink, linksText, makeLinks, parseLinks } from "../../../../src/main/catalog/run-links.ts";

describe("makeLinks", () => {
  it("keeps each value once, in order, without empty and overlong ones", () => {
    const links = makeLinks({ session: ["b", "a", "b", ""], parent: ["x".repeat(501)] });
    expect(links).toEqual({
      session: ["b", "a"],
      parent: [],
      batch: [],
      tag: [],
      attachment: [],
      advisory: [],
      kept: [],
      step: [],
      inputs: [],
    });
  });
});

describe("an attachment", () => {
  it("is named by a digest and by nothing else", () => {
    const sha256 = "ab".repeat(32);
    expect(makeLinks({ attachment: ["op20.nc", sha256, sha256.toUpperCase()] }).attachment).toEqual([sha256]);
  });
});

describe("addLink", () => {
  it("adds a value that is new and says null for one that is there", () => {
    const links = addLink(makeLinks({ tag: ["a"] }), "tag", "b");
    expect(links?.tag).toEqual(["a", "b"]);
    expect(addLink(makeLinks({ tag: ["a"] }), "tag", "a")).toBeNull();
    expect(addLink(makeLinks({}), "tag", "")).toBeNull();
  });
});

describe("linksText", () => {
  it("comes back through parseLinks, whatever characters it holds", () => {
    const links = makeLinks({ session: ['a"b', "😀\n"], batch: ["Los-Ä"], advisory: ["\ud800"] });
    expect(parseLinks(linksText(links))).toEqual(links);
    expect(parseLinks(linksText(makeLinks({})))).toEqual(makeLinks({}));
  });
});

describe("parseLinks", () => {
  it.each(["", "{}", "[1]", "null"])("takes %j for damage", (text) => {
    expect(() => parseLinks(text)).toThrow(DamagedCatalog);
  });
});
