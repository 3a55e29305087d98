import { AppError } from "../../../shared/app-error.ts";
import { readLimited } from "../../system/input-file.ts";
import { NAMED_FILE_LIMIT_BYTES } from "../read-named-file.ts";
import type { CommandContext } from "./command.ts";

/** All of standard input. Throws CANCELLED when the process is asked to stop while it still comes, TOO_LARGE for too much of it. */
export function readStdin({ stdin, stop }: Pick<CommandContext, "stdin" | "stop">): Promise<Buffer<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void =>
      reject(new AppError("CANCELLED", "Stopped before all input was there. Nothing was done."));
    if (stop.aborted) giveUp();
    stop.addEventListener("abort", giveUp, { once: true });
    readLimited(stdin, NAMED_FILE_LIMIT_BYTES, "standard input").then(resolve, reject);
  });
}
