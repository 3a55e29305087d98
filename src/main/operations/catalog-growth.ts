import type { Catalog } from "../catalog/catalog.ts";
import type { CatalogStatus } from "../catalog/catalog-status.ts";
import type { Committed } from "../store/run-store.ts";

/** So often whoever watches is told. */
const TELL_EVERY_MS = 3000;

/** A catalog while it is being built: it hears of commits, so that their runs are found, and tells how far it is. */
export class CatalogGrowth {
  readonly #catalog: Catalog;
  readonly #tell: (status: CatalogStatus) => void;
  readonly #timer: NodeJS.Timeout;
  #heard: Promise<unknown> = Promise.resolve();

  constructor(catalog: Catalog, tell: (status: CatalogStatus) => void) {
    this.#catalog = catalog;
    this.#tell = tell;
    this.#timer = setInterval(() => this.#look(), TELL_EVERY_MS);
    this.#timer.unref();
    this.#look();
  }

  /** The catalog, once it has heard of every commit before this call. */
  async ready(): Promise<Catalog> {
    await this.#heard;
    return this.#catalog;
  }

  /** Lets the catalog know of a commit. */
  hear(committed: Committed): void {
    // It takes the commit from the ledger in the end: until then its run is not found, and nothing is lost.
    this.#heard = this.#catalog.hear(committed).catch(() => undefined);
  }

  /** The building has ended, or is left. */
  stop(): void {
    clearInterval(this.#timer);
    this.#look();
  }

  #look(): void {
    // Whoever uses the catalog next hears of what goes wrong here.
    this.#catalog.status().then(this.#tell, () => undefined);
  }
}
