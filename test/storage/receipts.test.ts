import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ReceiptAnchors } from "../../src/main/check/receipt-anchors.ts";
import { judgeReceipt } from "../../src/main/check/receipts.ts";
import { findVerifier } from "../../src/main/store/ledger-keys.ts";
import { parseHeadLine } from "../../src/main/store/ledger-line.ts";
import { type NoteSigner, parseTreeHead, signTreeHead } from "../../src/main/store/signed-note.ts";
import { createSigningKey } from "../../src/main/store/signing-key.ts";
import { createStoreReader } from "../../src/main/store/store-reader.ts";
import { nodeFs } from "../../src/main/system/node-fs.ts";
import type { StoreReport } from "../../src/shared/operations/check-operations.ts";
import type { Verdict } from "../../src/shared/verdicts.ts";
import { makeSmallStore, recordSmallRun, withStore } from "../fixtures/bad-stores/small-store.ts";
import { checkFolder, inFolder } from "../support/check-folder.ts";
import { forgeLedger, isEntry, readSegments, signerOf } from "../support/forge-ledger.ts";
import { type Cosigner, cosign, makeCosigner } from "../support/make-receipt.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";

const RECEIPTS = "_integrity/receipts";

let folders: TestFolders;
let centre: Cosigner;
let runIds: readonly string[];

beforeEach(async () => {
  folders = makeTestFolders();
  centre = makeCosigner();
  await makeSmallStore(folders);
  runIds = await withStore(folders, async (store) =>
    [...store.ledger.entries(0)].flatMap(({ entry }) => (entry.kind === "run.recorded" ? [entry.subject] : [])),
  );
});
afterEach(() => folders.remove());

/** The signed heads of the ledger, oldest first. */
function notes(): readonly string[] {
  const lines = readSegments(folders).flatMap(({ lines: all }) => all.filter((line) => !isEntry(line)));
  return lines.map((line) => parseHeadLine(Buffer.from(line)) ?? "");
}

/** The last signed head. */
function lastNote(): string {
  return notes().at(-1) ?? "";
}

function trust(...keys: readonly Cosigner[]): void {
  mkdirSync(join(folders.dataDir, "centre-keys"), { recursive: true });
  for (const key of keys) {
    writeFileSync(join(folders.dataDir, "centre-keys", `${key.keyId.toString("hex")}.vkey`), `${key.text}\n`);
  }
}

function put(receipt: string, name = "0001.note"): void {
  writeFileSync(inFolder(folders, `${RECEIPTS}/${name}`), receipt);
}

/** Signs another head than the ledger has, with the store's own key or a stranger's. */
function otherHead(
  change: { readonly size?: number; readonly root?: Buffer; readonly origin?: string },
  by?: NoteSigner,
) {
  const head = parseTreeHead(lastNote())?.head;
  if (head === undefined) throw new Error("no head");
  return signTreeHead({ ...head, ...change }, by ?? signerOf(folders));
}

/** The codes that are more than information. */
function codesOf({ findings }: StoreReport): readonly string[] {
  return findings.filter(({ severity }) => severity !== "info").map(({ code }) => code);
}

/** The verdict that a check of the run alone comes to, where the run itself is intact. */
async function verdictOf(runId: string): Promise<Verdict> {
  const anchors = new ReceiptAnchors({
    ...{ fs: nodeFs, runsDir: folders.runsDir, dataDir: folders.dataDir },
    store: createStoreReader(nodeFs, folders.runsDir),
  });
  const entries = await withStore(folders, async (store) =>
    [...store.ledger.entries(0)].flatMap(({ entry }) => (entry.subject === runId ? [entry] : [])),
  );
  return anchors.judge("intact", entries, new AbortController().signal);
}

