/**
 * The text CPython's `repr` gives a double: shortest digits that read back the same, `.0` kept, exponent (two digits
 * at least, signed) from 1e16 and below 1e-4; `NaN`, `Infinity`, `-Infinity` as `json.dumps` spells them.
 */
export function pythonFloatText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-4 && magnitude < 1e16) {
    const text = String(value);
    return text.includes(".") ? text : `${text}.0`;
  }
  const [digits, exponent = ""] = value.toExponential().split("e");
  return `${digits}e${exponent.charAt(0)}${exponent.slice(1).padStart(2, "0")}`;
}

/**
 * The text the older system's writer (pydantic-core) gives a finite number that is not known to be a float: fixed
 * notation for 1e-5 <= |x| < 1e16, else an exponent without `+` or padding (`1e16`, `1e-7`). Whole numbers get no `.0`.
 */
export function plainNumberText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0";
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-5 && magnitude < 1e16) return String(value);
  return value.toExponential().replace("e+", "e");
}
