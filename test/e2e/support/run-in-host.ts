import { openHost } from "../../chromium-host/open-host.ts";
import { MAIN_BUNDLE } from "./built-app.ts";
import type { RunningApp } from "./launched-app.ts";

/** Runs the built app in the Chromium host. */
export async function runInHost(env: Readonly<Record<string, string | undefined>>): Promise<RunningApp> {
  const answers: (string | null)[] = [];
  const messages: string[] = [];
  const host = openHost({
    mainBundle: MAIN_BUNDLE,
    env,
    visible: false,
    context: { timezoneId: "UTC" },
    answerOpen: async (question) => {
      const path = answers.shift();
      if (path === undefined) throw new Error(`No answer was given beforehand for: ${question.title}`);
      return path === null ? null : [path];
    },
    answerMessage: async ({ message, detail }) => {
      messages.push(`${message}\n${detail}`);
      return 0;
    },
  });
  const main = {
    pid: host.pid,
    pickAnswer: async (path: string | null) => void answers.push(path),
    messages: async () => messages,
  };
  const close = () => {
    host.quit();
    return host.ended;
  };
  const kill = async () => {
    host.kill();
    await host.ended;
  };
  try {
    return { page: await host.firstPage(), kind: "chromium-host", main, close, kill };
  } catch (error) {
    throw new Error([String(error), ...messages].join("\n"), { cause: error });
  }
}
