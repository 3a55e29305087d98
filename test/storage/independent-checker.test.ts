import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { consistencyRanges, inclusionRanges, RangeRoots } from "../../src/main/store/merkle-proof.ts";
import { leafHash } from "../../src/main/store/merkle-tree.ts";
import { parseTreeHead } from "../../src/main/store/signed-note.ts";
import { tlogProofText } from "../../src/main/store/tlog-proof.ts";
import { makeSmallStore, recordSmallRun, type SmallStore, withStore } from "../fixtures/bad-stores/small-store.ts";
import { inFolder } from "../support/check-folder.ts";
import { forgeLedger, isEntry, readSegments, signerOf, writeSegment } from "../support/forge-ledger.ts";
import { checkerTrouble, runChecker, runInChecker } from "../support/independent-checker.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../support/open-test-store.ts";
import { openTestApplication, runInProcess } from "../support/test-application.ts";
import { V2_STORE } from "../unit/main/ingest/written-files.ts";

const trouble = checkerTrouble();
if (trouble !== null) process.stdout.write(`the independent checker is not tried: ${trouble}\n`);

let folders: TestFolders;
let small: SmallStore;

beforeEach(async () => {
  folders = makeTestFolders();
  small = await makeSmallStore(folders);
});

afterEach(() => {
  folders.remove();
});

function check(...more: readonly string[]) {
  return runChecker("store", folders.runsDir, "--pure", ...more);
}

function edit(number: number, change: (lines: readonly string[]) => readonly string[]): void {
  const segment = readSegments(folders)[number];
  if (segment === undefined) throw new Error("no such segment");
  writeSegment(folders, { ...segment, lines: change(segment.lines) });
}

function linesOfStore(): readonly string[] {
  return readSegments(folders).flatMap(({ lines }) => lines);
}

/** The signed heads of the store, oldest first. */
function heads(): readonly string[] {
  return linesOfStore()
    .filter((line) => !isEntry(line))
    .map((line) => (JSON.parse(line) as { cp: string }).cp);
}

function write(name: string, text: string): string {
  const path = join(folders.root, name);
  writeFileSync(path, text);
  return path;
}

function keyFile(): string {
  const { first_public_key: key } = JSON.parse(readFileSync(inFolder(folders, "_integrity/store.json"), "utf8")) as {
    first_public_key: string;
  };
  return write("store.vkey", `${key}\n`);
}

