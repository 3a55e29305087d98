import { z } from "zod";

/** Bytes as they cross a border: structured clone keeps them as they are. */
export const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, "is not a list of bytes");
