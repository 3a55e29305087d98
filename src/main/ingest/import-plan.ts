import type { ImportRecord } from "../../shared/operations/store-operations.ts";
import type { RunId } from "../../shared/run-id.ts";
import type { Sha256 } from "../../shared/sha256.ts";
import type { EntryValue } from "../store/ledger-entry.ts";
import type { StorePath } from "../store/store-layout.ts";
import type { Fs } from "../system/fs.ts";
import type { ImportPace } from "./import-pace.ts";
import type { OlderIndexes, Tombstone } from "./older-indexes.ts";
import type { OlderLayout } from "./older-layout.ts";
import type { OlderAttachmentFacts } from "./older-record.ts";
import type { NamedByContent, OlderFile } from "./older-tree.ts";
import type { StoreView } from "./store-view.ts";

/** The body of a ledger entry, as it is put together here. */
export type EntryBody = { readonly [key: string]: EntryValue };

/** A record of the older store, where it goes, and what becomes of it. */
export interface PlannedRecord {
  readonly file: OlderFile;
  /** Safe as a file name; the record may call itself otherwise. */
  readonly runId: RunId;
  readonly declaredRunId: string | null;
  readonly path: StorePath;
  readonly sha256: Sha256;
  readonly sizeBytes: number;
  readonly state: ImportRecord["state"];
  readonly verdict: ImportRecord["verdict"];
  readonly reason: string | null;
  readonly status: string | null;
  readonly riskLevel: string | null;
  readonly attachments: readonly OlderAttachmentFacts[];
  /** The same bytes stand at `path` already, though no entry names them. */
  readonly isInPlace: boolean;
}

/** A link between a run and an advisory. */
export interface PlannedLink {
  readonly runId: RunId;
  readonly body: EntryBody;
  /** Null for an advisory that only the older index names. */
  readonly link: {
    readonly file: OlderFile;
    /** In the run's date folder; by content where the file's name is not safe. */
    readonly path: StorePath;
    readonly sha256: Sha256;
    readonly isInPlace: boolean;
  } | null;
}

/** A file of the older store that is named by its content. */
export interface PlannedAttachment {
  readonly declared: Sha256;
  /** More than one where it was stored with several extensions. */
  readonly files: readonly NamedByContent[];
  readonly facts: OlderAttachmentFacts | null;
  /** As its facts say, else as the link or index that names it does. */
  readonly kind: string | null;
  /** The run whose entry tells of it; null for one that no run names. */
  readonly runId: RunId | null;
}

/** Bytes that are stored by content and named in the import's own entry, because their place is not free or not known. */
export interface KeptApart {
  readonly file: OlderFile;
  readonly runId: string | null;
  readonly isConflict: boolean;
}

/** Everything of one run: it is imported together or not at all. */
export interface ImportUnit {
  readonly runId: RunId;
  /** Null when the record is here already. */
  readonly record: PlannedRecord | null;
  readonly links: readonly PlannedLink[];
  readonly attachments: readonly PlannedAttachment[];
  readonly tombstone: Tombstone | null;
}

/** What an import will do. Made without writing a byte. */
export interface ImportPlan {
  readonly layout: OlderLayout;
  /** One for each record found, in the order of their files. */
  readonly records: readonly ImportRecord[];
  readonly units: readonly ImportUnit[];
  /** Attachments that belong to no run. */
  readonly looseAttachments: readonly PlannedAttachment[];
  readonly apart: readonly KeptApart[];
  readonly notes: readonly string[];
}

/** What planning works with; `notes` collects sentences for the report. */
export interface PlanContext {
  readonly fs: Fs;
  readonly view: StoreView;
  readonly indexes: OlderIndexes;
  readonly pace: ImportPace;
  readonly notes: string[];
  readonly apart: KeptApart[];
}
