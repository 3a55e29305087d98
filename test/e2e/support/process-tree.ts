import { readdirSync, readFileSync } from "node:fs";

interface ProcessState {
  readonly state: string;
  readonly parent: number;
}

/** What Linux says of a process; null when there is none of that id. */
function findState(pid: number): ProcessState | null {
  try {
    // `pid (name) state parent …`, and the name may hold anything.
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state = "", parent = ""] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state, parent: Number(parent) };
  } catch {
    // Ended between listing and reading.
    return null;
  }
}

/** Whether a process of this id is there and has not ended. Linux only. */
export function isRunning(pid: number): boolean {
  const found = findState(pid);
  return found !== null && found.state !== "Z";
}

/** The ids of the processes that this one started, and of those they started. Linux only. */
export function descendantsOf(ancestor: number): readonly number[] {
  const all = readdirSync("/proc").map(Number).filter(Number.isInteger);
  const childrenOf = (parent: number): readonly number[] => all.filter((pid) => findState(pid)?.parent === parent);
  const found: number[] = [];
  for (let pending = [ancestor]; pending.length > 0; ) {
    pending = pending.flatMap(childrenOf);
    found.push(...pending);
  }
  return found;
}
