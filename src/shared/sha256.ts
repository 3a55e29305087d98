import { z } from "zod";

const SHA256 = /^[0-9a-f]{64}$/;

/** A SHA-256 digest as 64 lower-case hex digits. */
export const sha256Schema = z
  .string()
  .regex(SHA256, "is not a SHA-256 fingerprint (64 lower-case hex digits)")
  .brand<"Sha256">();

/** A digest that passed {@link sha256Schema}. */
export type Sha256 = z.infer<typeof sha256Schema>;

/** Whether {@link sha256Schema} takes it, told without the cost of a schema. */
export function isSha256(value: unknown): value is Sha256 {
  return typeof value === "string" && SHA256.test(value);
}

/** The older system's placeholder for "no feasibility was evaluated": 64 zeros. Never a real digest. */
export const PLACEHOLDER_SHA256 = "0".repeat(64) as Sha256;
