import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeSmallStore, type SmallStore } from "../fixtures/bad-stores/small-store.ts";
import { checkFolder, inFolder } from "../support/check-folder.ts";
import { freezeFolder } from "../support/frozen-fs.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { codeFor, evidenceIn } from "../support/turn-bits.ts";

let folders: TestFolders;
let small: SmallStore;
let paths: readonly string[];

beforeEach(async () => {
  folders = makeTestFolders();
  small = await makeSmallStore(folders);
  paths = evidenceIn(freezeFolder(folders.root), folders).filter((path) => !path.startsWith("_integrity/journal/"));
});

afterEach(() => {
  folders.remove();
});

/** Code and path of what is found, sorted. */
async function found(): Promise<readonly string[]> {
  const { findings } = await checkFolder(folders);
  return findings.map(({ code, path }) => `${code} ${path}`).sort();
}

function missingCode(path: string): string {
  if (path.startsWith("_integrity/ledger/")) return "LEDGER_MISSING";
  if (path.startsWith("_integrity/")) return "STORE_FILE_MISSING";
  if (path.startsWith("_attachments/")) return "ATTACHMENT_MISSING";
  return path.includes("_advisory_") ? "LINK_MISSING" : "RECORD_MISSING";
}

describe("each file of a store", () => {
  it("is missed by its name when it is gone, and nothing else is blamed but what the ledger then does not name", async () => {
    for (const path of paths) {
      const bytes = readFileSync(inFolder(folders, path));
      rmSync(inFolder(folders, path));
      const all = await found();
      expect(all, path).toContain(`${missingCode(path)} ${path}`);
      const others = all.filter(
        (one) => !one.endsWith(` ${path}`) && !/^(FILE_UNVOUCHED|DIGEST_CANNOT_CHECK)/.test(one),
      );
      expect(others, path).toEqual([]);
      writeFileSync(inFolder(folders, path), bytes);
    }
    expect(await found()).toEqual([]);
  });

  it("is found when it is cut short anywhere, and when something is added to it", async () => {
    for (const path of paths) {
      const bytes = readFileSync(inFolder(folders, path));
      for (const length of [0, 1, Math.floor(bytes.byteLength / 2), bytes.byteLength - 1]) {
        truncateSync(inFolder(folders, path), length);
        const all = await found();
        expect(
          all.some((one) => one.endsWith(` ${path}`)),
          `${path} cut to ${length}`,
        ).toBe(true);
        expect(
          all.filter((one) => /REWRITTEN|ROLLED|FOREIGN/.test(one)),
          `${path} cut to ${length}`,
        ).toEqual([]);
        writeFileSync(inFolder(folders, path), bytes);
      }
      appendFileSync(inFolder(folders, path), "x");
      expect(
        (await found()).some((one) => one.endsWith(` ${path}`)),
        `${path} added to`,
      ).toBe(true);
      writeFileSync(inFolder(folders, path), bytes);
    }
  });

  it("is found when it changes places with another of its kind", async () => {
    for (const [index, path] of paths.entries()) {
      const other = paths[index + 1];
      if (other === undefined || dirname(other) !== dirname(path)) continue;
      const [one, two] = [readFileSync(inFolder(folders, path)), readFileSync(inFolder(folders, other))];
      writeFileSync(inFolder(folders, path), two);
      writeFileSync(inFolder(folders, other), one);
      const all = await found();
      for (const swapped of [path, other])
        expect(all, `${path} and ${other}`).toContain(`${codeFor(swapped)} ${swapped}`);
      writeFileSync(inFolder(folders, path), one);
      writeFileSync(inFolder(folders, other), two);
    }
    expect(await found()).toEqual([]);
  });

  it("is found when it is renamed: one is missing, one is foreign", async () => {
    const [record = ""] = small.records;
    renameSync(inFolder(folders, record), inFolder(folders, `${dirname(record)}/run_other.json`));
    expect(await found()).toEqual([`FOREIGN_FILE ${dirname(record)}/run_other.json`, `RECORD_MISSING ${record}`]);
  });

  it("is found when it is moved to another day", async () => {
    const [record = ""] = small.records;
    mkdirSync(inFolder(folders, "2020-01-01"));
    renameSync(inFolder(folders, record), inFolder(folders, "2020-01-01/run_moved.json"));
    expect(await found()).toEqual(["FOREIGN_FILE 2020-01-01/run_moved.json", `RECORD_MISSING ${record}`]);
  });

  it("may have any time of change: times prove nothing, and no alarm is raised", async () => {
    for (const path of paths) utimesSync(inFolder(folders, path), 0, 0);
    expect(await found()).toEqual([]);
  });
});

