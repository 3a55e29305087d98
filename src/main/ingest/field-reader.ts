import type { Violation } from "../../shared/operations/run-operations.ts";
import { JsonNumber, JsonObject, type JsonValue, jsonObject } from "../canonical/json-value.ts";

/** What a JSON value is, in words for people. */
export function jsonTypeName(value: JsonValue): string {
  if (value === null) return "null";
  if (value instanceof JsonNumber) return "a number";
  if (value instanceof JsonObject) return "an object";
  if (Array.isArray(value)) return "a list";
  return typeof value === "string" ? "text" : "true or false";
}

/** The text the objects were read from, and the list that takes what is wrong with them. */
export interface FieldSource {
  readonly bytes: Uint8Array;
  readonly problems: Violation[];
}

/**
 * Takes typed fields out of one object of a request. A field that is absent or null reads as null; one of another type reads as
 * null too and is put on `problems`, named by its path. What nobody took is left in `rest`.
 */
export class FieldReader {
  readonly #object: JsonObject | null;
  readonly #path: string;
  readonly #source: FieldSource;
  readonly #taken = new Set<string>();

  constructor(object: JsonObject | null, path: string, source: FieldSource) {
    this.#object = object;
    this.#path = path;
    this.#source = source;
  }

  /** The value under `key`, of any type; null when absent. */
  any(key: string): JsonValue {
    this.#taken.add(key);
    return this.#object?.get(key) ?? null;
  }

  text(key: string): string | null {
    const value = this.any(key);
    return typeof value === "string" ? value : this.#refuse(key, value, "text");
  }

  flag(key: string): boolean | null {
    const value = this.any(key);
    return typeof value === "boolean" ? value : this.#refuse(key, value, "true or false");
  }

  object(key: string): JsonObject | null {
    const value = this.any(key);
    return value instanceof JsonObject ? value : this.#refuse(key, value, "an object");
  }

  list(key: string): readonly JsonValue[] | null {
    const value = this.any(key);
    return isList(value) ? value : this.#refuse(key, value, "a list");
  }

  texts(key: string): readonly string[] | null {
    const items = this.list(key);
    if (items === null) return null;
    const texts = items.filter((item) => typeof item === "string");
    const odd = items.findIndex((item) => typeof item !== "string");
    if (odd >= 0) this.problem(`${key}[${odd}]`, `Must be text, not ${jsonTypeName(items[odd] ?? null)}`);
    return texts;
  }

  /** A reader of the object under `key`; it reads nothing when there is none. */
  inner(key: string): FieldReader {
    return new FieldReader(this.object(key), `${this.#path}${key}.`, this.#source);
  }

  /** A reader of each object of the list under `key`; an item of another type reads as empty. */
  innerItems(key: string): readonly FieldReader[] {
    return (this.list(key) ?? []).map((item, index) => {
      if (!(item instanceof JsonObject))
        this.problem(`${key}[${index}]`, `Must be an object, not ${jsonTypeName(item)}`);
      return new FieldReader(item instanceof JsonObject ? item : null, `${this.#path}${key}[${index}].`, this.#source);
    });
  }

  /** The bytes of the value under `key` as they stand in the text; empty when it was not read from one. */
  bytesOf(key: string): Uint8Array {
    const range = this.#object?.rangeOf(key) ?? null;
    return range === null ? new Uint8Array(0) : this.#source.bytes.subarray(range.start, range.end);
  }

  /** Puts a problem with the field `key` on the list. */
  problem(key: string, reason: string): void {
    this.#source.problems.push({ field: `${this.#path}${key}`, reason });
  }

  /** False when there is no object to read from. */
  get isThere(): boolean {
    return this.#object !== null;
  }

  /** The members nobody took, in their order. */
  rest(): JsonObject {
    const entries = this.#object === null ? [] : [...this.#object.entries()];
    return jsonObject(entries.filter(([key]) => !this.#taken.has(key)));
  }

  #refuse(key: string, value: JsonValue, wanted: string): null {
    if (value !== null) this.problem(key, `Must be ${wanted}, not ${jsonTypeName(value)}`);
    return null;
  }
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
