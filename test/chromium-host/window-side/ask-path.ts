import type { Page } from "playwright-core";
import type { OpenQuestion } from "../questions.ts";

/** Runs in the page. A plain dialog: the system's own cannot be opened from outside the browser. */
function showPathDialog(title: string): Promise<string | null> {
  const dialog = document.createElement("dialog");
  const form = document.createElement("form");
  const label = document.createElement("label");
  const path = document.createElement("input");
  const ok = document.createElement("button");
  const cancel = document.createElement("button");
  form.method = "dialog";
  path.size = 60;
  path.required = true;
  label.append(`${title} (full path): `, path);
  ok.textContent = "OK";
  ok.value = "ok";
  cancel.textContent = "Cancel";
  cancel.formNoValidate = true;
  form.append(label, ok, cancel);
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "ok" ? path.value : null);
    });
  });
}

/** Asks the person in the window for a path. Null when they gave none or closed the window. */
export async function askPath(page: Page, question: OpenQuestion): Promise<readonly string[] | null> {
  try {
    const path = await page.evaluate(showPathDialog, question.title);
    return path === null ? null : [path];
  } catch {
    // The window went away with the question.
    return null;
  }
}
