import type { Change } from "../../../src/main/store/change.ts";
import { epochName, resolveStorePath } from "../../../src/main/store/store-layout.ts";
import { AppError } from "../../../src/shared/app-error.ts";
import { attachmentBytes, attachmentChange } from "./make-changes.ts";
import type { Step, Takeover } from "./plan.ts";
import type { Scene } from "./scene.ts";
import { type Program, RUNS_DIR } from "./simulated-machine.ts";

/** Longer than the store waits before it empties its journal. */
const IDLE_MS = 2_500;

/** Does one piece of work with the program that runs. */
export async function playStep(scene: Scene, step: Step): Promise<void> {
  const { program, machine } = scene;
  if (program === null) return;
  const { store } = program;
  machine.clock.advance(7);
  switch (step.do) {
    case "commit":
      await scene.commit(scene.newRecords(step.files, step.sizeBytes, store), program);
      return;
    case "group":
      machine.phase = "group";
      await commitTogether(scene, program, step.changes, step.sizeBytes);
      break;
    case "attach":
      await attach(scene, program, step);
      return;
    case "checkpoint":
      machine.phase = "checkpoint";
      await checkpoint(scene, program);
      break;
    case "settle":
      await store.settled();
      return;
    case "reopen":
      await scene.close(program);
      if (!scene.isDown) await reopen(scene);
      return;
    case "wait":
      machine.phase = "checkpoint";
      await machine.pass(IDLE_MS);
      break;
    case "overlap":
      machine.phase = "checkpoint";
      await Promise.all([checkpoint(scene, program), commitTogether(scene, program, step.changes, 200)]);
      break;
    case "clash":
      await clash(scene, program);
      return;
    case "obstruct":
      await obstruct(scene, program, step.sizeBytes);
      return;
    case "take-over":
      await takeOver(scene, program, step);
      return;
    case "set-clock":
      await machine.setClock(step.byMs);
  }
  if (!scene.isDown) machine.phase = "work";
}

async function reopen(scene: Scene): Promise<void> {
  scene.machine.coverage.epochChanges += 1;
  await scene.open();
}

async function commitTogether(scene: Scene, program: Program, count: number, sizeBytes: number): Promise<void> {
  const changes = Array.from({ length: count }, (_, index) =>
    scene.newRecords(index % 4 === 3 ? 0 : 1, sizeBytes, program.store),
  );
  await Promise.all(changes.map((change) => scene.commit(change, program)));
}

async function checkpoint(scene: Scene, program: Program): Promise<void> {
  await program.store.checkpoint().catch((error: unknown) => scene.failed("a checkpoint failed", error, program));
}

async function attach(scene: Scene, program: Program, step: Step & { readonly do: "attach" }): Promise<void> {
  const { expectations, machine } = scene;
  const number = expectations.nextNumber();
  const known = step.again ? expectations.lastAttachment : null;
  const bytes = known ?? attachmentBytes(number, step.sizeBytes);
  expectations.lastAttachment = bytes;
  const half = bytes.byteLength >> 1;
  machine.phase = "attachment";
  try {
    const stored = await program.store.putAttachment([bytes.subarray(0, half), bytes.subarray(half)]);
    expectations.attachments.set(stored.sha256, bytes);
    machine.phase = "work";
    await scene.commit(attachmentChange(number, stored), program);
  } catch (error) {
    scene.failed("an attachment was refused", error, program);
  }
}

/** The name of a record that is there must not be given again, and of two who want one name at once only one gets it. */
async function clash(scene: Scene, program: Program): Promise<void> {
  const twin = scene.newRecords(1, 200, program.store);
  const again = { ...twin, requestId: `${twin.requestId}-again` };
  const outcomes = await Promise.all([scene.commit(twin, program), refuseTwin(scene, program, again)]);
  if (!outcomes[0] || scene.isDown) return;
  await refuseTwin(scene, program, { ...twin, requestId: `${twin.requestId}-late` });
  await program.store.settled();
  if (!scene.isDown) await refuseTwin(scene, program, { ...twin, requestId: `${twin.requestId}-later` });
}

async function refuseTwin(scene: Scene, program: Program, change: Change): Promise<void> {
  const { expectations } = scene;
  expectations.tried(change);
  try {
    await program.store.commit(change);
    scene.problem(`a name was given twice: ${change.files[0]?.path}`);
  } catch (error) {
    if (program.process.isDead) return;
    if (error instanceof AppError && error.code === "ALREADY_EXISTS") expectations.refused(change);
    else scene.failed("a second change of one name was refused for another reason", error, program);
  }
}

/** Between acknowledgement and apply another program takes the name. The record must get its place, and the other bytes must be kept. */
async function obstruct(scene: Scene, program: Program, sizeBytes: number): Promise<void> {
  const change = scene.newRecords(1, sizeBytes, program.store);
  const isDone = await scene.commit(change, program);
  const path = change.files[0]?.path;
  if (!isDone || scene.isDown || path === undefined) return;
  const foreign = Buffer.from(`foreign ${change.requestId}\n`.repeat(40));
  if (scene.machine.disk.plant(resolveStorePath(RUNS_DIR, path), foreign)) scene.expectations.foreign.push(foreign);
}

/** The first program is suspended or cut off; a second takes the folder; then the first goes on. */
async function takeOver(
  scene: Scene,
  first: Program,
  step: { readonly how: Takeover; readonly after: number },
): Promise<void> {
  const epoch = first.store.ledgerHead()?.epoch ?? 0;
  const believeOldAnswer = (): void => first.process.hideOnce((path) => path.endsWith(`${epochName(epoch + 1)}.json`));
  const late = scene.newRecords(1, 300, first.store);
  if (step.how === "in-flush") await wakeInFlush(scene, first, late);
  else if (step.how === "while-opening")
    await wakeWhileOpening(scene, step.after, () => {
      believeOldAnswer();
      return scene.commit(late, first);
    });
  else {
    scene.machine.locks.lose();
    await reopen(scene);
    if (scene.isDown) return;
    believeOldAnswer();
    if (step.how === "before-write") await scene.commit(late, first);
    else await checkpoint(scene, first);
  }
  await endFirst(scene, first);
}

async function wakeInFlush(scene: Scene, first: Program, late: Change): Promise<void> {
  const hold = first.process.holdAt((call) => call.name === "syncData" && /[\\/]journal[\\/]/.test(call.path));
  const tried = scene.commit(late, first);
  await Promise.race([hold.reached, tried]);
  scene.machine.locks.lose();
  if (!first.process.isDead) await reopen(scene);
  hold.release();
  await tried;
}

async function wakeWhileOpening(scene: Scene, after: number, wake: () => Promise<boolean>): Promise<void> {
  let woken: Promise<boolean> | null = null;
  scene.machine.locks.lose();
  scene.machine.callAfter(after, () => {
    woken = wake();
  });
  await reopen(scene);
  await woken;
}

/** A program that has lost the folder must notice, refuse, and leave without harm. */
async function endFirst(scene: Scene, first: Program): Promise<void> {
  if (scene.isDown || first.process.isDead || scene.program === first) return;
  const { expectations } = scene;
  const change = { ...scene.newRecords(1, 100, scene.program?.store ?? first.store) };
  expectations.tried(change);
  const isTaken = await first.store.commit(change).then(
    () => true,
    () => false,
  );
  if (isTaken) scene.problem("a program acknowledged a change after another had taken the folder");
  if (first.store.state().mode === "writable") scene.problem("a program that lost the folder did not notice");
  await first.store.close().catch((error: unknown) => scene.failed("closing the first program failed", error, first));
}
