import { monitorEventLoopDelay } from "node:perf_hooks";

/** What a piece of work did to the process that waited for it. */
export interface ProcessCost {
  readonly ms: number;
  /** How far memory rose above what it was before, at its highest, in MiB. */
  readonly grownMiB: number;
  /** Memory at its highest, in MiB. */
  readonly peakMiB: number;
  /** The longest time for which this thread could do nothing else. On a busy machine others' work is in it. */
  readonly stallMs: number;
  /** The longest turn of this thread by the processor time that it took itself. */
  readonly turnMs: number;
}

const LOOK_EVERY_MS = 20;
const MIB = 1024 * 1024;

/** Does the work and watches memory and this thread meanwhile. */
export async function watchProcess(work: () => Promise<unknown>): Promise<ProcessCost> {
  const before = process.memoryUsage.rss();
  let peak = before;
  const look = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const [timer, turns, delay] = [
    setInterval(look, LOOK_EVERY_MS),
    new TurnWatch(),
    monitorEventLoopDelay({ resolution: 1 }),
  ];
  delay.enable();
  const start = performance.now();
  try {
    await work();
  } finally {
    delay.disable();
    clearInterval(timer);
    turns.stop();
  }
  const ms = performance.now() - start;
  look();
  return {
    ms,
    grownMiB: (peak - before) / MIB,
    peakMiB: peak / MIB,
    stallMs: delay.max / 1e6,
    turnMs: turns.longestMs,
  };
}

/** Asks at every turn of the thread how much processor time the last one took. */
class TurnWatch {
  longestMs = 0;
  #usage = process.threadCpuUsage();
  readonly #timer = setInterval(() => this.#look(), 1);

  stop(): void {
    this.#look();
    clearInterval(this.#timer);
  }

  #look(): void {
    const { user, system } = process.threadCpuUsage(this.#usage);
    this.#usage = process.threadCpuUsage();
    this.longestMs = Math.max(this.longestMs, (user + system) / 1000);
  }
}
