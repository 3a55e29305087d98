import { describe, expect, it } from "vitest";
import { functionSizes } from "./function-sizes.ts";
import { sourcesBelow, textOf } from "./source-files.ts";

/** Sources with logic and no unit test of their own: which, and what tests them instead. Keep it short. */
const TESTED_ELSEWHERE: readonly { readonly which: RegExp; readonly by: string }[] = [
  { which: /^src\/main\/(index|cli)\.ts$/, by: "builds and wires only; the command line and window tests start it" },
  {
    which: /^src\/main\/operations\/command-line\/[a-z-]+-commands?\.ts$/,
    by: "one command each, turned into a call; test/contract runs every command",
  },
  { which: /^src\/main\/operations\/[a-z-]+-operations\.ts$/, by: "handlers; test/contract calls every operation" },
];

const sources = [...sourcesBelow("src/shared"), ...sourcesBelow("src/main")];
const unitTests = sourcesBelow("test/unit").filter((path) => /\.test\.tsx?$/.test(path));

/** Code that decides something has a function; declarations, constants and tables have none. */
function hasLogic(path: string): boolean {
  return functionSizes(path, textOf(path)).length > 0;
}

/** `src/main/store/run-store.ts` is tested by `test/unit/main/store/run-store.test.ts`. */
function testOf(source: string): string {
  return source.replace(/^src\//, "test/unit/").replace(/\.(tsx?)$/, ".test.$1");
}

function sourceOf(test: string): string {
  return test.replace(/^test\/unit\//, "src/").replace(/\.test\.(tsx?)$/, ".$1");
}

const untested = sources.filter((path) => hasLogic(path) && !unitTests.includes(testOf(path)));

describe("mirror", () => {
  it("every source with logic has a unit test in the mirrored place, or says what tests it", () => {
    expect(untested.filter((path) => !TESTED_ELSEWHERE.some(({ which }) => which.test(path)))).toEqual([]);
  });

  it("every unit test has its source", () => {
    const known = new Set(sourcesBelow("src"));
    expect(unitTests.filter((test) => !known.has(sourceOf(test)))).toEqual([]);
  });

  it("no excuse is left that excuses nothing", () => {
    expect(TESTED_ELSEWHERE.filter(({ which }) => !untested.some((path) => which.test(path)))).toEqual([]);
  });
});
