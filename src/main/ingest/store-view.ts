import type { Sha256 } from "../../shared/sha256.ts";
import { sha256Hex } from "../canonical/digest.ts";
import type { EntryValue, LedgerEntry } from "../store/ledger-entry.ts";
import type { RunStore } from "../store/run-store.ts";
import type { StorePath } from "../store/store-layout.ts";
import type { ImportPace } from "./import-pace.ts";

/** Where a recorded run lies. */
export interface RecordedRun {
  readonly path: StorePath;
  readonly sha256: Sha256;
}

/** What stands under a name. */
export type NameState = "free" | "same" | "different";

/** What a store holds already, as far as an import asks. Its ledger decides; files nobody named only take their names. */
export class StoreView {
  readonly #store: RunStore | null;
  readonly #runs = new Map<string, RecordedRun>();
  readonly #paths = new Map<StorePath, Sha256>();
  readonly #advisories = new Set<string>();
  readonly #attachments = new Set<string>();
  readonly #hidden = new Set<string>();

  private constructor(store: RunStore | null) {
    this.#store = store;
  }

  /** Reads the whole ledger. Null stands for an empty store. */
  static async read(store: RunStore | null, pace: ImportPace): Promise<StoreView> {
    const view = new StoreView(store);
    if (store === null || store.identity === null) return view;
    await store.settled();
    for (const { entry } of store.ledger.entries(0)) {
      view.#add(entry);
      await pace.step(0);
    }
    return view;
  }

  findRun(runId: string): RecordedRun | null {
    return this.#runs.get(runId) ?? null;
  }

  /** True when an import hid this run before; what people did since stays as they did it. */
  wasHiddenByImport(runId: string): boolean {
    return this.#hidden.has(runId);
  }

  hasAdvisory(runId: string, advisoryId: string): boolean {
    return this.#advisories.has(`${runId}\n${advisoryId}`);
  }

  /** True when an entry names the attachment. */
  hasAttachment(sha256: Sha256): boolean {
    return this.#attachments.has(sha256);
  }

  /** True when the ledger vouches for exactly these bytes at this path. */
  isRecordedAt(path: StorePath, sha256: Sha256): boolean {
    return this.#paths.get(path) === sha256;
  }

  /** Compares with the file that has this name now. */
  nameState(path: StorePath, sha256: Sha256): NameState {
    if (this.#store === null || this.#store.fileSize(path) === null) return "free";
    return sha256Hex(this.#store.readFile(path)) === sha256 ? "same" : "different";
  }

  #add(entry: LedgerEntry): void {
    const { kind, subject, body, path, sha256 } = entry;
    if (path !== undefined && sha256 !== undefined) {
      this.#paths.set(path, sha256);
      if (kind === "run.recorded") this.#runs.set(subject, { path, sha256 });
    }
    if (kind === "advisory.attached") this.#advisories.add(`${subject}\n${String(own(body, "advisory_id"))}`);
    if (kind === "attachment.added") this.#attachments.add(String(own(body, "sha256")));
    if (kind === "run.hidden" && own(body, "imported") === true) this.#hidden.add(subject);
  }
}

function own(body: LedgerEntry["body"], key: string): EntryValue {
  return Object.hasOwn(body, key) ? (body[key] ?? null) : null;
}
