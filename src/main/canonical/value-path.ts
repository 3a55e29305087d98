/** The way from the outermost value to the one at hand, for messages: `body.tags[2]`. */
export type ValuePath = (string | number)[];

/** The path as people read it; empty for the outermost value itself. */
export function pathText(path: readonly (string | number)[]): string {
  return path.map((step, i) => (typeof step === "number" ? `[${step}]` : i === 0 ? step : `.${step}`)).join("");
}

/** A TypeError that says what is wrong with the value at `path`. */
export function valueError(path: readonly (string | number)[], wrong: string): TypeError {
  return new TypeError(`${path.length === 0 ? "The value" : pathText(path)} ${wrong}`);
}

/** Whether a value is ordinary data with keys, not an instance of some class. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
