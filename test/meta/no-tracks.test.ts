import { describe, expect, it } from "vitest";
import { filesBelow, textOf } from "./source-files.ts";

/** Recorded by other programs, kept byte for byte: what they say is theirs. */
const FOREIGN = ["test/fixtures/", "resources/sample/"];
const BINARY = /\.(png|jpe?g|gif|ico|icns|webp|woff2?|ttf|db|gz|tar|zip|parquet|bin)$/;

/** Where a checkout or a home lies on some machine (`/ho…/a` in an example is none). Spelled in parts, so that this file does not hold what it looks for. */
const MACHINE_PATH = new RegExp(
  [
    "(^|[^\\w.])/(ho" + "me|Us" + "ers)/\\w\\w",
    "(^|[^\\w./])/(wo" + "rk|ro" + "ot)/",
    "[A-Za-z]:\\\\{1,2}Us" + "ers\\\\",
  ].join("|"),
  "m",
);
const REGISTRY = new RegExp(
  ["regi" + "stry\\.\\w+\\.\\w", "npm\\.pkg\\.", "/artifa" + "ctory/", "verda" + "ccio"].join("|"),
);

const texts = filesBelow("").filter((path) => !BINARY.test(path) && !FOREIGN.some((folder) => path.startsWith(folder)));

describe("tracks", () => {
  it("no file names a path of the machine it was written on", () => {
    expect(texts.filter((path) => MACHINE_PATH.test(textOf(path)))).toEqual([]);
  });

  it("no file names the host that packages came from", () => {
    expect(texts).toContain("package-lock.json");
    expect(texts.filter((path) => REGISTRY.test(textOf(path)))).toEqual([]);
    expect(textOf("package-lock.json")).not.toContain('"resolved"');
  });

  it("the patterns find what they are for", () => {
    for (const path of ["/ho" + "me/anna/x", "cd /wo" + "rk/x", '"C:\\\\Us' + 'ers\\\\anna"', "at /ro" + "ot/x"]) {
      expect(MACHINE_PATH.test(path)).toBe(true);
    }
    for (const path of ["src/renderer/work/list", "./home/x", "the network/home split"]) {
      expect(MACHINE_PATH.test(path)).toBe(false);
    }
    expect(REGISTRY.test("https://regi" + "stry.example.org/zod")).toBe(true);
  });
});
