import type { Finding, FindingCode } from "../../../src/shared/finding.ts";
import { falseAlarmsIn, findingText } from "../alarms.ts";
import { checkFolder } from "../check-folder.ts";
import type { Plan } from "./plan.ts";
import { DATA_DIR, RUNS_DIR, type SimulatedMachine } from "./simulated-machine.ts";

/** What bytes in the wrong place are called. Nothing that is merely unfinished may be. */
const ACCUSATIONS: ReadonlySet<FindingCode> = new Set([
  ...(["RECORD_CHANGED", "RECORD_FOREIGN", "ATTACHMENT_CHANGED", "LINK_CHANGED", "STORE_FILE_CHANGED"] as const),
  ...(["LEDGER_REWRITTEN", "LEDGER_DAMAGED", "LEDGER_MISSING", "ROLLED_BACK", "OUTSIDE_HEAD_UNSIGNED"] as const),
]);

/** What the scenario itself did, so that it may be told. */
function causedBy({ rounds }: Plan): ReadonlySet<FindingCode> {
  const steps = rounds.flatMap((round) => round.steps.map((step) => step.do));
  return new Set<FindingCode>([
    // Bytes behind the place where a later epoch sealed: what a crash tore stays there, and is told for ever.
    "LEDGER_TORN",
    ...(rounds.some(({ losesKey }) => losesKey) ? (["KEY_RESET"] as const) : []),
    ...(steps.includes("take-over") ? (["LEDGER_LATE"] as const) : []),
  ]);
}

async function findingsOn({ disk }: SimulatedMachine): Promise<readonly Finding[]> {
  const process = disk.startProcess();
  try {
    const { findings } = await checkFolder({ runsDir: RUNS_DIR, dataDir: DATA_DIR }, { fs: process.fs });
    return findings;
  } finally {
    process.kill();
  }
}

/** What the check of everything finds in a folder that was closed in order, and should not: nothing is wrong with such a folder. */
export async function falseAlarms(machine: SimulatedMachine, plan: Plan): Promise<readonly string[]> {
  return falseAlarmsIn(await findingsOn(machine), causedBy(plan));
}

/** What the check says of a folder as a killed program left it, and should not: that bytes were changed which are only not in place yet. */
export async function falseAccusations(machine: SimulatedMachine): Promise<readonly string[]> {
  const findings = await findingsOn(machine);
  return findings
    .filter(({ code, severity }) => severity === "error" && ACCUSATIONS.has(code))
    .map((finding) => `false accusation: ${findingText(finding)}`);
}
