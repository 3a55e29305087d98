import { openTestStore } from "../support/open-test-store.ts";
import { recordMany } from "./store-bench.ts";

/** A program of its own, `fill-store.ts RUNS_FOLDER DATA_FOLDER COUNT`: what it leaves in memory is not counted as another's. */
const [runsDir = "", dataDir = "", count = ""] = process.argv.slice(2);
const store = await openTestStore({ runsDir, dataDir, root: "", remove: () => undefined });
await recordMany(store, 0, Number(count));
await store.close();
