import { z } from "zod";
import { ERROR_CODES, type ErrorCode } from "./error-codes.ts";

/** What an error may carry for people and scripts: plain values, never a stack. */
export type ErrorContext = Readonly<Record<string, string | number | boolean | null>>;

/** An error as it crosses a process border. Structured clone strips classes, so the border carries data. */
export const wireErrorSchema = z.object({
  code: z.enum(ERROR_CODES),
  message: z.string(),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

/** The wire form of an {@link AppError}. */
export type WireError = z.infer<typeof wireErrorSchema>;

/**
 * An expected failure: a closed code, a sentence that names what failed, why, and what to do, and typed context.
 * The cause is kept for the log and never shown to a person.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly context: ErrorContext;

  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly context?: ErrorContext; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.context = options.context ?? {};
  }

  /** The error as data for another process. The cause stays behind. */
  toWire(): WireError {
    return { code: this.code, message: this.message, context: { ...this.context } };
  }

  /** The error a wire form stands for. */
  static fromWire(wire: WireError): AppError {
    return new AppError(wire.code, wire.message, { context: wire.context });
  }
}

/** The code of an expected failure, or null when `error` is something else (a bug). */
export function errorCodeOf(error: unknown): ErrorCode | null {
  return error instanceof AppError ? error.code : null;
}
