import { monitorEventLoopDelay } from "node:perf_hooks";

/** What a piece of work did to the process that waited for it. */
export interface ProcessCost {
  readonly ms: number;
  /** How far memory rose above what it was before, at its highest, in MiB. */
  readonly grownMiB: number;
  /** Memory at its highest, in MiB. */
  readonly peakMiB: number;
  /** The longest time for which this thread could do nothing else. */
  readonly stallMs: number;
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
  const timer = setInterval(look, LOOK_EVERY_MS);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  try {
    await work();
  } finally {
    delay.disable();
    clearInterval(timer);
  }
  look();
  const ms = performance.now() - start;
  return { ms, grownMiB: (peak - before) / MIB, peakMiB: peak / MIB, stallMs: delay.max / 1e6 };
}
