import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { createFileGrants } from "../../../../src/main/operations/file-grants.ts";
import { readNamedFile } from "../../../../src/main/operations/read-named-file.ts";
import { createIdSource } from "../../../../src/main/system/ids.ts";
import { makeTestFolders } from "../../../support/open-test-store.ts";

const grants = createFileGrants(createIdSource());
const { root: folder, remove } = makeTestFolders();
afterAll(remove);

describe("readNamedFile", () => {
  it("reads what the command line names and what the window was granted", async () => {
    const path = join(folder, "a.json");
    writeFileSync(path, "{}");
    const field = "source.file";
    expect((await readNamedFile(grants, { ref: { path }, door: "command-line", field })).toString()).toBe("{}");
    const { grant } = grants.grant(path);
    expect((await readNamedFile(grants, { ref: { grant }, door: "window", field })).toString()).toBe("{}");
  });

  it("names the field of a folder and the path of what is not there", async () => {
    const read = (path: string) => readNamedFile(grants, { ref: { path }, door: "command-line", field: "source.file" });
    await expect(read(folder)).rejects.toMatchObject({ code: "BAD_REQUEST", context: { field: "source.file" } });
    const gone = join(folder, "gone");
    await expect(read(gone)).rejects.toMatchObject({ code: "PATH_NOT_FOUND", context: { path: gone } });
  });
});
