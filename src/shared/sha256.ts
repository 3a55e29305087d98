import { z } from "zod";

/** A SHA-256 digest as 64 lower-case hex digits. */
export const sha256Schema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "is not a SHA-256 fingerprint (64 lower-case hex digits)")
  .brand<"Sha256">();

/** A digest that passed {@link sha256Schema}. */
export type Sha256 = z.infer<typeof sha256Schema>;

/** The older system's placeholder for "no feasibility was evaluated": 64 zeros. Never a real digest. */
export const PLACEHOLDER_SHA256 = "0".repeat(64) as Sha256;
