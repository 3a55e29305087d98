import type { z } from "zod";
import { AppError } from "../../shared/app-error.ts";
import { type Sha256, sha256Schema } from "../../shared/sha256.ts";

/** A field and what is not right with it; read one after the other they make a sentence. */
interface Complaint {
  readonly field: string;
  readonly problem: string;
}

type Issue = z.core.$ZodIssue;

const KIND_WORDS: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  nonoptional: "given",
  null: "null",
  number: "a number",
  object: "an object",
  record: "an object",
  string: "a text",
  Uint8Array: "bytes",
};

const SIZE_WORDS: Readonly<Record<string, string>> = { string: " characters", array: " entries" };

function limitWords(bound: "at least" | "at most", limit: number | bigint, origin: string): string {
  const size = SIZE_WORDS[origin];
  if (bound === "at least" && limit === 1 && size !== undefined) return "must not be empty";
  return size === undefined ? `must be ${bound} ${limit}` : `must have ${bound} ${limit}${size}`;
}

function fieldName(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "request" : path.map(String).join(".");
}

function problemOf(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined && issue.expected !== "null"
        ? `is missing (it must be ${KIND_WORDS[issue.expected] ?? issue.expected})`
        : `must be ${KIND_WORDS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    case "too_small":
      return limitWords("at least", issue.minimum, issue.origin);
    case "too_big":
      return limitWords("at most", issue.maximum, issue.origin);
    case "invalid_union":
      return "has none of the shapes it can have";
    default:
      return issue.message;
  }
}

/** The branch of a union that the input came closest to: the one whose first complaint lies deepest. */
function closestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const deepest = branches.filter((issues) => issues.length > 0 && !hasUnknownTopField(issues));
  return [...deepest].sort((a, b) => (b[0]?.path.length ?? 0) - (a[0]?.path.length ?? 0))[0];
}

function hasUnknownTopField(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.code === "unrecognized_keys" && issue.path.length === 0);
}

function complaintAbout(issue: Issue, base: readonly PropertyKey[] = []): Complaint {
  const path = [...base, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    return { field: fieldName([...path, issue.keys[0] ?? ""]), problem: "is not a field of this request" };
  }
  if (issue.code === "invalid_union") {
    const inner = closestBranch(issue.errors)?.[0];
    if (inner !== undefined && inner.path.length > 0) return complaintAbout(inner, path);
  }
  return { field: fieldName(path), problem: problemOf(issue) };
}

/** A BAD_REQUEST about one field; `field` and `problem` are in its context. */
export function badField(field: string, problem: string): AppError {
  return new AppError("BAD_REQUEST", `${field} ${problem}.`, { context: { field, problem } });
}

/** The parsed request, defaults filled in. Throws BAD_REQUEST that names the first field that is not right. */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue === undefined) throw badField("request", "cannot be read");
  const { field, problem } = complaintAbout(issue);
  throw badField(field, problem);
}

/** The fingerprint in a field called `sha256`. Throws BAD_REQUEST for any other text. */
export function parseSha256(text: string): Sha256 {
  const parsed = sha256Schema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw badField("sha256", parsed.error.issues[0]?.message ?? "is not a SHA-256 fingerprint");
}
