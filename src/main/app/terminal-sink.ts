import type { Writable } from "node:stream";

/**
 * Writes lines to a terminal for as long as there is one. When it has gone away, each write fails; a program that logs its faults
 * there would report that failure to the same place, for ever.
 */
export function terminalSink(terminal: Writable): (line: string) => void {
  let isOpen = true;
  terminal.on("error", () => {
    isOpen = false;
  });
  return (line) => {
    if (isOpen) terminal.write(`${line}\n`);
  };
}
