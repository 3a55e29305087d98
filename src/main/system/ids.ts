import { randomBytes, randomUUID } from "node:crypto";

/** Where ids come from; tests give a counted source. */
export interface IdSource {
  /** 16 hex digits that no one can guess. */
  token(): string;
  /** `run_` + 32 lower-case hex digits: a UUIDv7 of `nowMs`, so ids sort by time (RFC 9562, 5.7). */
  runId(nowMs: number): string;
  /** A UUIDv4 for stores and workstations. */
  uuid(): string;
}

/** Ids from the system's random source. Ids of one millisecond keep their order of making. */
export function createIdSource(random: (size: number) => Uint8Array = randomBytes): IdSource {
  let lastMs = 0;
  let counter = 0;
  return {
    token: () => Buffer.from(random(8)).toString("hex"),
    uuid: () => randomUUID(),
    runId(nowMs) {
      const ms = Math.max(Math.floor(nowMs), lastMs);
      counter = ms === lastMs ? counter + 1 : 0;
      lastMs = ms;
      if (counter > 0xfff) {
        lastMs = ms + 1;
        counter = 0;
      }
      const time = lastMs.toString(16).padStart(12, "0");
      const sequence = (0x7000 | counter).toString(16);
      const tail = Buffer.from(random(8));
      tail.writeUInt8((tail.readUInt8(0) & 0x3f) | 0x80, 0);
      return `run_${time}${sequence}${tail.toString("hex")}`;
    },
  };
}
