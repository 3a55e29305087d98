import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addCentreKey, parseCentreKey, readCentreKeys } from "../../../../src/main/store/centre-keys.ts";
import { cosignerText } from "../../../../src/main/store/cosignature.ts";
import { prepareFolder } from "../../../../src/main/store/suitable-folder.ts";
import { nodeFs } from "../../../../src/main/system/node-fs.ts";
import { makeCosigner } from "../../../support/make-receipt.ts";
import { makeTestFolders, type TestFolders } from "../../../support/open-test-store.ts";

let folders: TestFolders;

beforeEach(async () => {
  folders = makeTestFolders();
  await prepareFolder(nodeFs, folders.dataDir);
});
afterEach(() => folders.remove());

function place() {
  return { fs: nodeFs, dataDir: folders.dataDir };
}

describe("keys of the central audit", () => {
  it("are none at first, and then those that were added, each once", async () => {
    expect(readCentreKeys(place())).toEqual([]);
    const [first, second] = [makeCosigner("a.example"), makeCosigner("b.example")];
    for (const key of [first, second, first]) await addCentreKey(place(), key);
    const texts = readCentreKeys(place()).map(cosignerText);
    expect(texts.sort()).toEqual([first.text, second.text].sort());
  });

  it("are not what else lies in their folder: other text, a link, a file of another kind, a huge one", async () => {
    const key = makeCosigner();
    const folder = join(folders.dataDir, "centre-keys");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "text.vkey"), "hello");
    writeFileSync(join(folder, "key.txt"), key.text);
    writeFileSync(join(folder, "huge.vkey"), key.text + " ".repeat(10_000));
    symlinkSync(join(folder, "key.txt"), join(folder, "link.vkey"));
    expect(readCentreKeys(place())).toEqual([]);
    expect(parseCentreKey("\u0000")).toBeNull();
    expect(parseCentreKey(key.text)).not.toBeNull();
  });

  it("do not take each other's place under one id", async () => {
    const key = makeCosigner();
    await addCentreKey(place(), key);
    const other = { ...makeCosigner(), keyId: key.keyId };
    await expect(addCentreKey(place(), other)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(readCentreKeys(place()).map(cosignerText)).toEqual([key.text]);
  });
});
