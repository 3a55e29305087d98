import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import { judgeNote } from "../../../../src/main/store/note-signatures.ts";
import { type NoteVerifier, parseVerifier } from "../../../../src/main/store/signed-note.ts";
import { parseTlogProof, verifyTlogProof } from "../../../../src/main/store/tlog-proof.ts";
import { inFolder } from "../../../support/check-folder.ts";
import { type CheckedApplication, openCheckedApplication } from "../../../support/checked-application.ts";
import { readSegments, writeSegment } from "../../../support/forge-ledger.ts";

const TERMINAL = { door: "command-line" } as const;

let opened: CheckedApplication;

beforeEach(async () => {
  opened = await openCheckedApplication();
});

afterEach(async () => {
  await opened.close();
});

function verifiers(texts: readonly string[]): readonly NoteVerifier[] {
  return texts.map(parseVerifier).filter((verifier) => verifier !== null);
}

describe("checkpoint.get", () => {
  it("gives the newest head, signed by a key of the folder", async () => {
    const { checkpoint, head, public_keys: keys } = await opened.app.call("checkpoint.get", {}, TERMINAL);
    const judged = judgeNote(checkpoint, verifiers(keys));
    expect(judged.state).toBe("signed");
    expect(judged.head).toMatchObject({ origin: head.origin, size: head.size });
    await opened.app.call("check.store", {}, TERMINAL);
    expect((await opened.app.call("checkpoint.get", {}, TERMINAL)).head.size).toBe(head.size + 1);
  });
});

describe("proof.run", () => {
  it("shows, with the public key alone, that the ledger holds the entry of the record", async () => {
    const { small, app, folders } = opened;
    const given = await app.call("proof.run", { run_id: small.runId }, TERMINAL);
    const proof = parseTlogProof(given.proof);
    if (proof === null) throw new Error("no proof");
    expect(verifyTlogProof(proof, verifiers(given.public_keys))).toBe("holds");
    const line = JSON.parse(proof.line?.toString("utf8") ?? "{}") as { sha256: string; subject: string };
    expect(line.subject).toBe(small.runId);
    const record = small.records.find((path) => path.includes(small.runId)) ?? "";
    expect(sha256Hex(readFileSync(inFolder(folders, record)))).toBe(line.sha256);
    expect(given).toMatchObject({ record_sha256: line.sha256, index: proof.index });
  });

  it("hands out nothing that does not hold", async () => {
    const { small, app, folders } = opened;
    const [first] = readSegments(folders);
    if (first === undefined) throw new Error("no segment");
    writeSegment(folders, { ...first, lines: first.lines.map((line) => line.replace("tester", "testes")) });
    await expect(app.call("proof.run", { run_id: small.runId }, TERMINAL)).rejects.toMatchObject({
      code: "STORE_DAMAGED",
    });
  });

  it("says which run is not known", async () => {
    const { app } = opened;
    await expect(app.call("proof.run", { run_id: `run_${"0".repeat(32)}` }, TERMINAL)).rejects.toMatchObject({
      code: "RUN_NOT_FOUND",
    });
  });
});