describe.skipIf(trouble !== null)("the independent checker on a store of ours", () => {
  it("finds nothing wrong over several epochs, with and without a library for signatures", () => {
    const whole = /^10 entries, 8 signed heads, 8 files, 0 heads from outside, 0 wrong$/;
    expect(check()).toEqual({ status: 0, lines: [expect.stringMatching(whole)] });
    expect(runChecker("store", folders.runsDir)).toEqual(check());
  });

  it("finds nothing wrong after an import, a check that was recorded, and an attachment", async () => {
    const app = await openTestApplication(folders);
    try {
      const door = { door: "command-line" } as const;
      await app.call("import.commit", { source: { path: V2_STORE } }, door);
      await app.call("check.run", { run_id: small.runId, record: true }, door);
    } finally {
      await app.close();
    }
    const { status, lines } = check();
    expect(lines).toEqual([expect.stringMatching(/, 0 heads from outside, 0 wrong$/)]);
    expect(status).toBe(0);
    const [files = 0] = [...(lines[0] ?? "").matchAll(/(\d+) files/g)].map((match) => Number(match[1]));
    expect(files).toBeGreaterThan(28);
  });

  it("says that the key was reset, which is not wrong in itself", async () => {
    rmSync(join(folders.dataDir, "keys"), { recursive: true });
    await withStore(folders, (store) => recordSmallRun(store));
    const { status, lines } = check();
    expect(lines[0]).toMatch(/^Note: .*the key was replaced without the old one/);
    expect([status, lines.length]).toEqual([0, 2]);
  });

  it("goes along with a key that was rotated, which the old one vouched for", async () => {
    const app = await openTestApplication(folders);
    try {
      await app.call("key.rotate", { to: "file" }, { door: "command-line" });
    } finally {
      await app.close();
    }
    await withStore(folders, (store) => recordSmallRun(store));
    const { status, lines } = check();
    expect([status, lines]).toEqual([0, [expect.stringMatching(/, 0 wrong$/)]]);
    const rotated = linesOfStore().findIndex((line) => line.includes('"kind":"key.rotated"'));
    const old = (JSON.parse(linesOfStore()[rotated + 1] ?? "") as { cp: string }).cp;
    // A head that only the new key signed proves nothing: whoever writes a rotation needs the old one.
    const alone = old.replace(/\n\u2014 [^\n]+\n/, "\n");
    for (const [number, { lines: text }] of readSegments(folders).entries()) {
      if (!text.some((line) => line.includes('"kind":"key.rotated"'))) continue;
      edit(number, (all) =>
        all.map((line) => (line.includes(JSON.stringify(old).slice(1, -1)) ? JSON.stringify({ cp: alone }) : line)),
      );
    }
    expect(check().lines.join("\n")).toMatch(/the signature over \d+ entries does not hold/);
  });

  it("reads a store that was not closed with its journal", async () => {
    const store = await openTestStore(folders);
    await recordSmallRun(store);
    await store.settled();
    const copy = join(folders.root, "copy");
    cpSync(folders.runsDir, copy, { recursive: true });
    await store.close();
    const name = "_integrity/ledger/00000003.ndjson";
    const segment = readFileSync(join(copy, name));
    for (const length of [segment.byteLength - 1, segment.byteLength - 700, 0]) {
      writeFileSync(join(copy, name), segment.subarray(0, length));
      expect(runChecker("store", copy, "--pure"), `${length}`).toMatchObject({ status: 0 });
    }
    const [record = ""] = [
      ...linesOfStore()
        .join("\n")
        .matchAll(/"path":"(\d[^"]+run_[0-9a-f]+\.json)"/g),
    ]
      .map((match) => match[1] ?? "")
      .slice(-1);
    rmSync(join(copy, "_integrity/keys"), { recursive: true });
    expect(runChecker("store", copy, "--pure").lines.join("\n")).toMatch(/\.vkey: missing/);
    cpSync(inFolder(folders, "_integrity/keys"), join(copy, "_integrity/keys"), { recursive: true });
    rmSync(join(copy, record));
    expect(runChecker("store", copy, "--pure"), record).toMatchObject({ status: 0 });
    writeFileSync(join(copy, name), segment);
    writeFileSync(join(copy, "_integrity/journal/00000003.jnl"), "");
    expect(runChecker("store", copy, "--pure").lines.join("\n")).toMatch(/missing/);
  });

  it("knows a public key that only the journal holds yet", async () => {
    const young = { ...folders, runsDir: join(folders.root, "young"), dataDir: join(folders.root, "young-data") };
    const store = await openTestStore(young);
    await store.settled();
    const copy = join(folders.root, "copy");
    cpSync(young.runsDir, copy, { recursive: true });
    await store.close();
    rmSync(join(copy, "_integrity/keys"), { recursive: true });
    mkdirSync(join(copy, "_integrity/keys"));
    expect(runChecker("store", copy, "--pure")).toMatchObject({ status: 0 });
  });

  it("confirms a head that was kept elsewhere, and a receipt", () => {
    const [first = ""] = heads();
    writeFileSync(inFolder(folders, "_integrity/receipts/one.note"), first);
    expect(check("--head", write("older", heads()[3] ?? ""))).toMatchObject({
      status: 0,
      lines: [expect.stringContaining("2 heads from outside, 0 wrong")],
    });
  });
});

