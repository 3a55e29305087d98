import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { verifyConsistency } from "../../../../src/main/store/merkle-proof.ts";
import { type CheckedApplication, openCheckedApplication } from "../../../support/checked-application.ts";

const TERMINAL = { door: "command-line" } as const;

let opened: CheckedApplication;
let old: string;

beforeEach(async () => {
  opened = await openCheckedApplication();
  old = (await opened.app.call("checkpoint.get", {}, TERMINAL)).checkpoint;
});

afterEach(async () => {
  await opened.close();
});

function verify(text: string) {
  return opened.app.call("checkpoint.verify", { source: { text } }, TERMINAL);
}

describe("checkpoint.verify", () => {
  it("finds that an honest ledger goes on from an older head, and proves it", async () => {
    await opened.app.call("check.store", {}, TERMINAL);
    const { verdict, findings, proof, old_head: from, head } = await verify(old);
    expect([verdict, findings]).toEqual(["intact", []]);
    if (from === null || head === null) throw new Error("no heads");
    expect(head.size).toBe(from.size + 1);
    const claim = { oldSize: from.size, newSize: head.size, oldRoot: hex(from.root), newRoot: hex(head.root) };
    const steps = proof.map((step) => Buffer.from(step, "base64"));
    expect([steps.length > 0, verifyConsistency(claim, steps)]).toEqual([true, true]);
  });

  it("takes the head out of a proof, and a file by its path", async () => {
    const { proof } = await opened.app.call("proof.run", { run_id: opened.small.runId }, TERMINAL);
    expect((await verify(proof)).items).toMatchObject([{ result: "same" }]);
    const path = join(opened.folders.root, "older.note");
    writeFileSync(path, old);
    const named = await opened.app.call("checkpoint.verify", { source: { file: { path } } }, TERMINAL);
    expect(named.verdict).toBe("intact");
    writeFileSync(path, Buffer.alloc(1024 * 1024 + 1, 0x20));
    await expect(opened.app.call("checkpoint.verify", { source: { file: { path } } }, TERMINAL)).rejects.toMatchObject({
      code: "TOO_LARGE",
    });
  });

  it("says of a text that is no head that nothing can be compared", async () => {
    const report = await verify("this is no head");
    expect(report.findings).toMatchObject([{ code: "OUTSIDE_HEAD_UNREADABLE" }]);
    expect(report).toMatchObject({ old_head: null, proof: [], verdict: "cannot-check" });
  });

  it("does not believe a head that nobody of this folder signed", async () => {
    const report = await verify(old.replace(/^(\S+)\n\d+\n/, "$1\n3\n"));
    expect(report.findings).toMatchObject([{ code: "OUTSIDE_HEAD_UNSIGNED" }]);
    expect(report.proof).toEqual([]);
  });
});

function hex(text: string): Buffer {
  return Buffer.from(text, "hex");
}
