import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { parseRequest } from "../../../../src/main/operations/parse-request.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { OPERATION_TABLE } from "../../../../src/shared/operation-table.ts";

function complaint(schema: z.ZodType, input: unknown): { field: unknown; problem: unknown; message: string } {
  try {
    parseRequest(schema, input);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe("BAD_REQUEST");
    return { field: error.context.field, problem: error.context.problem, message: error.message };
  }
  throw new Error("the request was accepted");
}

const query = OPERATION_TABLE["run.query"].request;
const create = OPERATION_TABLE["run.create"].request;

describe("parseRequest", () => {
  it("fills in what may be left out", () => {
    expect(parseRequest(query, {})).toMatchObject({
      limit: 50,
      cursor: null,
      filters: { hidden: "exclude", text: "" },
    });
  });

  it("names the field by its path and says what it can be", () => {
    expect(complaint(query, { filters: { status: ["OK", "DONE"] } })).toEqual({
      field: "filters.status.1",
      problem: "must be one of OK, BLOCKED, ERROR",
      message: "filters.status.1 must be one of OK, BLOCKED, ERROR.",
    });
  });

  it("names a field that does not exist", () => {
    expect(complaint(query, { filters: { statu: [] } })).toMatchObject({
      field: "filters.statu",
      problem: "is not a field of this request",
    });
  });

  it("says which limit a number or text exceeds", () => {
    expect(complaint(query, { limit: 501 }).message).toBe("limit must be at most 500.");
    expect(complaint(query, { limit: 0 }).message).toBe("limit must be at least 1.");
    expect(complaint(query, { filters: { text: "x".repeat(401) } }).message).toBe(
      "filters.text must have at most 400 characters.",
    );
  });

  it("says that a text must not be empty", () => {
    const annotate = OPERATION_TABLE["run.annotate"].request;
    expect(complaint(annotate, { run_id: "r", note: "  " }).message).toBe("note must not be empty.");
  });

  it("tells missing from wrong", () => {
    const get = OPERATION_TABLE["run.get"].request;
    expect(complaint(get, {}).message).toBe("run_id is missing (it must be a text).");
    expect(complaint(get, { run_id: 7 }).message).toBe("run_id must be a text.");
  });

  it("keeps the words of a rule that brings its own", () => {
    expect(complaint(query, { filters: { from: "yesterday" } }).message).toMatch(/^filters\.from is not a date/);
  });

  it("looks into the branch of a union that the input came closest to", () => {
    expect(complaint(create, { source: { file: { path: "" } } })).toMatchObject({ field: "source.file.path" });
    expect(complaint(create, { source: { bytes: "text", name: null } })).toMatchObject({ field: "source.bytes" });
  });

  it("names the whole when none of its shapes comes close", () => {
    expect(complaint(create, { source: { url: "http://x" } })).toMatchObject({ field: "source" });
    expect(complaint(query, null)).toMatchObject({ field: "request" });
  });
});