describe.skipIf(trouble !== null)("the independent checker on a store that was tampered with", () => {
  const at = (lines: readonly string[], kind: string): number =>
    lines.findIndex((line) => line.includes(`"kind":"${kind}"`));
  const ways: Readonly<Record<string, readonly [() => void, RegExp]>> = {
    "a record changed": [() => appendFileSync(inFolder(folders, small.records[0] ?? ""), " "), /^Wrong: \S+: changed/],
    "a record gone": [() => rmSync(inFolder(folders, small.records[0] ?? "")), /^Wrong: \S+: missing/],
    "an attachment changed": [() => writeFileSync(inFolder(folders, small.attachment), "M2"), /: changed/],
    "an attachment gone": [() => rmSync(inFolder(folders, small.attachment)), /: missing/],
    "a link gone": [() => rmSync(inFolder(folders, small.link)), /: missing/],
    "a token gone": [() => rmSync(inFolder(folders, "_integrity/epochs/00000001.json")), /00000001\.json: missing/],
    "a token planted": [() => writeFileSync(inFolder(folders, "_integrity/epochs/00000009.json"), "{}"), /: foreign/],
    "a record planted": [
      () => writeFileSync(inFolder(folders, `${dirname(small.records[0] ?? "")}/run_x.json`), "{}"),
      /run_x\.json: foreign/,
    ],
    "a day planted": [() => symlinkSync(folders.dataDir, inFolder(folders, "2020-01-01")), /2020-01-01: foreign/],
    "a record that is a link to its own bytes": [
      () => {
        renameSync(inFolder(folders, small.records[0] ?? ""), join(folders.root, "elsewhere"));
        symlinkSync(join(folders.root, "elsewhere"), inFolder(folders, small.records[0] ?? ""));
      },
      /: missing/,
    ],
    "a record that is a folder": [
      () => {
        rmSync(inFolder(folders, small.records[0] ?? ""));
        mkdirSync(inFolder(folders, small.records[0] ?? ""));
      },
      /: missing/,
    ],
    "an entry edited": [
      () => edit(0, (lines) => lines.map((line) => line.replace("tester", "nobody"))),
      /does not join on|does not match/,
    ],
    "an entry taken out": [() => edit(0, (lines) => lines.toSpliced(at(lines, "run.recorded"), 1)), /does not join on/],
    "two entries in another order": [
      () => edit(0, (lines) => lines.with(3, lines[4] ?? "").with(4, lines[3] ?? "")),
      /does not join on/,
    ],
    "an entry twice": [() => edit(0, (lines) => lines.toSpliced(3, 0, lines[3] ?? "")), /does not join on/],
    "the last entry taken out with its head": [() => edit(0, (lines) => lines.slice(0, -2)), /It was closed at \d+/],
    "the last head taken out": [() => edit(1, (lines) => lines.slice(0, -1)), /have no signed head/],
    "a ledger file gone": [
      () => rmSync(inFolder(folders, "_integrity/ledger/00000001.ndjson")),
      /ledger of epoch 1 is missing/,
    ],
    "an entry with a blank in it": [
      () => edit(1, (lines) => lines.with(0, (lines[0] ?? "").replace('"v":1', '"v": 1'))),
      /not the canonical form/,
    ],
    "a signature of nobody": [
      () => edit(1, (lines) => lines.map((line) => line.replace(/[A-Za-z0-9]{12}=\\n"}$/, 'AAAAAAAAAAAA=\\n"}'))),
      /the signature over \d+ entries does not hold/,
    ],
    "another public key": [
      () =>
        writeFileSync(
          inFolder(folders, "_integrity/store.json"),
          readFileSync(inFolder(folders, "_integrity/store.json"), "utf8").replace(/\+[0-9a-f]{8}\+/, "+00000000+"),
        ),
      /names no key/,
    ],
    "no ledger at all": [() => rmSync(inFolder(folders, "_integrity/ledger"), { recursive: true }), /no ledger/],
    "a ledger with garbage in the place of lines": [
      () => edit(1, (lines) => lines.map(() => '{"seq":[],"body":[[]],"at":{},"kind":"key.reset","cp":7}')),
      /Wrong/,
    ],
    "an entry that names a file outside": [
      () =>
        forgeLedger(folders, signerOf(folders), (entry) =>
          entry.path === small.link ? { ...entry, path: "../../etc/passwd" as typeof entry.path } : entry,
        ),
      /names a file outside the folder/,
    ],
  };

  it.each(Object.entries(ways))("notices %s", (_what, [spoil, said]) => {
    spoil();
    const { status, lines } = check();
    expect(lines.join("\n")).toMatch(said);
    expect(status).toBe(1);
  });

  it("notices a ledger written anew with the real key, and one cut short, against a head from elsewhere", () => {
    const older = write("older", heads().at(-1) ?? "");
    edit(1, (lines) => lines.slice(0, -2));
    expect(check()).toMatchObject({ status: 0 });
    expect(check("--head", older).lines.join("\n")).toMatch(/knows 10 entries\. The ledger has 9: it was rolled back/);
    forgeLedger(folders, signerOf(folders), (entry) => ({ ...entry, app: "9.9.9" }));
    expect(check()).toMatchObject({ status: 0 });
    expect(check("--head", write("old", heads()[2] ?? ""))).toMatchObject({ status: 0 });
    const before = write("before", readFileSync(older, "utf8"));
    expect(check("--head", before).status).toBe(1);
  });

  it("misses no byte of the ledger and gives sentences for each", () => {
    const code = `
runs, found, tried = json.load(sys.stdin)["runs"], 0, 0
verify = m["library_verify"]() or m["pure_verify"]
for name in ("00000001.ndjson", "00000002.ndjson"):
    path = f"_integrity/ledger/{name}"
    whole = open(f"{runs}/{path}", "rb").read()
    for at in range(0, len(whole), 7):
        class Changed(m["Store"]):
            def read(self, asked):
                data = super().read(asked)
                return data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1:] if asked == path else data
        store = Changed(runs, verify)
        store.check([])
        tried, found = tried + 1, found + (len(store.wrong) > 0)
print(tried, found)`;
    const { lines } = runInChecker(code, JSON.stringify({ runs: folders.runsDir }));
    const [tried = 0, found] = (lines[0] ?? "").split(" ").map(Number);
    process.stdout.write(`independent checker: ${tried} bytes of a ledger changed, ${found} found\n`);
    expect(tried).toBeGreaterThan(1_000);
    expect(found).toBe(tried);
  }, 120_000);
});

describe.skipIf(trouble !== null)("the independent checker on proofs and heads of ours", () => {
  function entryLines(): readonly Buffer[] {
    return linesOfStore()
      .filter(isEntry)
      .map((line) => Buffer.from(line));
  }

  function roots(ranges: ReturnType<typeof inclusionRanges>): readonly Buffer[] {
    const collector = new RangeRoots(ranges);
    for (const line of entryLines()) collector.add(leafHash(line));
    return collector.roots() ?? [];
  }

  it("accepts the proof of every entry, and of no other", () => {
    const lines = entryLines();
    const checkpoint = heads().at(-1) ?? "";
    for (const [index, line] of lines.entries()) {
      const path = roots(inclusionRanges(index, lines.length));
      const proof = write("one.tlog-proof", tlogProofText({ line, index, path, checkpoint }));
      const accepted = runChecker("proof", proof, "--key", keyFile(), "--pure");
      expect(accepted, `entry ${index}`).toMatchObject({ status: 0 });
      expect(accepted.lines[0]).toContain(`Entry ${index} of ${lines.length} in rmos-runs/`);
      const other = lines[(index + 1) % lines.length] ?? null;
      const lie = write("lie.tlog-proof", tlogProofText({ line: other, index, path, checkpoint }));
      expect(runChecker("proof", lie, "--key", keyFile(), "--pure")).toEqual({
        status: 1,
        lines: ["Wrong: The entry is not in the ledger that was signed.", "1 wrong"],
      });
    }
  });

  it("compares a record with the entry that is proven, and takes the entry from elsewhere", () => {
    const [record = "", other = ""] = small.records;
    const index = entryLines().findIndex((line) => line.includes(record));
    const line = entryLines()[index] ?? null;
    const proof = { index, path: roots(inclusionRanges(index, 10)), checkpoint: heads().at(-1) ?? "" };
    const args = ["proof", write("one.tlog-proof", tlogProofText({ ...proof, line: null })), "--key", keyFile()];
    expect(runChecker(...args).lines[0]).toMatch(/does not bring its entry along/);
    const from = ["--line", write("line", line?.toString() ?? "")];
    expect(runChecker(...args, ...from, "--record", inFolder(folders, record)).status).toBe(0);
    expect(runChecker(...args, ...from, "--record", inFolder(folders, other)).lines[0]).toMatch(/not the one/);
    expect(runChecker(...args.slice(0, 2), "--key", "nobody+00000000+AAAA", ...from).status).toBe(1);
    expect(runChecker("proof", write("nothing", "nothing"), "--key", keyFile()).status).toBe(1);
  });

  it("accepts that each head joins on to each older one, by its proof alone", () => {
    const all = heads();
    const newest = all.at(-1) ?? "";
    for (const older of all) {
      const size = parseTreeHead(older)?.head.size ?? -1;
      const proof = roots(consistencyRanges(size, 10)).map((step) => `${step.toString("base64")}\n`);
      const args = ["checkpoint", write("new", newest), "--key", keyFile(), "--older", write("old", older), "--pure"];
      const file = write("proof", proof.join(""));
      expect(runChecker(...args, "--proof", file), `size ${size}`).toMatchObject({ status: 0 });
      if (size === 10) continue;
      write("proof", ["AAAA".repeat(10), "AAA=\n", ...proof.slice(1)].join(""));
      expect(runChecker(...args, "--proof", file).lines[0]).toMatch(/not proven/);
    }
    expect(existsSync(join(folders.root, "proof"))).toBe(true);
  });
});

describe.skipIf(trouble !== null)("the independent checker on what the command line prints", () => {
  it("accepts a proof, a checkpoint, and that one goes on from an older one", async () => {
    const older = await runInProcess(folders, ["checkpoint"]);
    await withStore(folders, (store) => recordSmallRun(store));
    const proof = await runInProcess(folders, ["proof", small.runId]);
    const newer = await runInProcess(folders, ["checkpoint"]);
    expect([older.exitCode, proof.exitCode, newer.exitCode]).toEqual([0, 0, 0]);
    const [record = ""] = small.records.filter((path) => path.includes(small.runId));
    const files = {
      old: write("old", older.out),
      new: write("new", newer.out),
      proof: write("run.tlog-proof", proof.out),
    };
    const key = ["--key", keyFile(), "--pure"];
    const proven = runChecker("proof", files.proof, "--record", inFolder(folders, record), ...key);
    expect(proven).toEqual({ status: 0, lines: [expect.stringContaining(`run.recorded ${small.runId} `)] });
    expect(runChecker("checkpoint", files.new, ...key).status).toBe(0);
    const verified = await runInProcess(folders, ["checkpoint", "verify", files.old, "--json"]);
    const { proof: steps } = (JSON.parse(verified.out) as { value: { proof: string[] } }).value;
    const path = write("steps", steps.map((step) => `${step}\n`).join(""));
    const joined = runChecker("checkpoint", files.new, "--older", files.old, "--proof", path, ...key);
    expect(joined).toEqual({ status: 0, lines: [expect.stringContaining("are those of the older head")] });
    expect(check("--head", files.old).status).toBe(0);
  });
});
