import type { Application } from "../../src/main/operations/application.ts";
import type { OpenApplicationOptions } from "../../src/main/operations/open-application.ts";
import { makeSmallStore, type SmallStore } from "../fixtures/bad-stores/small-store.ts";
import { makeTestFolders, type TestFolders } from "./open-test-store.ts";
import { openTestApplication } from "./test-application.ts";

/** An application over a small intact store. */
export interface CheckedApplication {
  readonly folders: TestFolders;
  readonly small: SmallStore;
  readonly app: Application;
  close(): Promise<void>;
}

/** Makes the small store and opens it as a program does. */
export async function openCheckedApplication(
  options: Partial<OpenApplicationOptions> = {},
): Promise<CheckedApplication> {
  const folders = makeTestFolders();
  const small = await makeSmallStore(folders);
  const app = await openTestApplication(folders, options);
  return {
    ...{ folders, small, app },
    async close() {
      await app.close();
      folders.remove();
    },
  };
}
