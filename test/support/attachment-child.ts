import { openTestApplication } from "./test-application.ts";

/**
 * A process of its own that adds a file to a new run and saves a copy of it, then says how much memory it ever held: started with runs
 * folder, data folder, the file, and where the copy goes.
 */
const [runsDir = "", dataDir = "", file = "", copy = ""] = process.argv.slice(2);
const door = { door: "command-line" } as const;

const app = await openTestApplication({ root: runsDir, runsDir, dataDir, remove: () => undefined });
const bytes = Buffer.from('{"mode":"cam","tool_id":"T102","status":"OK"}');
const { run_id } = await app.call("run.create", { source: { bytes, name: null } }, door);
const source = { file: { path: file } };
const { attachment } = await app.call("attachment.put", { run_id, source, kind: "scan" }, door);
const saved = await app.call("attachment.save", { sha256: attachment.sha256, to: { file: { path: copy } } }, door);
await app.close();
const maxRssKiB = process.resourceUsage().maxRSS;
process.stdout.write(
  `${JSON.stringify({ sha256: saved.sha256, size_bytes: saved.size_bytes, max_rss_bytes: maxRssKiB * 1024 })}\n`,
);
