import { type Answers, openLink } from "../link.ts";
import type { ToMainSide, ToWindowSide } from "../questions.ts";

const answers: { -readonly [Name in keyof ToMainSide]?: Answers<ToMainSide>[Name] } = {};

/** Says who answers a question of the window side. Each part of the stand-in answers its own. */
export function answerWindowSide<Name extends keyof ToMainSide>(name: Name, answer: Answers<ToMainSide>[Name]): void {
  answers[name] = answer;
}

function sendToParent(message: object): void {
  if (process.send === undefined)
    throw new Error("The main side of the Chromium host runs as a child of the window side");
  if (process.connected) process.send(message);
}

/** The way from the process with the main bundle to the one with the browser. */
export const windowSide = openLink<ToMainSide, ToWindowSide>(
  {
    send: sendToParent,
    onMessage: (listener) => process.on("message", listener),
    onClose: (listener) => process.on("disconnect", listener),
  },
  answers,
);

/** Asks for something whose answer nobody waits for. When the window side is gone, so is what it was asked to do. */
export function tellWindowSide<Name extends keyof ToWindowSide>(
  name: Name,
  payload: Parameters<ToWindowSide[Name]>[0],
): void {
  windowSide.ask(name, payload).catch(() => undefined);
}
