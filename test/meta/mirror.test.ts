import { describe, expect, it } from "vitest";
import { functionSizes } from "./function-sizes.ts";
import { sourcesBelow, textOf } from "./source-files.ts";

/** Sources with logic and no unit test of their own, each with what tests them instead. Keep it short. */
const TESTED_ELSEWHERE: Readonly<Record<string, string>> = {};

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

describe("mirror", () => {
  it("every source with logic has a unit test in the mirrored place, or says what tests it", () => {
    const untested = sources.filter((path) => hasLogic(path) && !unitTests.includes(testOf(path)));
    expect(untested.filter((path) => !(path in TESTED_ELSEWHERE))).toEqual([]);
  });

  it("every unit test has its source", () => {
    const known = new Set(sourcesBelow("src"));
    expect(unitTests.filter((test) => !known.has(sourceOf(test)))).toEqual([]);
  });

  it("no source is excused that is gone or has its test", () => {
    const stale = Object.keys(TESTED_ELSEWHERE).filter(
      (path) => !sources.includes(path) || unitTests.includes(testOf(path)),
    );
    expect(stale).toEqual([]);
  });
});
