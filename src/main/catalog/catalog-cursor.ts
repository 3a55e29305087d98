import { hash } from "node:crypto";
import { z } from "zod";
import { AppError } from "../../shared/app-error.ts";
import type { RunFilters } from "../../shared/operations/run-operations.ts";

/** The last row of a page: the next page starts behind it. */
export interface CursorPosition {
  readonly sortUs: number;
  readonly runId: string;
}

const CHECK_LENGTH = 16;
const BASE64URL = /^[A-Za-z0-9_-]+$/;

const cursorSchema = z.tuple([z.literal(1), z.number().int(), z.string(), z.string()]);

/** The same for filters that mean the same, in whatever order their values were given. */
export function filtersDigest(filters: RunFilters): string {
  return hash("sha256", JSON.stringify(inOneOrder(filters))).slice(0, CHECK_LENGTH);
}

/** The values of one filter in one order, and the filters too. */
function inOneOrder(value: unknown): unknown {
  if (Array.isArray(value)) return [...value].sort();
  if (value === null || typeof value !== "object") return value;
  const parts = Object.entries(value).map(([name, inner]): [string, unknown] => [name, inOneOrder(inner)]);
  return parts.sort(([left], [right]) => (left < right ? -1 : 1));
}

/** An opaque text for people and scripts to hand back. It works for the same filters only. */
export function makeCursor(position: CursorPosition, filters: RunFilters): string {
  const body = JSON.stringify([1, position.sortUs, position.runId, filtersDigest(filters)]);
  return Buffer.from(`${checkOf(body)}${body}`).toString("base64url");
}

/** Reads a cursor back. Throws BAD_CURSOR for one that is altered, of another version, or not for these filters. */
export function parseCursor(cursor: string, filters: RunFilters): CursorPosition {
  const text = BASE64URL.test(cursor) ? Buffer.from(cursor, "base64url").toString() : "";
  const body = text.slice(CHECK_LENGTH);
  // Decoding passes over stray bits; only the one spelling we made is ours.
  const intact = text.startsWith(checkOf(body)) && Buffer.from(text).toString("base64url") === cursor;
  if (!intact) throw badCursor("It is altered or cut off.");
  // The check shows that we wrote this text: a list of plain values, no evidence.
  const parsed = cursorSchema.safeParse(JSON.parse(body));
  if (!parsed.success) throw badCursor("Another version of the program made it.");
  const [, sortUs, runId, digest] = parsed.data;
  if (digest !== filtersDigest(filters)) throw badCursor("It belongs to a list with other filters.");
  return { sortUs, runId };
}

function checkOf(body: string): string {
  return hash("sha256", `rmos catalog cursor ${body}`).slice(0, CHECK_LENGTH);
}

function badCursor(reason: string): AppError {
  return new AppError("BAD_CURSOR", `The cursor cannot be used. ${reason} Start again with the first page.`, {
    context: { field: "cursor" },
  });
}
