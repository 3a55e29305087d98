import { describe, expect, it } from "vitest";
import {
  EVENT_NAMES,
  eventChannel,
  OPERATION_NAMES,
  operationChannel,
} from "../../../../src/shared/ipc/channel-names.ts";
import { OPERATION_TABLE } from "../../../../src/shared/operation-table.ts";

describe("channel names", () => {
  it("name exactly the operations of the table", () => {
    expect([...OPERATION_NAMES].sort()).toEqual(Object.keys(OPERATION_TABLE).sort());
  });

  it("give every operation and event a channel of its own", () => {
    const channels = [...OPERATION_NAMES.map(operationChannel), ...EVENT_NAMES.map(eventChannel)];
    expect(new Set(channels).size).toBe(channels.length);
    expect(channels.every((channel) => channel.startsWith("rmos:"))).toBe(true);
  });
});
