import { describe, expect, it } from "vitest";
import { createIdSource } from "../../../../src/main/system/ids.ts";
import { runIdSchema } from "../../../../src/shared/run-id.ts";

const NOW = 1_795_000_000_000;

describe("createIdSource", () => {
  it("makes run ids that are UUIDv7 of the time and pass the gate of ids", () => {
    const id = createIdSource().runId(NOW);
    expect(id).toMatch(/^run_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
    expect(Number.parseInt(id.slice(4, 16), 16)).toBe(NOW);
    expect(runIdSchema.parse(id)).toBe(id);
  });

  it("keeps the order of making within one millisecond, far beyond the counter's room", () => {
    const ids = createIdSource();
    const made = Array.from({ length: 10_000 }, () => ids.runId(NOW));
    expect([...made].sort()).toEqual(made);
    expect(new Set(made).size).toBe(made.length);
  });

  it("goes on in order when the clock is set back", () => {
    const ids = createIdSource();
    const first = ids.runId(NOW);
    expect(ids.runId(NOW - 3_600_000) > first).toBe(true);
  });

  it("takes its chance bits from the source it was given", () => {
    const ids = createIdSource((size) => new Uint8Array(size).fill(0xff));
    expect(ids.runId(NOW).slice(-16)).toBe("bfffffffffffffff");
    expect(ids.token()).toBe("ff".repeat(8));
  });

  it("gives tokens of 16 hex digits and random UUIDs", () => {
    const ids = createIdSource();
    expect(ids.token()).toMatch(/^[0-9a-f]{16}$/);
    expect(ids.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(ids.uuid()).not.toBe(ids.uuid());
  });
});
