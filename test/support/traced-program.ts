import { spawnSync } from "node:child_process";

/** A system call of a traced program: its text, and between which lines of the trace it was under way. */
export interface TracedCall {
  readonly name: string;
  /** From the opening parenthesis on, with paths beside file numbers. */
  readonly text: string;
  /** What it returned; below 0 where it was refused. */
  readonly result: number;
  readonly begun: number;
  readonly done: number;
}

/** Why programs cannot be traced here; null where they can. */
export function tracerTrouble(): string | null {
  const { error, status, stderr } = spawnSync("strace", ["-f", "-o", "/dev/null", "true"], { encoding: "utf8" });
  if (error !== undefined) return "strace is not installed";
  return status === 0 ? null : `strace may not trace programs here: ${stderr.trim()}`;
}

/** What begins a traced program: the command and its options, before the program's own. */
export function tracerArguments(traceFile: string, calls: readonly string[]): readonly string[] {
  return ["strace", "-f", "-y", "-s", "4000000", "-o", traceFile, "-e", `trace=${calls.join(",")}`];
}

/** The calls of a trace in the order they ended. A call of one thread may be told in two parts. */
export function readTrace(trace: string): readonly TracedCall[] {
  const calls: TracedCall[] = [];
  const begun = new Map<string, { readonly line: number; readonly text: string }>();
  for (const [line, text] of trace.split("\n").entries()) {
    const [, thread = "", rest = ""] = /^(\d+) +(.*)$/.exec(text) ?? [];
    const unfinished = / <unfinished \.\.\.>$/.exec(rest);
    if (unfinished !== null) {
      begun.set(thread, { line, text: rest.slice(0, unfinished.index) });
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest);
    const first = resumed === null ? { line, text: "" } : begun.get(thread);
    const whole = resumed === null ? rest : `${first?.text ?? ""}${resumed[1]}`;
    const [, name, body, result] = /^(\w+)\((.*)\) += (-?\d+)/.exec(whole) ?? [];
    if (name === undefined || body === undefined) continue;
    calls.push({ name, text: body, result: Number(result), begun: first?.line ?? line, done: line });
  }
  return calls;
}
