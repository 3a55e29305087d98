import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../../src/main/canonical/digest.ts";
import {
  checkOlderAttachments,
  matchAttachment,
  storeOlderAttachment,
} from "../../../../src/main/ingest/store-older-attachment.ts";
import type { RunStore } from "../../../../src/main/store/run-store.ts";
import { attachmentPath } from "../../../../src/main/store/store-layout.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import type { Sha256 } from "../../../../src/shared/sha256.ts";
import { makeTestFolders, openTestStore, type TestFolders } from "../../../support/open-test-store.ts";
import { quietPace } from "./plan-context.ts";
import { writeFiles } from "./written-files.ts";

const PRETTY = '{\n  "b": 1.0,\n  "a": "ß"\n}';
const COMPACT = '{"a":"ß","b":1.0}';
const CANONICAL = sha256Hex(COMPACT);

let folders: TestFolders;
let store: RunStore;

beforeEach(async () => {
  folders = makeTestFolders();
  store = await openTestStore(folders);
});

afterEach(async () => {
  await store.close();
  folders.remove();
});

function written(declared: Sha256, content: string | null) {
  if (content !== null) writeFiles(folders.root, { [declared]: content });
  return { path: join(folders.root, declared), source: `run_attachments/${declared}`, sizeBytes: 0, declared };
}

function keep(declared: Sha256, content: string | null) {
  return storeOlderAttachment({ fs: nodeFs, store }, written(declared, content));
}

/** The files that keeping the spaced text under its canonical name would make. */
async function keepNew() {
  const kept = await keep(CANONICAL, PRETTY);
  return "unread" in kept ? [] : kept.newFiles;
}

describe("an attachment of an older store", () => {
  it("agrees with its name by bytes, by canonical JSON, or not", () => {
    expect(matchAttachment(Buffer.from("G90"), sha256Hex("G90"))).toBe("bytes");
    expect(matchAttachment(Buffer.from(PRETTY), CANONICAL)).toBe("canonical");
    expect(matchAttachment(Buffer.from(PRETTY), sha256Hex("G90"))).toBe("none");
    expect(matchAttachment(Buffer.from("no JSON"), CANONICAL)).toBe("none");
  });

  it("is stored by content where its bytes are what its name says", async () => {
    const sha256 = sha256Hex("G90");
    expect(await keep(sha256, "G90")).toEqual({
      match: "bytes",
      path: attachmentPath(sha256),
      sha256,
      sizeBytes: 3,
      newFiles: [],
    });
  });

  it("is kept as it is, and its canonical form beside it, where that is what its name says", async () => {
    const path = attachmentPath(sha256Hex(PRETTY));
    expect(await keep(CANONICAL, PRETTY)).toEqual({
      match: "canonical",
      path,
      sha256: sha256Hex(PRETTY),
      sizeBytes: Buffer.byteLength(PRETTY),
      newFiles: [
        { path, bytes: Buffer.from(PRETTY) },
        { path: attachmentPath(CANONICAL), bytes: Buffer.from(COMPACT) },
      ],
    });
  });

  it("is no change where both are here already", async () => {
    await store.putAttachment([Buffer.from(COMPACT)]);
    expect((await keepNew()).map(({ path }) => path)).toEqual([attachmentPath(sha256Hex(PRETTY))]);
    await store.putAttachment([Buffer.from(PRETTY)]);
    expect(await keepNew()).toEqual([]);
  });

  it("is refused where the name of its bytes is no longer true", async () => {
    const { sha256 } = await store.putAttachment([Buffer.from(PRETTY)]);
    appendFileSync(join(folders.runsDir, attachmentPath(sha256)), " ");
    await expect(keepNew()).rejects.toMatchObject({ code: "STORE_DAMAGED" });
  });

  it("is stored under its own digest where it agrees in no way", async () => {
    const kept = await keep(CANONICAL, "something else");
    expect(kept).toMatchObject({ match: "none", sha256: sha256Hex("something else") });
    expect(store.readFile(attachmentPath(sha256Hex("something else"))).toString()).toBe("something else");
  });

  it("that cannot be read is an answer", async () => {
    expect(await keep(CANONICAL, null)).toEqual({
      unread: `run_attachments/${CANONICAL} cannot be read (PATH_NOT_FOUND). It was not imported.`,
    });
  });

  it("is told of in a look at all that are not what their names say", async () => {
    const [right, wrong] = [sha256Hex("G90"), sha256Hex("G91")];
    const files = [written(right, "G90"), written(wrong, "G92"), written(sha256Hex("gone"), null)];
    const planned = files.map((file) => ({
      declared: file.declared,
      files: [file],
      facts: null,
      kind: null,
      runId: null,
    }));
    const notes = await checkOlderAttachments(nodeFs, planned, quietPace());
    expect(notes).toEqual([
      `run_attachments/${wrong} is not what its name says. It will be kept under its own fingerprint.`,
      `run_attachments/${sha256Hex("gone")} cannot be read (PATH_NOT_FOUND). It was not imported.`,
    ]);
  });
});
