import { type Catalog, openCatalog } from "../catalog/catalog.ts";
import { EARLY_ANSWERS } from "../catalog/catalog-host.ts";
import type { KeyVault } from "../store/key-vault.ts";
import { openRunStore } from "../store/open-run-store.ts";
import type { OpenStoreOptions, RunStore } from "../store/run-store.ts";
import type { Clock } from "../system/clock.ts";
import type { Fs } from "../system/fs.ts";
import type { IdSource } from "../system/ids.ts";
import type { Logger } from "../system/logger.ts";
import { withStorageErrorsAsync } from "../system/storage-error.ts";
import { CatalogFeed, type CatalogFeedParts } from "./catalog-feed.ts";
import { VerdictBoard } from "./verdict-board.ts";

/** What opening a runs folder needs, whichever folder it is. */
export interface FolderServices {
  readonly dataDir: string;
  readonly appVersion: string;
  readonly catalogWorkerUrl: URL;
  readonly fs: Fs;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  readonly reserveBytes?: number;
  /** Null where there is no store for secrets: on the command line. */
  readonly vault: KeyVault | null;
  /** See `CatalogFeedParts`. Left out where nobody watches. */
  readonly onBuilding?: CatalogFeedParts["onBuilding"];
  readonly answersEarly?: boolean;
}

/** A runs folder that is open: its store, and a catalog that keeps up with it. */
export interface OpenFolder {
  readonly runsDir: string;
  readonly store: RunStore;
  /** What checks found since the folder was opened that the ledger does not tell of. */
  readonly verdicts: VerdictBoard;
  /**
   * The catalog, once it knows every change acknowledged before this call. Files and ledger lines are then in place too. One that is being
   * built answers in a window: see `wholeCatalog`.
   */
  catalog(): Promise<Catalog>;
  /** Finishes what is acknowledged, empties the journal, gives the lock back. */
  close(): Promise<void>;
}

/** How a folder is to be opened, beyond which one and for what. */
export type OpenWishes = Pick<OpenStoreOptions, "takeOverBy" | "clockStep" | "resetKey">;

/** Opens a runs folder. The store is open when this resolves; the catalog opens meanwhile, and only readers wait for it. */
export async function openFolder(
  services: FolderServices,
  runsDir: string,
  access: "write" | "read",
  wishes: OpenWishes = {},
): Promise<OpenFolder> {
  const { catalogWorkerUrl, logger, onBuilding = null, answersEarly = false, ...storeServices } = services;
  const store = await withStorageErrorsAsync("open the runs folder", runsDir, () =>
    openRunStore({ ...storeServices, ...wishes, runsDir, access }),
  );
  const isWritable = store.state().mode === "writable";
  const feed = new CatalogFeed({
    store,
    open: async () => {
      // It reads the ledger, in which everything that came before its feed must stand.
      await store.settled();
      const use = isWritable ? "write" : "read";
      return openCatalog({
        runsDir,
        access: use,
        workerUrl: catalogWorkerUrl,
        early: onBuilding === null ? undefined : EARLY_ANSWERS,
      });
    },
    onBuilding,
    answersEarly,
    follows: !isWritable,
    isThere: () => services.fs.stat(runsDir) !== null,
    logger,
  });
  return {
    runsDir,
    store,
    verdicts: new VerdictBoard(),
    catalog: () => feed.ready(),
    async close() {
      // The store first: its last entry goes into the catalog too, or every reader would find that behind the ledger.
      try {
        await store.close();
      } finally {
        await feed.close();
      }
    },
  };
}
