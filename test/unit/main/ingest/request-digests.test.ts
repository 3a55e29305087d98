import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { digestRequest } from "../../../../src/main/ingest/request-digests.ts";
import { parseRunRequest } from "../../../../src/main/ingest/run-request.ts";
import { PLACEHOLDER_SHA256 } from "../../../../src/shared/sha256.ts";
import { requestBytes, requestFixture } from "./read-request.ts";

describe("request digests", () => {
  it("are made over the canonical form of what was received, numbers as Python reads them", () => {
    const hashes = digestRequest(parseRunRequest(requestFixture("full.json")));
    const canonical =
      '{"big":123456789012345678901234567890,"limit":1e-07,"name":"Nußbaum 😀","risk_level":"YELLOW","score":87.5,"zero":-0.0}';
    expect(hashes.feasibility_sha256).toBe(sha256Hex(canonical));
    expect(hashes.toolpaths_sha256).toBe(sha256Hex('{"moves":[1.0,2.5],"unit":"mm"}'));
    expect(hashes.opplan_sha256).toBe(sha256Hex('{"a":[],"b":1.0}'));
    expect(hashes.gcode_sha256).toBe(sha256Hex("G90\nG21\n"));
  });

  it("stand in the older system's order, with zeros for feasibility that was never evaluated", () => {
    const hashes = digestRequest(parseRunRequest(requestBytes({})));
    expect(Object.entries(hashes)).toEqual([
      ["feasibility_sha256", PLACEHOLDER_SHA256],
      ["toolpaths_sha256", null],
      ["gcode_sha256", null],
      ["opplan_sha256", null],
      ["snapshot_sha256", null],
    ]);
  });
});
