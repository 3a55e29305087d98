import { setTimeout as wait } from "node:timers/promises";
import { openTestApplication } from "../support/test-application.ts";
import { watchProcess } from "./watch-process.ts";

/**
 * A program of its own, `many-runs-child.ts RUNS_FOLDER DATA_FOLDER`: does what people do with a list of very many runs, round after round, and
 * prints what that cost as JSON.
 */
const [runsDir = "", dataDir = ""] = process.argv.slice(2);
const ROUNDS = 6;
const CALL = { door: "window" } as const;
const MIB = 1024 * 1024;
const ZONE = { zone: "Europe/Berlin", shifts: ["06:00", "14:00", "22:00"] };

const opening = await watchProcess(async () => undefined);
const app = await openTestApplication({ runsDir, dataDir, root: "", remove: () => undefined });
await app.call("list.open", ZONE, CALL);

async function round(number: number): Promise<void> {
  for (const filters of [
    {},
    { mode: ["saw"] },
    { text: "chatter" },
    { risk: ["RED" as const], machine: ["M1", "M2"] },
  ]) {
    const { list_id: listId } = await app.call("list.open", { ...ZONE, filters }, CALL);
    for (const from of [0, 1000, 50_000]) await app.call("list.rows", { list_id: listId, from, count: 100 }, CALL);
    await app.call("timeline.read", { filters, lane: "machine", bins: 1200 }, CALL);
  }
  for (const group of ["tool", "day", "session"] as const) await app.call("list.open", { ...ZONE, group }, CALL);
  await app.call("list.open", { ...ZONE, sort: { by: "limit", descending: true } }, CALL);
  await app.call("numbers.get", ZONE, CALL);
  for (let created = 0; created < 20; created++) {
    const request = { mode: "saw", tool_id: `T${number}`, status: "OK", feasibility: { risk_level: "GREEN" } };
    const source = { bytes: Buffer.from(JSON.stringify(request)), name: null };
    await app.call("run.create", { source }, CALL);
  }
}

const residents: number[] = [];
let [stallMs, turnMs, peakMiB] = [0, 0, 0];
for (let number = 0; number < ROUNDS; number++) {
  const cost = await watchProcess(() => round(number));
  // What starting costs is no work of the list.
  if (number > 0) [stallMs, turnMs] = [Math.max(stallMs, cost.stallMs), Math.max(turnMs, cost.turnMs)];
  peakMiB = Math.max(peakMiB, cost.peakMiB);
  await wait(300);
  residents.push(process.memoryUsage.rss() / MIB);
}
await app.close();
process.stdout.write(JSON.stringify({ startMiB: opening.peakMiB, residents, peakMiB, stallMs, turnMs }));
