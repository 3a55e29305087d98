import { describe, expect, it } from "vitest";
import { createFileGrants } from "../../../../src/main/operations/file-grants.ts";
import { createIdSource } from "../../../../src/main/system/ids.ts";

describe("createFileGrants", () => {
  it("gives the window a token that says nothing about the path", () => {
    const grants = createFileGrants(createIdSource());
    const { grant, label } = grants.grant("/mnt/stick/orders/op20.json");
    expect(label).toBe("op20.json");
    expect(grant).toMatch(/^[0-9a-f]{32}$/);
    expect(grants.resolve({ grant }, "window", "source.file")).toBe("/mnt/stick/orders/op20.json");
  });

  it("lets the window name no path", () => {
    const grants = createFileGrants(createIdSource());
    expect(() => grants.resolve({ path: "/etc/passwd" }, "window", "source.file")).toThrow(
      expect.objectContaining({ code: "BAD_REQUEST", context: expect.objectContaining({ field: "source.file.path" }) }),
    );
  });

  it("takes no token it did not give, and none from the command line", () => {
    const grants = createFileGrants(createIdSource());
    const { grant } = grants.grant("/a");
    const refused = expect.objectContaining({ code: "BAD_REQUEST" });
    expect(() => grants.resolve({ grant: "0".repeat(32) }, "window", "source")).toThrow(refused);
    expect(() => grants.resolve({ grant }, "command-line", "source")).toThrow(refused);
  });

  it("takes a path from the command line as it is", () => {
    expect(createFileGrants(createIdSource()).resolve({ path: "a.json" }, "command-line", "source")).toBe("a.json");
  });

  it("forgets the oldest grants rather than growing without end", () => {
    const grants = createFileGrants(createIdSource());
    const given = Array.from({ length: 300 }, (_, index) => grants.grant(`/${index}`).grant);
    expect(() => grants.resolve({ grant: given[0] ?? "" }, "window", "source")).toThrow(/pick the file again/);
    expect(grants.resolve({ grant: given[299] ?? "" }, "window", "source")).toBe("/299");
  });
});
