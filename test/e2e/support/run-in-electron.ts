import { _electron, type ElectronApplication } from "playwright-core";
import { PROJECT_ROOT } from "./built-app.ts";
import type { RunningApp } from "./launched-app.ts";

interface Scripted {
  readonly answers: (string | null)[];
  readonly messages: string[];
}

/** Puts scripted answers in place of the dialogs, which nothing outside the system can press. */
async function scriptDialogs(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ dialog }) => {
    const scripted: Scripted = { answers: [], messages: [] };
    Object.assign(globalThis, { scripted });
    const showOpenDialog = async () => {
      const path = scripted.answers.shift();
      if (path === undefined) throw new Error("No answer was given beforehand for a file dialog");
      return { canceled: path === null, filePaths: path === null ? [] : [path] };
    };
    const showMessageBox = async (box: { readonly message: string; readonly detail?: string }) => {
      scripted.messages.push(`${box.message}\n${box.detail ?? ""}`);
      return { response: 0, checkboxChecked: false };
    };
    Object.assign(dialog, { showOpenDialog, showMessageBox });
  });
}

function readScripted(): Scripted {
  return (globalThis as unknown as { readonly scripted: Scripted }).scripted;
}

/** Runs the built app in Electron. */
export async function runInElectron(env: Readonly<Record<string, string | undefined>>): Promise<RunningApp> {
  const app = await _electron.launch({
    args: [PROJECT_ROOT],
    cwd: PROJECT_ROOT,
    env: { ...env, TZ: "UTC" } as Record<string, string>,
    locale: "en-US",
  });
  await scriptDialogs(app);
  const page = await app.firstWindow();
  await page.waitForLoadState();
  const child = app.process();
  const ended = new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? 128)));
  return {
    page,
    kind: "electron",
    main: {
      pid: child.pid ?? 0,
      pickAnswer: async (path) => {
        await app.evaluate(
          (_electron, [read, answer]) => void (read as () => Scripted)().answers.push(answer as string | null),
          [readScripted, path],
        );
      },
      messages: () => app.evaluate(() => (globalThis as unknown as { scripted: Scripted }).scripted.messages),
    },
    async close() {
      await app.close();
      return ended;
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
