import { isSha256 } from "../../shared/sha256.ts";
import { DamagedCatalog } from "./catalog-fault.ts";

/**
 * What a run can share with other runs: the values by which runs are found together. `parent` holds the runs it was
 * made from, `step` those before it in its batch, `attachment` SHA-256 digests as the run names its files, `kept` those
 * under which the bytes of some lie instead, `advisory` advisory ids, `inputs` the digest of what the run was asked for.
 */
export const LINK_KINDS = [
  ...(["session", "parent", "batch", "tag", "attachment"] as const),
  ...(["advisory", "kept", "step", "inputs"] as const),
] as const;

/** One way in which runs belong together. */
export type LinkKind = (typeof LINK_KINDS)[number];

/** Every shared value of a run, each once, in the order in which it was added. */
export type RunLinks = Readonly<Record<LinkKind, readonly string[]>>;

const NONE: readonly string[] = [];

const NO_LINKS = JSON.stringify(LINK_KINDS.map(() => []));

/** A longer value is no id and no label; nobody filters by it. */
const MAX_LINK_LENGTH = 500;

/** The links of these values; empty, overlong and repeated ones are left out. */
export function makeLinks(values: Partial<RunLinks>): RunLinks {
  const of = (kind: LinkKind): readonly string[] => {
    const given = values[kind] ?? NONE;
    return given.length === 0 ? NONE : [...new Set(given.filter((value) => isLinkValue(kind, value)))];
  };
  return {
    session: of("session"),
    parent: of("parent"),
    batch: of("batch"),
    tag: of("tag"),
    attachment: of("attachment"),
    advisory: of("advisory"),
    kept: of("kept"),
    step: of("step"),
    inputs: of("inputs"),
  };
}

/** The links with one more, or null when it is there already or cannot be one. */
export function addLink(links: RunLinks, kind: LinkKind, value: string): RunLinks | null {
  if (!isLinkValue(kind, value) || links[kind].includes(value)) return null;
  return { ...links, [kind]: [...links[kind], value] };
}

function isLinkValue(kind: LinkKind, value: string): boolean {
  if (kind === "attachment" || kind === "kept" || kind === "inputs") return isSha256(value);
  return value !== "" && value.length <= MAX_LINK_LENGTH;
}

/** The links as one column: a list per kind, in the order of LINK_KINDS. */
export function linksText(links: RunLinks): string {
  return JSON.stringify(LINK_KINDS.map((kind) => links[kind]));
}

/** Reads {@link linksText} back. Throws DamagedCatalog for anything else. */
export function parseLinks(text: string): RunLinks {
  if (text === NO_LINKS) return makeLinks({});
  const lists = listsIn(text);
  // linksText wrote what makeLinks had looked at.
  return Object.fromEntries(LINK_KINDS.map((kind, index) => [kind, lists[index] ?? []])) as Record<LinkKind, string[]>;
}

function listsIn(text: string): readonly (readonly string[])[] {
  try {
    // Written by linksText into our own disposable file: lists of strings, no keys, no evidence.
    const lists: unknown = JSON.parse(text);
    if (Array.isArray(lists) && lists.every(Array.isArray)) return lists;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new DamagedCatalog("links hold no lists");
}
