import { parentPort, workerData } from "node:worker_threads";
import type { SimulationShare } from "./run-simulation.ts";
import { editSources } from "./source-mutation.ts";
import { mutantNamed } from "./store-mutants.ts";

const share = workerData as SimulationShare;
const mutant = share.mutant === null ? null : mutantNamed(share.mutant);
// Before anything of the store is loaded.
if (mutant !== null && mutant.edits.length > 0) editSources(mutant.edits);
const { playShare } = await import("./play-share.ts");
parentPort?.postMessage(await playShare(share, mutant));