describe("what stands in the place of a file", () => {
  it("is never followed when it is a link, also to the very same bytes", async () => {
    for (const path of paths) {
      const bytes = readFileSync(inFolder(folders, path));
      rmSync(inFolder(folders, path));
      writeFileSync(inFolder(folders, "../elsewhere"), bytes);
      symlinkSync(inFolder(folders, "../elsewhere"), inFolder(folders, path));
      expect(
        (await found()).some((one) => one.endsWith(` ${path}`)),
        path,
      ).toBe(true);
      rmSync(inFolder(folders, path));
      writeFileSync(inFolder(folders, path), bytes);
    }
  });

  it("is never followed when a whole folder is a link", async () => {
    const folder = dirname(small.records[0] ?? "");
    renameSync(inFolder(folders, folder), inFolder(folders, "../elsewhere"));
    symlinkSync(inFolder(folders, "../elsewhere"), inFolder(folders, folder));
    const all = await found();
    expect(all).toContain(`FOREIGN_FILE ${folder}`);
    expect(all.filter((one) => one.startsWith("RECORD_UNREADABLE"))).toHaveLength(3);
  });

  it.skipIf(process.platform === "win32")("holds nobody up when it is a pipe", async () => {
    for (const path of paths) {
      const bytes = readFileSync(inFolder(folders, path));
      rmSync(inFolder(folders, path));
      expect(spawnSync("mkfifo", [inFolder(folders, path)]).status).toBe(0);
      expect(
        (await found()).some((one) => one.endsWith(` ${path}`)),
        path,
      ).toBe(true);
      rmSync(inFolder(folders, path));
      writeFileSync(inFolder(folders, path), bytes);
    }
  });

  it("is found when it is a folder", async () => {
    for (const path of paths) {
      const bytes = readFileSync(inFolder(folders, path));
      rmSync(inFolder(folders, path));
      mkdirSync(inFolder(folders, path));
      expect(
        (await found()).some((one) => one.endsWith(` ${path}`)),
        path,
      ).toBe(true);
      rmSync(inFolder(folders, path), { recursive: true });
      writeFileSync(inFolder(folders, path), bytes);
    }
  });
});

describe("the ledger file in use", () => {
  it("opens and is found torn when it is cut at any byte, and whole entries before the cut stay readable", async () => {
    const path = paths.findLast((one) => one.startsWith("_integrity/ledger/")) ?? "";
    const fs = freezeFolder(folders.root);
    const whole = fs.bytesOf(inFolder(folders, path));
    let torn = 0;
    for (let length = 0; length < whole.byteLength; length += 7) {
      fs.replace(inFolder(folders, path), whole.subarray(0, length));
      const { findings, runs } = await checkFolder(folders, { fs });
      expect(findings.filter(({ code }) => code === "LEDGER_REWRITTEN" || code === "RECORD_CHANGED")).toEqual([]);
      expect(findings.length, `cut to ${length}`).toBeGreaterThan(0);
      expect(runs.total).toBeGreaterThanOrEqual(2);
      torn += 1;
    }
    process.stdout.write(`ledger cut at ${torn} places, all found\n`);
  });
});
