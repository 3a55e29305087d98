import { AppError } from "../../../shared/app-error.ts";
import type { Command } from "./command.ts";

/** The same error in the words of the command line: `--limit must be ...` where the request field is `limit`. */
export function withOptionName(error: AppError, command: Command | null): AppError {
  const { field, problem } = error.context;
  if (command === null || typeof field !== "string" || typeof problem !== "string") return error;
  const option = Object.entries(command.options).find(
    ([, spec]) => spec.field !== undefined && (field === spec.field || field.startsWith(`${spec.field}.`)),
  );
  if (option === undefined) return error;
  return new AppError(error.code, `--${option[0]} ${problem}.`, {
    context: { ...error.context, option: `--${option[0]}` },
    cause: error,
  });
}
