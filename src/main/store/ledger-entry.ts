import { z } from "zod";
import type { Sha256 } from "../../shared/sha256.ts";

/** What the ledger can hold inside `body`: strings, safe integers, booleans, null, and lists and objects of them. */
export type EntryValue =
  | string
  | number
  | boolean
  | null
  | readonly EntryValue[]
  | { readonly [key: string]: EntryValue };

/** The closed list of what can happen to a store. Source: store-format, "The ledger". */
export const ENTRY_KINDS = [
  "store.created",
  "epoch.opened",
  "epoch.closed",
  "store.recovered",
  "late.adopted",
  "clock.stepped",
  "run.recorded",
  "run.annotated",
  "run.tagged",
  "run.hidden",
  "run.shown",
  "attachment.added",
  "advisory.attached",
  "advisory.superseded",
  "advisory.retracted",
  "explanation.requested",
  "explanation.ready",
  "explanation.failed",
  "review.requested",
  "review.decided",
  "review.withdrawn",
  "override.requested",
  "override.decided",
  "person.added",
  "person.changed",
  "policy.changed",
  "sign-in.refused",
  "sign-in.locked-out",
  "import.committed",
  "package.made",
  "receipt.accepted",
  "check.finished",
  "damage.found",
  "key.rotated",
  "key.reset",
  "run.archived",
] as const;

/** What happened. */
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Who did it: person, role, and the sitting in which it was done. */
export interface Actor {
  readonly uid: string;
  readonly role: string;
  readonly sid: string;
}

/** Line A of the ledger. `subject` is the run id for everything about a run, else the store id. */
export interface LedgerEntry {
  readonly actor: Actor;
  readonly app: string;
  readonly at: string;
  readonly body: { readonly [key: string]: EntryValue };
  readonly boot: string;
  readonly epoch: number;
  readonly kind: EntryKind;
  readonly mono_ms: number;
  readonly path?: string;
  readonly prev: Sha256;
  readonly request_id: string;
  /** Counts from 0 over the whole life of the store. */
  readonly seq: number;
  readonly sha256?: Sha256;
  readonly size?: number;
  readonly station: string;
  readonly subject: string;
  readonly v: 1;
}

/** Where line A of an entry lies: segment, byte offset, byte length without its line feed. */
export interface EntryPlace {
  readonly epoch: number;
  readonly offset: number;
  readonly byteLength: number;
}

/** An entry and where it lies. */
export interface PlacedEntry {
  readonly entry: LedgerEntry;
  readonly place: EntryPlace;
}

const safeInteger = z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);

const entryValueSchema: z.ZodType<EntryValue> = z.lazy(() =>
  z.union([
    z.string(),
    safeInteger,
    z.boolean(),
    z.null(),
    z.array(entryValueSchema),
    z.record(z.string(), entryValueSchema),
  ]),
);

const digest = z.string().regex(/^[0-9a-f]{64}$/) as unknown as z.ZodType<Sha256>;

/** Line A after JSON reading. Strict: a field we do not know is a line we did not write. */
export const ledgerEntrySchema = z.strictObject({
  actor: z.strictObject({ uid: z.string(), role: z.string(), sid: z.string() }),
  app: z.string(),
  at: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/),
  body: z.record(z.string(), entryValueSchema),
  boot: z.string(),
  epoch: safeInteger.min(1),
  kind: z.enum(ENTRY_KINDS),
  mono_ms: safeInteger,
  path: z.string().optional(),
  prev: digest,
  request_id: z.string(),
  seq: safeInteger.min(0),
  sha256: digest.optional(),
  size: safeInteger.min(0).optional(),
  station: z.string(),
  subject: z.string(),
  v: z.literal(1),
});
