import type { OperationRequest } from "../../shared/operation-table.ts";
import type { EntryDraft } from "../store/change.ts";
import { badField } from "./parse-request.ts";

/** The events that an annotation adds, in the order they are shown. Throws BAD_REQUEST when it adds nothing. */
export function annotationEntries(subject: string, request: OperationRequest<"run.annotate">): readonly EntryDraft[] {
  const { set, note, tags, hide, reason } = request;
  const entries: EntryDraft[] = [];
  for (const [key, value] of Object.entries(set)) {
    entries.push({
      kind: "run.annotated",
      subject,
      body: { kind: "set", key: wellFormed(key), value: wellFormed(value) },
    });
  }
  if (note !== null) entries.push({ kind: "run.annotated", subject, body: { kind: "note", text: wellFormed(note) } });
  for (const tag of tags) entries.push({ kind: "run.tagged", subject, body: { tag: wellFormed(tag) } });
  if (hide !== null) entries.push(visibilityEntry(subject, hide, reason));
  else if (reason !== null) throw badField("reason", "needs hide or show");
  if (entries.length === 0)
    throw badField("request", "adds nothing: give a value, a note or a tag, or hide or show the run");
  return entries;
}

function visibilityEntry(subject: string, hide: boolean, reason: string | null): EntryDraft {
  const body = { reason: reason === null ? null : wellFormed(reason) };
  return { kind: hide ? "run.hidden" : "run.shown", subject, body };
}

/** Half a surrogate pair is no character, and nothing the ledger's UTF-8 could hold. */
function wellFormed(text: string): string {
  return text.toWellFormed();
}
