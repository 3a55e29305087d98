import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

const standIn = new URL("electron.ts", import.meta.url).href;

// The bundle is loaded as it was built: only the module "electron" is another one.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "electron" ? { url: standIn, shortCircuit: true } : next(specifier, context),
});

const [bundle] = process.argv.slice(2);
if (bundle === undefined) throw new Error("Usage: start-main.ts MAIN_BUNDLE");
const { becomeReady } = await import("./app.ts");
await import(pathToFileURL(bundle).href);
await becomeReady();
