import type { Fs } from "../../../src/main/system/fs.ts";
import type { DiskImage } from "../simulated-fs/simulated-disk.ts";
import { PLAIN_TRAITS } from "../simulated-fs/simulated-disk.ts";
import { newCoverage } from "./coverage.ts";
import { Expectations } from "./expectations.ts";
import type { Step } from "./plan.ts";
import { playStep } from "./play-step.ts";
import { Scene } from "./scene.ts";
import { SimulatedMachine } from "./simulated-machine.ts";

/** A store from which scenarios start, and what it has promised. */
export interface BaseStore {
  readonly image: DiskImage;
  readonly expectations: Expectations;
}

const ONE_EPOCH: readonly Step[] = [
  { do: "commit", files: 1, sizeBytes: 200 },
  { do: "attach", sizeBytes: 700, again: false },
];

const MORE_EPOCHS: readonly Step[] = [
  ...ONE_EPOCH,
  { do: "group", changes: 3, sizeBytes: 400 },
  { do: "reopen" },
  { do: "commit", files: 2, sizeBytes: 600 },
];

/** The stores scenarios start from: none at all, one that was closed once, one that has crashed and was opened several times. */
export async function makeBaseStores(alter: (fs: Fs) => Fs = (fs) => fs): Promise<readonly BaseStore[]> {
  const empty: BaseStore = { image: new Map(), expectations: new Expectations() };
  const young = await grow(empty, { steps: ONE_EPOCH, endsInKill: false, alter });
  const killed = await grow(young, { steps: MORE_EPOCHS, endsInKill: true, alter });
  return [empty, young, await grow(killed, { steps: ONE_EPOCH, endsInKill: false, alter })];
}

async function grow(
  from: BaseStore,
  {
    steps,
    endsInKill,
    alter,
  }: { readonly steps: readonly Step[]; readonly endsInKill: boolean; readonly alter: (fs: Fs) => Fs },
): Promise<BaseStore> {
  const expectations = from.expectations.copy();
  const machine = new SimulatedMachine({
    image: from.image,
    traits: PLAIN_TRAITS,
    reserveBytes: 0,
    coverage: newCoverage(),
    alter,
  });
  try {
    const scene = new Scene(machine, expectations);
    await scene.open();
    for (const step of steps) await playStep(scene, step);
    if (scene.program === null) throw new Error("a base store could not be made");
    if (endsInKill) machine.crashNow(null);
    else await scene.close(scene.program);
  } finally {
    machine.end();
  }
  if (expectations.problems.length > 0) throw new Error(expectations.problems.join("\n"));
  return { image: machine.disk.image(), expectations };
}
