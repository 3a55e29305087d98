import { z } from "zod";
import { operationRow } from "../operation-row.ts";
import { fileRefSchema, keyProtectionSchema } from "./session-operations.ts";

const publicKeySchema = z.object({
  /** The first four bytes of a C2SP key id, in hex. */
  key_id: z.string(),
  /** C2SP verifier: name, id, public key. */
  verifier: z.string(),
  /** SHA-256 of the 32 bytes of the public key, in hex: what people read to each other. */
  fingerprint: z.string(),
});

export const storeKeysSchema = z.object({
  protection: keyProtectionSchema,
  /** True when the system can seal a key here; never on the command line. */
  can_seal: z.boolean(),
  /** Keys the folder signed with, oldest first; the last one is the current one. */
  keys: z.array(
    publicKeySchema.extend({
      since: z.string(),
      /** How it came: with the store, vouched for by the key before it, or in the place of one that was lost. */
      how: z.enum(["created", "rotated", "reset"]),
    }),
  ),
  /** Keys of the central audit that this PC takes receipts from. */
  centre_keys: z.array(publicKeySchema),
});

/** The keys of the open folder: public halves, and what keeps the private one from others. */
export type StoreKeys = Readonly<z.infer<typeof storeKeysSchema>>;

export const keyOperations = {
  "key.show": operationRow({
    access: "read",
    role: "machinist",
    job: false,
    door: "any",
    request: z.strictObject({}),
    response: storeKeysSchema,
  }),
  /** Changes to a new signing key, sealed by the system or kept in a file. The former key vouches for it and is then taken away. */
  "key.rotate": operationRow({
    access: "write",
    role: "admin",
    job: false,
    door: "any",
    request: z.strictObject({ to: z.enum(["system", "file"]) }),
    response: storeKeysSchema,
  }),
  /**
   * Makes a new signing key where the sealed one cannot be opened any more, and opens the folder for writing with it. Nothing vouches for
   * the new key but the person: the ledger says who and why. It works on a folder that is read-only for just this reason.
   */
  "key.reset": operationRow({
    access: "read",
    role: "supervisor",
    job: false,
    door: "any",
    request: z.strictObject({ reason: z.string().trim().min(1).max(1_000) }),
    response: storeKeysSchema,
  }),
  /** Takes receipts from the holder of this key from now on. The file is a C2SP verifier of a cosigner. */
  "key.trust": operationRow({
    access: "write",
    role: "admin",
    job: false,
    door: "any",
    request: z.strictObject({ file: fileRefSchema }),
    response: z.object({ trusted: publicKeySchema }),
  }),
} as const;
