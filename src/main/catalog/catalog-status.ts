import type { SetAside, Unusable } from "./catalog-file.ts";

/** Why a catalog had to be built anew that should not have had to. */
export type MendReason = Extract<Unusable, "missing" | "damaged" | "foreign">;

/** A catalog that was built anew since the folder was opened, and what became of the one before. */
export interface Mended extends SetAside {
  readonly reason: MendReason;
}

/** How the catalog is doing. */
export interface CatalogStatus {
  readonly state: "ready" | "building";
  /** Ledger entries that are in it, and about how many there are; of a catalog that is ready, the same. */
  readonly done: number;
  readonly total: number;
  /** Oldest first. */
  readonly mended: readonly Mended[];
}

/** More would be no news. */
const MAX_TOLD = 20;

/** Remembers what was mended. A catalog that is missing, older or cut off by a power cut when a folder is opened is nothing to tell of. */
export class MendLog {
  #mended: readonly Mended[] = [];

  get mended(): readonly Mended[] {
    return this.#mended;
  }

  /** Takes note of a catalog that could not be used at the start. */
  atStart(why: Unusable | null, aside: SetAside): void {
    if (why === "damaged" || why === "foreign") this.add(why, aside);
  }

  add(reason: MendReason, aside: SetAside): void {
    this.#mended = [...this.#mended, { reason, ...aside }].slice(-MAX_TOLD);
  }
}
