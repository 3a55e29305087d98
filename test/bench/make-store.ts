import { resolve } from "node:path";
import { generateStore } from "./store-generator.ts";

/** `make-store.ts FOLDER COUNT [SEED] [MEAN_BYTES]`: makes a store of made-up runs in FOLDER/runs, its keys in FOLDER/data. */
const [folder, count = "", seed = "20261120", meanBytes = "8000"] = process.argv.slice(2);
if (folder === undefined || !(Number(count) >= 1)) {
  process.stderr.write("Usage: node test/bench/make-store.ts FOLDER COUNT [SEED] [MEAN_BYTES]\n");
  process.exit(2);
}
const start = performance.now();
let told = 0;
await generateStore({
  runsDir: resolve(folder, "runs"),
  dataDir: resolve(folder, "data"),
  count: Number(count),
  seed: Number(seed),
  meanBytes: Number(meanBytes),
  progress(done) {
    if (done - told < Number(count) / 10) return;
    told = done;
    process.stdout.write(`${done} runs\n`);
  },
});
process.stdout.write(`${count} runs in ${((performance.now() - start) / 1000).toFixed(1)} s: ${resolve(folder)}\n`);
