import type { OperationCase } from "./operation-cases.ts";

const TIME = "2026-11-20T08:00:00.000000Z";

const publicKey = { key_id: "00c0ffee", verifier: "rmos-runs/s+00c0ffee+AQ==", fingerprint: "ab".repeat(32) };

const keys = {
  protection: "system",
  can_seal: true,
  keys: [{ ...publicKey, since: TIME, how: "created" }],
  centre_keys: [publicKey],
};

const answer: Pick<OperationCase, "goodResponse" | "badResponses"> = {
  goodResponse: keys,
  badResponses: [
    { ...keys, protection: "strong" },
    { ...keys, keys: [publicKey] },
    { ...keys, keys: [{ ...publicKey, since: TIME, how: "found" }] },
  ],
};

/** Cases of the operations on keys. */
export const KEY_OPERATION_CASES: Readonly<
  Record<"key.show" | "key.rotate" | "key.reset" | "key.trust", OperationCase>
> = {
  "key.show": { goodRequests: [{}], badRequests: [[{ private: true }, "private"]], ...answer },
  "key.rotate": {
    goodRequests: [{ to: "system" }, { to: "file" }],
    badRequests: [
      [{}, "to"],
      [{ to: "none" }, "to"],
      [{ to: "file", key: "mine" }, "key"],
    ],
    ...answer,
  },
  "key.reset": {
    goodRequests: [{ reason: "new PC" }],
    badRequests: [
      [{}, "reason"],
      [{ reason: " " }, "reason"],
      [{ reason: "r".repeat(1_001) }, "reason"],
    ],
    ...answer,
  },
  "key.trust": {
    goodRequests: [{ file: { path: "/mnt/stick/centre.vkey" } }, { file: { grant: "g" } }],
    badRequests: [
      [{}, "file"],
      [{ file: "centre.vkey" }, "file"],
    ],
    goodResponse: { trusted: publicKey },
    badResponses: [{ trusted: { key_id: "00c0ffee" } }],
  },
};
