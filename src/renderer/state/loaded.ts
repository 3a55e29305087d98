import type { AppError } from "../../shared/app-error.ts";

/** Something read from the store: not asked for, on its way, here, or not readable with the reason. */
export type Loaded<Value> =
  | { readonly state: "idle" }
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly value: Value }
  | { readonly state: "failed"; readonly error: AppError };

/** The value when it is here, else null. */
export function loadedValue<Value>(loaded: Loaded<Value>): Value | null {
  return loaded.state === "ready" ? loaded.value : null;
}
