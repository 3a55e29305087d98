import { openRunStore } from "../../src/main/store/open-run-store.ts";
import { systemClock } from "../../src/main/system/clock.ts";
import { createIdSource } from "../../src/main/system/ids.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";

/**
 * A process of its own that changes the signing key of a store again and again, with other changes around it, until it is killed. It says on
 * its output which changes were acknowledged, one number a line. Started with runs folder, data folder and the first number to use.
 */
const [runsDir = "", dataDir = "", first = "1"] = process.argv.slice(2);
const actor = { uid: "ada", role: "admin", sid: "s" };

const store = await openRunStore({
  ...{ runsDir, dataDir, ids: createIdSource(), appVersion: "0.0.0-child", fs: nodeFs, clock: systemClock },
  ...{ access: "write", reserveBytes: 0 },
});
process.stdout.write("opened\n");

async function change(number: number): Promise<void> {
  const entry = { kind: "policy.changed", subject: "store", body: { number } } as const;
  await store.commit({ files: [], entries: [entry], actor, requestId: `r${number}` });
  process.stdout.write(`${number}\n`);
}

for (let number = Number(first); ; number += 3) {
  const rotation = store.rotateKey({ to: "file", actor, requestId: `k${number}` });
  await Promise.all([change(number), rotation, change(number + 1)]);
  await change(number + 2);
}
