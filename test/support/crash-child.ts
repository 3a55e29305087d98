import { createInterface } from "node:readline";
import { openRunStore } from "../../src/main/store/open-run-store.ts";
import type { RunStore } from "../../src/main/store/run-store.ts";
import { systemClock } from "../../src/main/system/clock.ts";
import type { Fs } from "../../src/main/system/fs.ts";
import { createIdSource } from "../../src/main/system/ids.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import { errorCodeOf } from "../../src/shared/app-error.ts";
import { recordChange } from "./open-test-store.ts";

/**
 * A process of its own that works on a store and says on its output what was acknowledged, one JSON text a line. Started with runs
 * folder, data folder and, to write until it is killed, a seed and the first number to use; without these two it does what it is told
 * on its input: `open`, `commit N`, `stream N`, `clock MS`, `state`, `close`, `exit`.
 */

/** A small generator (mulberry32), so that a seed gives the same play again. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The text of the record with this number: from a line to several pages. */
export function recordText(number: number): string {
  return `{"n":${number},"text":"${"abcdefghij".repeat(1 + ((number * 7919) % 1_500))}"}\n`;
}

/** The bytes of the attachment with this number. */
export function attachmentText(number: number): string {
  return `attachment ${number}\n`.repeat(1 + ((number * 104_729) % 4_000));
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** A broken writer for tests that must notice one: it never sees that another program has taken its folder. */
const UNFENCED = process.env.RMOS_TEST_UNFENCED === "1";

function blindToLaterTokens(): Fs {
  const isToken = (path: string): boolean => /epochs[\\/]\d{8}\.json$/.test(path);
  let own: string | null = null;
  return {
    ...nodeFs,
    link(existing, name) {
      nodeFs.link(existing, name);
      if (isToken(name)) own = name;
    },
    stat: (path) => (own !== null && isToken(path) && path > own ? null : nodeFs.stat(path)),
  };
}

/** Stops this process, as a suspended machine is stopped, before this many more calls of the file layer once it streams; 0: never. */
let callsUntilStop = Number(process.env.RMOS_TEST_STOP_AFTER ?? "0");
let isStreaming = false;

function stoppingFs(base: Fs): Fs {
  const count = (): void => {
    if (!isStreaming || callsUntilStop === 0) return;
    callsUntilStop -= 1;
    if (callsUntilStop === 0) process.kill(process.pid, "SIGSTOP");
  };
  return new Proxy(base, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== "function") return member;
      return (...parts: unknown[]) => {
        count();
        return Reflect.apply(member, target, parts);
      };
    },
  });
}

function open(runsDir: string, dataDir: string): Promise<RunStore> {
  const ids = createIdSource();
  return openRunStore({
    ...{ runsDir, dataDir, ids, appVersion: "0.0.0-child", clock: systemClock },
    fs: stoppingFs(UNFENCED ? blindToLaterTokens() : nodeFs),
    access: "write",
    reserveBytes: 0,
  });
}

async function commit(store: RunStore, number: number): Promise<void> {
  await store.commit(recordChange(number, recordText(number)));
  say({ acknowledged: number });
}

/** Writes groups, single changes and attachments, with a checkpoint now and then, until it is killed. */
async function writeUntilKilled(store: RunStore, seed: number, first: number): Promise<void> {
  const random = randomFrom(seed);
  for (let number = first; ; ) {
    const size = 1 + Math.floor(random() * 8);
    await Promise.all(Array.from({ length: size }, (_, offset) => commit(store, number + offset)));
    number += size;
    if (random() < 0.2) {
      const { sha256 } = await store.putAttachment([Buffer.from(attachmentText(number))]);
      say({ attached: number, sha256 });
    }
    if (random() < 0.2) await store.checkpoint();
  }
}

/** Writes one change after the other until one is refused. */
async function writeUntilRefused(store: RunStore, first: number): Promise<object> {
  isStreaming = true;
  try {
    for (let number = first; ; number += 1) await commit(store, number);
  } catch (error) {
    return { stopped: errorCodeOf(error) ?? String(error) };
  }
}

const systemNow = Date.now;

async function obey(runsDir: string, dataDir: string): Promise<void> {
  let store: RunStore | null = null;
  const tasks: Readonly<Record<string, (argument: string) => Promise<object | null>>> = {
    async open() {
      store = await open(runsDir, dataDir);
      store.onStateChanged((state) => say({ changed: state }));
      return { opened: store.state(), epoch: store.ledgerHead()?.epoch ?? null };
    },
    async commit(argument) {
      if (store !== null) await commit(store, Number(argument));
      return null;
    },
    stream: async (argument) => (store === null ? null : await writeUntilRefused(store, Number(argument))),
    /** Sets the wall clock of this process, for everything in it, this much off the system's. */
    async clock(argument) {
      Date.now = () => systemNow() + Number(argument);
      return { clock: Number(argument) };
    },
    state: async () => ({ state: store?.state() ?? null }),
    async close() {
      await store?.close();
      return { closed: true };
    },
    exit: async () => process.exit(0),
  };
  say({ ready: true });
  for await (const line of createInterface({ input: process.stdin })) {
    const [name = "", argument = ""] = line.split(" ");
    try {
      const answer = await tasks[name]?.(argument);
      if (answer) say(answer);
    } catch (error) {
      say({ refused: errorCodeOf(error) ?? String(error), to: line });
    }
  }
}

const [runsDir, dataDir, seed, first] = process.argv.slice(2);
if (process.argv[1] === import.meta.filename && runsDir !== undefined && dataDir !== undefined) {
  if (seed === undefined) {
    await obey(runsDir, dataDir);
  } else {
    const store = await open(runsDir, dataDir);
    say({ opened: store.state() });
    await writeUntilKilled(store, Number(seed), Number(first));
  }
}
