import { plainNumberText } from "./float-text.ts";
import { JsonNumber, JsonObject, type JsonValue } from "./json-value.ts";
import { isPlainObject, valueError } from "./value-path.ts";

/** What can be printed: values as read, and plain numbers, lists and objects composed of them. */
export type WritableJson = JsonValue | number | readonly WritableJson[] | { readonly [key: string]: WritableJson };

/**
 * Prints a value in the layout of the older system's records: one member or item a line, `indent` spaces a level, `": "`,
 * empty `{}` and `[]` inline, everything but controls unescaped, members in their order, no newline at the end.
 *
 * A JsonNumber keeps its spelling; a plain number is printed as the older writer did (`87`, `0.5`, `1e-7`, `1e16`).
 * Throws TypeError, which names the path, for what UTF-8 JSON cannot hold: half a surrogate pair, NaN or an infinity
 * given as a plain number (they would have to become null in silence), undefined, and objects that are no plain data.
 */
export function printJson(value: WritableJson, indent = 2): string {
  return new Printer(" ".repeat(indent)).print(value);
}

class Printer {
  private readonly step: string;
  private readonly path: (string | number)[] = [];
  private newline = "\n";

  constructor(step: string) {
    this.step = step;
  }

  print(value: unknown): string {
    if (value === null || typeof value === "boolean") return String(value);
    if (typeof value === "string") return this.quoted(value);
    if (typeof value === "number" && Number.isFinite(value)) return plainNumberText(value);
    if (value instanceof JsonNumber) return value.text;
    if (Array.isArray(value)) return this.list(value);
    if (value instanceof JsonObject) return this.object(value.entries());
    if (isPlainObject(value)) return this.object(Object.entries(value));
    throw valueError(this.path, "is nothing that JSON can hold");
  }

  private list(items: readonly unknown[]): string {
    if (items.length === 0) return "[]";
    const outer = this.newline;
    this.newline += this.step;
    let text = "";
    for (let i = 0; i < items.length; i++) text += (i === 0 ? "[" : ",") + this.newline + this.item(i, items[i]);
    this.newline = outer;
    return `${text}${outer}]`;
  }

  private object(members: Iterable<readonly [string, unknown]>): string {
    const outer = this.newline;
    this.newline += this.step;
    let text = "";
    for (const [key, value] of members) {
      text += `${text === "" ? "{" : ","}${this.newline}${this.quoted(key)}: ${this.item(key, value)}`;
    }
    this.newline = outer;
    return text === "" ? "{}" : `${text}${outer}}`;
  }

  private item(step: string | number, value: unknown): string {
    this.path.push(step);
    const text = this.print(value);
    this.path.pop();
    return text;
  }

  private quoted(text: string): string {
    if (!text.isWellFormed()) throw valueError(this.path, "holds half of a surrogate pair, which is no character");
    // Escapes what the older writer escapes, in the same spelling, as long as the text is well-formed.
    return JSON.stringify(text);
  }
}
