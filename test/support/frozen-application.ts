import type { Catalog } from "../../src/main/catalog/catalog.ts";
import type { Application } from "../../src/main/operations/application.ts";
import { checkMany } from "../../src/main/operations/check-many.ts";
import type { Folders } from "../../src/main/operations/folders.ts";
import type { OpenFolder } from "../../src/main/operations/open-folder.ts";
import { parseRequest } from "../../src/main/operations/parse-request.ts";
import { runStoreCheck } from "../../src/main/operations/run-store-check.ts";
import { createReadOnlyStore } from "../../src/main/store/read-only-store.ts";
import { systemClock } from "../../src/main/system/clock.ts";
import { createIdSource } from "../../src/main/system/ids.ts";
import { OPERATION_TABLE } from "../../src/shared/operation-table.ts";
import type { FrozenFs } from "./frozen-fs.ts";
import type { TestFolders } from "./open-test-store.ts";

const STATE = { mode: "read-only", reason: "viewing", message: null, holder: null, can_take_over: false } as const;

/**
 * An application over a folder in memory that answers `check.store`, and nothing else: the operation itself, without the threads in which a
 * program lets it run. Rows of the catalog are not compared, only its bytes.
 */
export function frozenApplication(folders: TestFolders, fs: FrozenFs): Application {
  const options = {
    ...folders,
    fs,
    clock: systemClock,
    appVersion: "test",
    ids: createIdSource(),
    access: "read",
  } as const;
  const verify = () => Promise.resolve({ agrees: true, rows: 0, differing: [] });
  const folder: OpenFolder = {
    runsDir: folders.runsDir,
    store: createReadOnlyStore(options, { identity: null, state: STATE, notices: [] }),
    catalog: () => Promise.resolve({ verify } as unknown as Catalog),
  } as OpenFolder;
  const deps = {
    ...{ fs, clock: systemClock, dataDir: folders.dataDir, folders: { current: () => folder } as Folders },
    checks: {
      check: (...[input, control]: CheckArguments) => runStoreCheck({ fs, clock: systemClock }, input, control),
    },
    logger: { note: () => undefined, fault: () => "unreached" },
  };
  const call = {
    ...({ door: "command-line", requestId: "r", actor: { uid: "tester", role: "machinist", sid: "s" } } as const),
    ...{ signal: new AbortController().signal, progress: () => () => undefined },
  };
  const checkStore = (input: unknown) =>
    checkMany(deps as unknown as CheckManyArguments, parseRequest(OPERATION_TABLE["check.store"].request, input), call);
  return { call: (_name: string, input: unknown) => checkStore(input) } as unknown as Application;
}

type CheckManyArguments = Parameters<typeof checkMany>[0];
type CheckArguments = [input: Parameters<typeof runStoreCheck>[1], control: Parameters<typeof runStoreCheck>[2]];
