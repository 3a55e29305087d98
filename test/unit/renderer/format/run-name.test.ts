import { expect, it } from "vitest";
import { runName } from "../../../../src/renderer/format/run-name.ts";

it("a run is called by its number, else by the beginning of its id", () => {
  expect(runName({ run_number: "12-5", run_id: "run_0a" })).toBe("12-5");
  expect(runName({ run_number: null, run_id: "run_336e4be6f30c4a46b61ef5b3323991e1" })).toBe("336e4be6…");
  expect(runName({ run_number: null, run_id: "RUN-DXF-1" })).toBe("RUN-DXF-1");
});
