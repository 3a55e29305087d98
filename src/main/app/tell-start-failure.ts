import type { Dialog } from "electron";
import { AppError } from "../../shared/app-error.ts";

/** What a person needs to know when the app cannot start. */
export interface StartFailure {
  readonly error: unknown;
  /** Where the line about it stands in the log. */
  readonly logId: string;
  /** Each folder the start needs, by what it is for. */
  readonly folders: Readonly<Record<string, string>>;
}

/** The words of the dialog: what failed and why, then the folders in question. Never a stack. */
export function startFailureWords(failure: StartFailure): { readonly message: string; readonly detail: string } {
  const message =
    failure.error instanceof AppError
      ? failure.error.message
      : "An internal fault stopped the start. Your records are not affected.";
  const folders = Object.entries(failure.folders).map(([purpose, folder]) => `${purpose}: ${folder}`);
  return { message, detail: [...folders, `Log entry: ${failure.logId}`].join("\n") };
}

/** Says why the app cannot start and returns when the person has closed the dialog. */
export async function tellStartFailure(dialog: Pick<Dialog, "showMessageBox">, failure: StartFailure): Promise<void> {
  const words = startFailureWords(failure);
  await dialog.showMessageBox({ type: "error", title: "RMOS Runs cannot start", buttons: ["Close"], ...words });
}