describe("a receipt of the central audit that the ledger agrees with", () => {
  it("anchors every run that was recorded up to it, and no later one", async () => {
    trust(centre);
    put(cosign(lastNote(), centre));
    const before = await checkFolder(folders);
    expect([before.verdict, before.runs.verdicts, codesOf(before)]).toEqual([
      "intact-anchored",
      { "intact-anchored": 3 },
      [],
    ]);
    expect(before.odd_runs).toEqual([]);
    const { run_id: later } = await withStore(folders, (store) => recordSmallRun(store, { tool_id: "T9" }));
    const after = await checkFolder(folders);
    expect([after.verdict, after.runs.verdicts]).toEqual(["intact", { "intact-anchored": 3, intact: 1 }]);
    for (const runId of runIds) expect(await verdictOf(runId)).toBe("intact-anchored");
    expect(await verdictOf(later)).toBe("intact");
  });

  it("anchors up to the newest of several, and an old one that comes back anchors no more than it did", async () => {
    trust(centre);
    put(cosign(notes()[1] ?? "", centre), "0001.note");
    const early = await checkFolder(folders);
    expect(codesOf(early)).toEqual([]);
    expect(early.runs.verdicts["intact-anchored"] ?? 0).toBeLessThan(3);
    put(cosign(lastNote(), centre), "0002.note");
    expect((await checkFolder(folders)).runs.verdicts).toEqual({ "intact-anchored": 3 });
    rmSync(inFolder(folders, `${RECEIPTS}/0002.note`));
    expect((await checkFolder(folders)).runs.verdicts).toEqual(early.runs.verdicts);
  });

  it("does not anchor without a key that an admin of this PC trusts: then the signature is not checked", async () => {
    put(cosign(lastNote(), centre));
    const report = await checkFolder(folders);
    expect([report.verdict, codesOf(report)]).toEqual(["intact", []]);
    expect(await verdictOf(runIds[0] ?? "")).toBe("intact");
  });

  it("anchors no run that is not intact itself, and no file that was added later", async () => {
    trust(centre);
    put(cosign(lastNote(), centre));
    await withStore(folders, async (store) => {
      const { sha256, sizeBytes } = await store.putAttachment([Buffer.from("late")]);
      const place = `_attachments/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
      const body = { sha256, kind: "other", mime: null, filename: "late.txt", size_bytes: sizeBytes };
      const about = {
        kind: "attachment.added",
        subject: runIds[0] ?? "",
        path: place,
        sha256,
        size: sizeBytes,
        body,
      } as const;
      const actor = { uid: "t", role: "machinist", sid: "s" };
      await store.commit({ files: [], entries: [about], actor, requestId: "r" });
    });
    expect(await verdictOf(runIds[0] ?? "")).toBe("intact");
    expect((await checkFolder(folders)).runs.verdicts).toEqual({ "intact-anchored": 2, intact: 1 });
  });

  it("still anchors after the signing key was changed", async () => {
    trust(centre);
    put(cosign(lastNote(), centre));
    const actor = { uid: "ada", role: "admin", sid: "s" };
    await withStore(folders, (store) => store.rotateKey({ to: "file", actor, requestId: "r" }));
    const report = await checkFolder(folders);
    expect([report.verdict, codesOf(report)]).toEqual(["intact-anchored", []]);
    expect(await verdictOf(runIds[0] ?? "")).toBe("intact-anchored");
  });
});

describe("a receipt that the ledger contradicts", () => {
  it("shows that history was rewritten, also by someone with the real key", async () => {
    trust(centre);
    put(cosign(lastNote(), centre));
    rmSync(join(folders.dataDir, "high-water"), { recursive: true, force: true });
    forgeLedger(folders, signerOf(folders), (entry) => ({ ...entry, at: entry.at.replace(/^2/, "1") }));
    const report = await checkFolder(folders);
    expect(codesOf(report)).toEqual(["LEDGER_REWRITTEN"]);
    expect(report.runs.verdicts).not.toHaveProperty("intact-anchored");
    expect(await verdictOf(runIds[0] ?? "")).toBe("intact");
  });

  it("shows it too when everything was written anew with another key: the central audit alone is believed against a ledger", async () => {
    trust(centre);
    const dataDir = join(folders.root, "elsewhere");
    mkdirSync(dataDir);
    const stranger = await createSigningKey({ fs: nodeFs, dataDir }, signerOf(folders).name);
    put(cosign(otherHead({ root: Buffer.alloc(32, 7) }, stranger), centre));
    const codes = codesOf(await checkFolder(folders));
    expect(codes).toContain("LEDGER_REWRITTEN");
    expect(codes).toContain("OUTSIDE_HEAD_UNSIGNED");
  });

  it("shows a fork: two folders that went different ways from one", async () => {
    trust(centre);
    put(cosign(otherHead({ root: Buffer.alloc(32, 7) }), centre));
    expect(codesOf(await checkFolder(folders))).toEqual(["LEDGER_REWRITTEN"]);
  });

  it("shows a rollback: the central audit saw more than is here", async () => {
    trust(centre);
    const size = (parseTreeHead(lastNote())?.head.size ?? 0) + 4;
    put(cosign(otherHead({ size, root: Buffer.alloc(32, 7) }), centre));
    expect(codesOf(await checkFolder(folders))).toEqual(["ROLLED_BACK"]);
  });
});

describe("a receipt that says nothing", () => {
  const cases: Readonly<Record<string, () => string>> = {
    "is about another folder": () => cosign(otherHead({ origin: "rmos-runs/other" }), centre),
    "is signed by nobody we know": () => {
      const stranger = { ...signerOf(folders), keyId: Buffer.from("00c0ffee", "hex") };
      return otherHead({}, stranger);
    },
    "is cosigned by nobody we trust": () => cosign(lastNote(), makeCosigner("audit.example/else")),
    "is not cosigned at all": () => lastNote(),
    "has the cosignature of another head": () => {
      const first = notes()[0] ?? "";
      return lastNote() + cosign(first, centre).slice(first.length);
    },
    "is cosigned under a trusted name with another key": () => cosign(lastNote(), makeCosigner(centre.name)),
  };

  it.each(Object.keys(cases))("%s: it anchors nothing, and is told", async (name) => {
    trust(centre);
    put(cases[name]?.() ?? "");
    const report = await checkFolder(folders);
    expect([report.verdict, codesOf(report)]).toEqual(["cannot-check", ["OUTSIDE_HEAD_UNSIGNED"]]);
    expect(report.runs.verdicts).toEqual({ intact: 3 });
    expect(await verdictOf(runIds[0] ?? "")).toBe("intact");
  });

  it("is any text that is no signed head", async () => {
    trust(centre);
    put("thank you\n");
    expect(codesOf(await checkFolder(folders))).toEqual(["OUTSIDE_HEAD_UNREADABLE"]);
    expect(await verdictOf(runIds[0] ?? "")).toBe("intact");
  });
});

/** Every text that differs from this one in one bit, one byte taken out, put in or doubled, or its end cut off. */
function* mutations(text: string): Generator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.byteLength; at += 1) {
    for (const mask of [0x01, 0x20, 0x80]) {
      const turned = Buffer.from(bytes);
      turned[at] = (turned[at] ?? 0) ^ mask;
      yield turned;
    }
    yield Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
    yield Buffer.concat([bytes.subarray(0, at), Buffer.from(" "), bytes.subarray(at)]);
    yield bytes.subarray(0, at);
  }
}

describe("a receipt of which anything was changed", () => {
  it("anchors nothing", async () => {
    const receipt = cosign(lastNote(), centre);
    const [name = ""] = readdirSync(inFolder(folders, "_integrity/keys"));
    const own = findVerifier(createStoreReader(nodeFs, folders.runsDir).readFile(`_integrity/keys/${name}`).toString());
    const origin = signerOf(folders).name;
    const trusted = { origin, ownKeys: own === null ? [] : [own], centreKeys: [centre] };
    expect(judgeReceipt(receipt, trusted)).toEqual({ isBelieved: true, anchors: true, trouble: null });
    const anchoring: string[] = [];
    let count = 0;
    for (const mutation of mutations(receipt)) {
      const text = mutation.toString("utf8");
      if (text === receipt) continue;
      count += 1;
      if (judgeReceipt(text, trusted).anchors) anchoring.push(text);
    }
    process.stdout.write(`receipts: ${count} mutations, ${anchoring.length} anchor\n`);
    expect(count).toBeGreaterThan(2_000);
    expect(anchoring).toEqual([]);
  });
});
