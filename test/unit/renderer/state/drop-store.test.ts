import { describe, expect, it } from "vitest";
import { createDropStore } from "../../../../src/renderer/state/drop-store.ts";
import { createFakeMain } from "../fake-bridge.ts";

const file = (name: string, text = "{}") =>
  new File([text], name, { type: name.endsWith(".json") ? "application/json" : "" });

function openWithPath(path: string, kind: "file" | "folder" = "file") {
  const label = path.split("/").at(-1) ?? "";
  const main = createFakeMain({ "files.grant": () => ({ grant: "g1", label, kind }) }, path);
  return { ...main, store: createDropStore(main.client) };
}

describe("drop store", () => {
  it("a request file is named by a grant, never by its path", async () => {
    const { store, requestsOf } = openWithPath("/usb/op20.json");
    expect(await store.getState().take([file("op20.json")])).toEqual({
      kind: "request",
      request: { name: "op20.json", source: { file: { grant: "g1" } } },
    });
    expect(requestsOf("files.grant")).toEqual([{ dropped_path: "/usb/op20.json" }]);
  });

  it("a folder is something to import", async () => {
    const { store } = openWithPath("/usb/v2-store", "folder");
    expect(await store.getState().take([file("v2-store")])).toEqual({
      kind: "folder",
      source: { grant: "g1", label: "v2-store" },
    });
  });

  it("where there is no path, a request file gives its bytes", async () => {
    const store = createDropStore(createFakeMain({}).client);
    const dropped = await store.getState().take([file("op20.JSON", '{"a":1}')]);
    expect(dropped).toMatchObject({ kind: "request", request: { source: { name: "op20.JSON" } } });
    const source = dropped?.kind === "request" && "bytes" in dropped.request.source ? dropped.request.source : null;
    expect(new TextDecoder().decode(source?.bytes)).toBe('{"a":1}');
  });

  it.each([
    ["another kind of file", [file("part.step", "abc")], "not-request"],
    ["a folder without a path", [new File([], "store")], "no-folder-path"],
    ["more than one thing", [file("a.json"), file("b.json")], "many-files"],
  ] as const)("%s is not taken, with the reason", async (_name, files, reason) => {
    const store = createDropStore(createFakeMain({}).client);
    expect(await store.getState().take(files)).toBeNull();
    expect(store.getState().fault?.reason).toBe(reason);
    store.getState().dismiss();
    expect(store.getState().fault).toBeNull();
  });

  it("a path that main does not take is told with its code", async () => {
    const { client } = createFakeMain({}, "/gone.json");
    const store = createDropStore(client);
    expect(await store.getState().take([file("gone.json")])).toBeNull();
    expect(store.getState().error?.code).toBe("INTERNAL");
  });

  it("an empty drop is nothing", async () => {
    const store = createDropStore(createFakeMain({}).client);
    expect(await store.getState().take([])).toBeNull();
    expect(store.getState().fault).toBeNull();
  });
});
