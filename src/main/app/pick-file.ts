import type { BrowserWindow, Dialog, OpenDialogOptions } from "electron";
import type { PickFile } from "../operations/application.ts";

const QUESTIONS: Readonly<Record<Parameters<PickFile>[0], OpenDialogOptions>> = {
  "import-folder": {
    title: "Choose the folder to import from",
    buttonLabel: "Look at this folder",
    properties: ["openDirectory", "dontAddToRecent"],
  },
  "request-file": {
    title: "Choose a run request",
    buttonLabel: "Use this file",
    properties: ["openFile", "dontAddToRecent"],
    filters: [{ name: "Run request", extensions: ["json"] }],
  },
  "attachment-file": {
    title: "Choose a file to add to the run",
    buttonLabel: "Add this file",
    properties: ["openFile", "dontAddToRecent"],
  },
  "view-file": {
    title: "Choose a saved view",
    buttonLabel: "Take in this view",
    properties: ["openFile", "dontAddToRecent"],
    filters: [{ name: "Saved view", extensions: ["json"] }],
  },
  "save-folder": {
    title: "Choose where to save the copy",
    buttonLabel: "Save here",
    properties: ["openDirectory", "createDirectory", "dontAddToRecent"],
  },
};

/** Asks with the system's own dialog, over the window where there is one. */
export function createPickFile(
  dialog: Pick<Dialog, "showOpenDialog">,
  findWindow: () => BrowserWindow | null,
): PickFile {
  return async (purpose) => {
    const window = findWindow();
    const question = QUESTIONS[purpose];
    const answer =
      window === null ? await dialog.showOpenDialog(question) : await dialog.showOpenDialog(window, question);
    return answer.canceled ? null : (answer.filePaths[0] ?? null);
  };
}
