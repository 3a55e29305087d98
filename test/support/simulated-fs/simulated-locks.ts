import type { StoreLocks } from "../../../src/main/store/store-lock.ts";
import type { SimulatedProcess } from "./simulated-process.ts";

/** The locks of one machine with simulated processes: a dead process holds none. */
export interface SimulatedLocks {
  /** The locks as this process asks for them. */
  of(process: SimulatedProcess): StoreLocks;
  /** From now on no one holds them, whoever thinks so: another machine, a lost lock folder, a gate file that was deleted. */
  lose(): void;
}

/** The gate is kept in memory, as a kernel does; the lock folder lies on the simulated disk and may survive its holder. */
export function createSimulatedLocks(): SimulatedLocks {
  let holder: SimulatedProcess | null = null;
  return {
    lose() {
      holder = null;
    },
    of: (process) => ({
      tryGate() {
        if (holder !== null && !holder.isDead) return null;
        holder = process;
        return {
          release() {
            if (holder === process) holder = null;
          },
        };
      },
      async tryFolder({ lockPath }) {
        process.fs.makeFolder(lockPath);
        const made = process.fs.stat(lockPath)?.identity;
        return {
          async release() {
            try {
              if (process.fs.stat(lockPath)?.identity === made) process.fs.removeFolder(lockPath);
            } catch {
              // As with the real lock: what cannot be removed is the next taker's to clear.
            }
          },
        };
      },
    }),
  };
}
