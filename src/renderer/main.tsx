import "./api/zod-without-eval.ts";
import "./ui/styles/tokens.css";
import "./ui/styles/base.css";
import "./ui/styles/controls.css";
import "./ui/styles/parts.css";
import "./ui/styles/charts.css";
import "./ui/styles/verdict.css";
import "./ui/styles/pages.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BRIDGE_NAME } from "../shared/ipc/channel-names.ts";
import { createClient } from "./api/client.ts";
import { App } from "./app.tsx";
import { type ScreenHints, type SettingsState, shownTheme } from "./state/settings-store.ts";
import { windowTimers } from "./state/timers.ts";
import { createWindowStores } from "./state/window-stores.ts";
import { en } from "./text/en.ts";

const darkScreen = matchMedia("(prefers-color-scheme: dark)");
const contrastScreen = matchMedia("(prefers-contrast: more)");

function screenHints(): ScreenHints {
  return {
    dark: darkScreen.matches,
    moreContrast: contrastScreen.matches,
    coarsePointer: matchMedia("(pointer: coarse)").matches,
  };
}

function dress({ density, theme }: SettingsState): void {
  document.documentElement.dataset.density = density;
  document.documentElement.dataset.theme = shownTheme(theme, screenHints());
}

function start(root: HTMLElement): void {
  const bridge = window[BRIDGE_NAME];
  if (bridge === undefined) {
    root.textContent = en.frame.outsideOfApp;
    return;
  }
  const client = createClient(bridge);
  const stores = createWindowStores({ client, timers: windowTimers, storage: localStorage, hints: screenHints() });
  const dressAgain = (): void => dress(stores.settings.getState());
  stores.settings.subscribe(dressAgain);
  darkScreen.addEventListener("change", dressAgain);
  contrastScreen.addEventListener("change", dressAgain);
  dressAgain();
  createRoot(root).render(
    <StrictMode>
      <App stores={stores} />
    </StrictMode>,
  );
}

const root = document.getElementById("root");
if (root !== null) start(root);
