import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Change } from "../../../../src/main/store/change.ts";
import { KeyHolder, type RotationSteps } from "../../../../src/main/store/key-holder.ts";
import type { PlacedEntry } from "../../../../src/main/store/ledger-entry.ts";
import { createStoreKey, type KeyTarget } from "../../../../src/main/store/store-keys.ts";
import { prepareFolder } from "../../../../src/main/store/suitable-folder.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";
import { createSimulatedVault, type SimulatedVault } from "../../../support/simulated-vault.ts";
import { ledgerEntry } from "../check/memory-store.ts";

const IDENTITY = { storeId: "s", workstationId: "w", origin: "rmos-runs/s" };
const ASKED = { actor: { uid: "ada", role: "admin", sid: "1" }, requestId: "r" };

let folders: TestFolders;
let vault: SimulatedVault;
let holder: KeyHolder;
let log: string[];
let failing: "commit" | "checkpoint" | null;

beforeEach(async () => {
  folders = makeTestFolders();
  await prepareFolder(nodeFs, folders.dataDir);
  vault = createSimulatedVault();
  log = [];
  failing = null;
  const target: KeyTarget = { fs: nodeFs, runsDir: folders.runsDir, dataDir: folders.dataDir, vault };
  holder = new KeyHolder(target, IDENTITY, await createStoreKey({ ...target, vault: null }, IDENTITY.origin));
});
afterEach(() => folders.remove());

function keyNames(): readonly string[] {
  return readdirSync(join(folders.dataDir, "keys")).map((name) => name.replace(".json", ""));
}

function note(step: "commit" | "checkpoint"): void {
  log.push(`${step} with ${keyNames().length} keys`);
  if (failing === step) throw new AppError("IO_FAILED", "The drive failed.");
}

const steps: RotationSteps = {
  async commit({ entries }: Change) {
    note("commit");
    return entries.map(
      (draft): PlacedEntry => ({
        entry: ledgerEntry(draft),
        place: { epoch: 1, offset: 0, byteLength: 1 },
      }),
    );
  },
  checkpoint: async () => note("checkpoint"),
  notice: (text) => log.push(text),
};

describe("KeyHolder", () => {
  it("makes the new key before the change, and takes the former one away after it is in its place", async () => {
    const former = holder.keyId;
    const { entry } = await holder.rotate({ to: "system", ...ASKED }, steps);
    expect(log).toEqual(["commit with 2 keys", "checkpoint with 2 keys"]);
    expect([holder.protection, entry.body.replaces, entry.body.key_id]).toEqual(["system", former, holder.keyId]);
    expect(keyNames()).toEqual([holder.keyId]);
  });

  it("does one rotation after the other, each replacing the one before it", async () => {
    const first = holder.keyId;
    const made = await Promise.all(
      (["system", "file", "system"] as const).map((to) => holder.rotate({ to, ...ASKED }, steps)),
    );
    const chain = made.map(({ entry }) => [entry.body.replaces, entry.body.key_id]);
    expect(chain.map(([replaces]) => replaces)).toEqual([first, chain[0]?.[1], chain[1]?.[1]]);
    expect(keyNames()).toEqual([holder.keyId]);
  });

  it("stays with the former key when the change is refused, and keeps both: the journal may hold it whole", async () => {
    const former = holder.keyId;
    failing = "commit";
    await expect(holder.rotate({ to: "file", ...ASKED }, steps)).rejects.toMatchObject({ code: "IO_FAILED" });
    expect(holder.keyId).toBe(former);
    expect(keyNames()).toHaveLength(2);
    failing = null;
    await holder.rotate({ to: "file", ...ASKED }, steps);
    expect(keyNames()).not.toContain(former);
  });

  it("keeps the former key, and says so, while the change is not in its place", async () => {
    const former = holder.keyId;
    failing = "checkpoint";
    await holder.rotate({ to: "file", ...ASKED }, steps);
    expect(holder.keyId).not.toBe(former);
    expect(keyNames()).toContain(former);
    expect(log.at(-1)).toContain("The drive failed.");
  });

  it("seals nowhere but where that keeps others out, and leaves nothing behind when it cannot", async () => {
    vault.isStrong = false;
    const refused = { code: "POLICY_REFUSED" };
    expect(await holder.canSeal()).toBe(false);
    await expect(holder.rotate({ to: "system", ...ASKED }, steps)).rejects.toMatchObject(refused);
    vault.isStrong = true;
    vault.isOpen = false;
    expect(await holder.canSeal()).toBe(true);
    await expect(holder.rotate({ to: "system", ...ASKED }, steps)).rejects.toMatchObject(refused);
    expect(keyNames()).toEqual([holder.keyId]);
    expect(log).toEqual([]);
  });
});
