import type { BrowserWindow, OpenDialogOptions } from "electron";
import { describe, expect, it } from "vitest";
import { createPickFile } from "../../../../src/main/app/pick-file.ts";

function createDialog(answer: { readonly canceled: boolean; readonly filePaths: string[] }) {
  const asked: unknown[][] = [];
  const showOpenDialog = async (...args: unknown[]) => {
    asked.push(args);
    return answer;
  };
  return { asked, dialog: { showOpenDialog } as never };
}

function optionsOf(asked: readonly unknown[][]): OpenDialogOptions {
  return asked[0]?.at(-1) as OpenDialogOptions;
}

describe("pick file", () => {
  it("asks for a folder to import from", async () => {
    const { asked, dialog } = createDialog({ canceled: false, filePaths: ["/media/usb"] });
    await expect(createPickFile(dialog, () => null)("import-folder")).resolves.toBe("/media/usb");
    expect(optionsOf(asked).properties).toContain("openDirectory");
    expect(optionsOf(asked).properties).not.toContain("openFile");
  });

  it("asks for a run request as a JSON file", async () => {
    const { asked, dialog } = createDialog({ canceled: false, filePaths: ["/tmp/a.json"] });
    await expect(createPickFile(dialog, () => null)("request-file")).resolves.toBe("/tmp/a.json");
    expect(optionsOf(asked).properties).toContain("openFile");
    expect(optionsOf(asked).filters).toEqual([{ name: "Run request", extensions: ["json"] }]);
  });

  it("asks for any one file to add, and for a folder to save into, which may be a new one", async () => {
    const file = createDialog({ canceled: false, filePaths: ["/tmp/edge.png"] });
    await expect(createPickFile(file.dialog, () => null)("attachment-file")).resolves.toBe("/tmp/edge.png");
    expect(optionsOf(file.asked).properties).toContain("openFile");
    expect(optionsOf(file.asked).filters).toBeUndefined();
    const folder = createDialog({ canceled: false, filePaths: ["/media/usb"] });
    await expect(createPickFile(folder.dialog, () => null)("save-folder")).resolves.toBe("/media/usb");
    expect(optionsOf(folder.asked).properties).toEqual(expect.arrayContaining(["openDirectory", "createDirectory"]));
  });

  it("gives null when the person chose nothing", async () => {
    const { dialog } = createDialog({ canceled: true, filePaths: [] });
    await expect(createPickFile(dialog, () => null)("request-file")).resolves.toBeNull();
  });

  it("asks over the window where there is one", async () => {
    const window = {} as BrowserWindow;
    const { asked, dialog } = createDialog({ canceled: true, filePaths: [] });
    await createPickFile(dialog, () => window)("import-folder");
    expect(asked[0]?.[0]).toBe(window);
    expect(asked[0]).toHaveLength(2);
  });
});
