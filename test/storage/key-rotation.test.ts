import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findVerifier, introducedKeys } from "../../src/main/store/ledger-keys.ts";
import { parseEntryLine, parseHeadLine } from "../../src/main/store/ledger-line.ts";
import { judgeNote } from "../../src/main/store/note-signatures.ts";
import { findStoreIdentity } from "../../src/main/store/store-identity.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import { checkFolder } from "../support/check-folder.ts";
import { isEntry, readSegments } from "../support/forge-ledger.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../support/open-test-store.ts";

const CHILD = fileURLToPath(new URL("../support/rotate-child.ts", import.meta.url));
const KILLS = 12;
const ACTOR = { uid: "ada", role: "admin", sid: "s" };

let folders: TestFolders;

beforeEach(() => {
  folders = makeTestFolders();
});
afterEach(() => folders.remove());

function change(number: number) {
  const entry = { kind: "policy.changed", subject: "store", body: { number } } as const;
  return { files: [], entries: [entry], actor: ACTOR, requestId: `r${number}` };
}

/** Starts a child, kills it after a while, and gives the numbers it said were acknowledged. */
async function killAfter(milliseconds: number, first: number): Promise<readonly number[]> {
  const child = spawn(process.execPath, [CHILD, folders.runsDir, folders.dataDir, String(first)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: string[] = [];
  const opened = Promise.withResolvers<void>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line === "opened") opened.resolve();
    else said.push(line);
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  await opened.promise;
  await setTimeout(milliseconds);
  child.kill("SIGKILL");
  await ended;
  return said.map(Number);
}

/** Ids of the keys that signed each head, beside the key that should have: the one that the entries before it left in force. */
function signersOfHeads(): readonly { readonly signers: readonly string[]; readonly expected: readonly string[] }[] {
  const first = findVerifier(findStoreIdentity(nodeFs, folders.runsDir)?.first_public_key ?? "");
  if (first === null) throw new Error("no first key");
  const keys = [first];
  let brought: string[] = [];
  const heads: { signers: readonly string[]; expected: readonly string[] }[] = [];
  for (const line of readSegments(folders).flatMap(({ lines }) => lines)) {
    const entry = isEntry(line) ? parseEntryLine(Buffer.from(line)) : null;
    if (entry !== null) {
      const verifiers = introducedKeys([entry]).map(({ verifier }) => verifier);
      keys.push(...verifiers);
      brought.push(...verifiers.map(({ keyId }) => keyId.toString("hex")));
      continue;
    }
    const inForce = keys.at(-1 - brought.length)?.keyId.toString("hex") ?? "";
    const { signers } = judgeNote(parseHeadLine(Buffer.from(line)) ?? "", keys);
    heads.push({ signers, expected: [inForce, ...brought] });
    brought = [];
  }
  return heads;
}

describe("changes beside a rotation", () => {
  it("are all recorded, and each head is signed by the key in force, with the new one where that comes in", async () => {
    const store = await openTestStore(folders);
    const work: Promise<unknown>[] = [];
    for (let number = 1; number <= 120; number += 1) {
      work.push(store.commit(change(number)));
      if (number % 20 === 0) work.push(store.rotateKey({ to: "file", actor: ACTOR, requestId: `k${number}` }));
      if (number % 7 === 0) await setTimeout(1);
    }
    await Promise.all(work);
    await store.close();
    const heads = signersOfHeads();
    for (const { signers, expected } of heads) expect(signers).toEqual(expected);
    expect(heads.filter(({ expected }) => expected.length === 2)).toHaveLength(6);
    const report = await checkFolder(folders);
    expect([report.verdict, report.findings]).toEqual(["intact", []]);
    expect(readdirSync(join(folders.dataDir, "keys"))).toHaveLength(1);
  });
});

describe("a program that is killed while it changes the key", () => {
  it(`leaves a store that opens, verifies and signs with a key it has, ${KILLS} times`, async () => {
    const acknowledged: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      acknowledged.push(...(await killAfter(5 + kill * 9, 1 + kill * 10_000)));
      const store = await openTestStore(folders);
      expect([store.state().mode, store.notices().filter((text) => text.includes("key"))]).toEqual(["writable", []]);
      await store.commit(change(1_000_000 + kill));
      await store.close();
    }
    const entries = readSegments(folders).flatMap(({ lines }) =>
      lines.flatMap((line) => parseEntryLine(Buffer.from(line)) ?? []),
    );
    const recorded = new Set(entries.map(({ body }) => body.number));
    expect(acknowledged.filter((number) => !recorded.has(number))).toEqual([]);
    expect(entries.filter(({ kind }) => kind === "key.reset")).toEqual([]);
    for (const { signers, expected } of signersOfHeads()) expect(signers).toEqual(expected);
    const { findings } = await checkFolder(folders);
    expect(findings.filter(({ severity }) => severity !== "info")).toEqual([]);
    const rotations = entries.filter(({ kind }) => kind === "key.rotated").length;
    process.stdout.write(
      `${KILLS} kills, ${rotations} rotations, ${acknowledged.length} changes acknowledged, 0 lost\n`,
    );
    expect(rotations).toBeGreaterThan(0);
  }, 180_000);
});
