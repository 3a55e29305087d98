import type { CatalogHost } from "./catalog-host.ts";
import type { CatalogCallName, CatalogCalls } from "./catalog-messages.ts";
import type { JobControl } from "./derive-catalog.ts";
import { joinPlaces } from "./join-places.ts";

/** What answers each call. */
export type CatalogCallHandlers = {
  readonly [Name in CatalogCallName]: (
    input: CatalogCalls[Name]["input"],
    control: JobControl,
  ) => Promise<CatalogCalls[Name]["output"]>;
};

/** The calls, answered by the host that `openHost` opens. `open` comes first and once; the others wait for it. */
export function catalogCallHandlers(openHost: () => Promise<CatalogHost>): CatalogCallHandlers {
  let opened: Promise<CatalogHost> | null = null;
  const host = (): Promise<CatalogHost> => {
    opened ??= openHost();
    return opened;
  };
  return {
    open: async () => (await host()).use("open the catalog", (database) => database.stats()),
    query: async (request) => (await host()).use("list the runs", (database) => database.query(request)),
    listOpen: async (request) => (await host()).use("open the list", (database) => database.openList(request)),
    listRows: async (request) => (await host()).use("read the list", (database) => database.listRows(request)),
    listPlace: async (request) =>
      (await host()).use("find the run in the list", (database) => database.listPlace(request)),
    listIds: async (request) => (await host()).use("read the list", (database) => database.listIds(request)),
    listDifferences: async (request) =>
      (await host()).use("compare the list", (database) => database.listDifferences(request)),
    timeline: async (request) => (await host()).use("read the timeline", (database) => database.timeline(request)),
    timelineStep: async (request) =>
      (await host()).use("find the next run", (database) => database.timelineStep(request)),
    numbers: async (request) => (await host()).use("count the runs", (database) => database.numbers(request)),
    withNumber: async (request) =>
      (await host()).use("find the run number", (database) => database.withNumber(request)),
    find: async (runId) =>
      (await host()).use("find the run", (database, heard) => database.find(runId) ?? heard?.find(runId) ?? null),
    entryPlaces: async (subject) =>
      (await host()).use("find the history", (database, heard) =>
        joinPlaces(database.entryPlaces(subject), heard?.entryPlaces(subject) ?? []),
      ),
    runsWithAttachment: async ({ sha256, limit }) =>
      (await host()).use("find runs with this file", (database) => database.runsWithAttachment(sha256, limit)),
    related: async (runId) => (await host()).use("find related runs", (database) => database.related(runId)),
    batchTree: async (which) => (await host()).use("read the batch", (database) => database.batchTree(which)),
    async hear(committed) {
      (await host()).hear(committed);
      return null;
    },
    async apply(committed) {
      await (await host()).apply(committed);
      return null;
    },
    catchUp: async () => (await host()).catchUp(),
    rebuild: async (_, control) => (await host()).rebuild(control),
    verify: async (sample, control) => (await host()).verify(control, sample),
    stats: async () => (await host()).use("look at the catalog", (database) => database.stats()),
    status: async () => (await host()).status(),
    async close() {
      await (await host()).close();
      return null;
    },
  };
}
