import { AppError } from "../../shared/app-error.ts";
import type { OperationResponse } from "../../shared/operation-table.ts";
import type { SavedView, ViewContent } from "../../shared/operations/view-operations.ts";
import { isSafeFileName } from "../../shared/run-id.ts";
import { sha256Hex } from "../canonical/digest.ts";
import { type DataFile, dataFileNames, findDataFile, removeDataFile, replaceDataFile } from "../store/data-file.ts";
import type { Fs } from "../system/fs.ts";
import type { IdSource } from "../system/ids.ts";
import { BUILTIN } from "./builtin-views.ts";
import { badField } from "./parse-request.ts";
import { readViewFile, VIEW_LIMIT_BYTES, viewFileBytes } from "./view-file.ts";

const EXTENSION = ".json";
const LONGEST_NAME = 60;
/** Names that every system takes for a folder, and tells apart: no two people share one. */
const PLAIN_UID = /^[a-z0-9][a-z0-9_-]{0,39}$/;

const byName = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Whose views, and what else there is to find by name. */
export interface ViewsPlace {
  readonly fs: Fs;
  readonly dataDir: string;
  readonly ids: Pick<IdSource, "token">;
  /** The person, in whatever characters the system has for people. */
  readonly uid: string;
  /** Views that nobody can change. */
  readonly builtin: readonly SavedView[];
}

type Views = OperationResponse<"view.list">;

/** The built-in views, then the person's own by name; and files that are none, with the reason. Nothing is changed. */
export function listViews(place: ViewsPlace): Views {
  const own: SavedView[] = [];
  const unreadable: Views["unreadable"] = [];
  for (const name of namesOf(place, unreadable)) {
    const found = readOwn(place, name);
    if (typeof found === "string") unreadable.push({ file: name, reason: found });
    else own.push(found);
  }
  own.sort((one, other) => byName.compare(one.name, other.name) || byName.compare(one.view_id, other.view_id));
  return { views: [...place.builtin, ...own], unreadable };
}

/** A folder that cannot be listed is no reason to be without the views that are built in. */
function namesOf(place: ViewsPlace, unreadable: Views["unreadable"]): readonly string[] {
  try {
    return dataFileNames(folderOf(place)).filter((name) => name.endsWith(EXTENSION));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    unreadable.push({ file: folderOf(place).folder, reason: error.message });
    return [];
  }
}

/** The view in a file, or why there is none. */
function readOwn(place: ViewsPlace, name: string): SavedView | string {
  const id = name.slice(0, -EXTENSION.length);
  if (!isSafeFileName(id) || id.startsWith(BUILTIN)) return "has a name that no saved view has";
  try {
    const bytes = findDataFile({ ...folderOf(place), name }, VIEW_LIMIT_BYTES);
    if (bytes === null) return "is gone";
    const read = readViewFile(bytes);
    if (read.content === null) return read.reason;
    return { ...read.content, view_id: id, builtin: false, read_only: read.isNewer };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.message;
  }
}

/** The view with this id. Throws PATH_NOT_FOUND. */
export function viewOf(place: ViewsPlace, viewId: string): SavedView {
  const found = listViews(place).views.find((view) => view.view_id === viewId);
  if (found !== undefined) return found;
  throw new AppError("PATH_NOT_FOUND", "This view is not there any more. Open the list of views again.", {
    context: { field: "view_id", view_id: viewId },
  });
}

/** The bytes with which a view is handed on: those of its file, where it has one. Throws PATH_NOT_FOUND and the storage codes. */
export function viewBytes(place: ViewsPlace, viewId: string): Buffer {
  const view = viewOf(place, viewId);
  const stored = view.builtin ? null : findDataFile(fileOf(place, viewId), VIEW_LIMIT_BYTES);
  return stored ?? viewFileBytes(view);
}

/**
 * Saves a view under a new id, or in the place of the one with `viewId`. Durable when it resolves. Throws CONFLICT for a name that another
 * view has, IMMUTABLE for one that cannot be changed, PATH_NOT_FOUND, and the storage codes.
 */
export async function saveView(place: ViewsPlace, viewId: string | null, content: ViewContent): Promise<SavedView> {
  if (viewId !== null) checkChangeable(viewOf(place, viewId));
  const namesake = listViews(place).views.find(
    (view) => view.view_id !== viewId && isSameName(view.name, content.name),
  );
  if (namesake !== undefined) {
    throw new AppError("CONFLICT", `There is a view "${namesake.name}" already. Choose another name.`, {
      context: { field: "view.name", view_id: namesake.view_id },
    });
  }
  return await write(place, viewId ?? newId(place), viewFileBytes(content));
}

/** Takes a view away. Throws IMMUTABLE for one that cannot be changed, PATH_NOT_FOUND, and the storage codes. */
export async function removeView(place: ViewsPlace, viewId: string): Promise<Views> {
  checkChangeable(viewOf(place, viewId));
  await removeDataFile(fileOf(place, viewId));
  return listViews(place);
}

/**
 * Takes in a view that came as a file. One of a newer version keeps its bytes; any other gets a number behind its name where that is taken.
 * Throws BAD_REQUEST for what is no view, and the storage codes.
 */
export async function importView(place: ViewsPlace, bytes: Uint8Array): Promise<SavedView> {
  const read = readViewFile(bytes);
  if (read.content === null) throw badField("source", read.reason);
  if (read.isNewer) return await write(place, newId(place), bytes);
  const name = freeName(read.content.name, listViews(place).views);
  return await write(place, newId(place), viewFileBytes({ ...read.content, name }));
}

async function write(place: ViewsPlace, viewId: string, bytes: Uint8Array): Promise<SavedView> {
  await replaceDataFile(fileOf(place, viewId), bytes, place.ids.token());
  return viewOf(place, viewId);
}

function checkChangeable({ builtin, read_only: readOnly, name }: SavedView): void {
  if (!builtin && !readOnly) return;
  const why = builtin ? "is part of the program" : "was saved by a newer version";
  throw new AppError("IMMUTABLE", `The view "${name}" ${why} and stays as it is. Save it under another name.`, {
    context: { field: "view_id" },
  });
}

/** Names that a person takes for the same. */
function isSameName(one: string, other: string): boolean {
  return plainName(one) === plainName(other);
}

function plainName(name: string): string {
  return name.normalize("NFKC").trim().toLowerCase();
}

function freeName(wanted: string, views: readonly SavedView[]): string {
  const taken = new Set(views.map(({ name }) => plainName(name)));
  let name = wanted;
  for (let number = 2; taken.has(plainName(name)); number++) name = withEnding(wanted, ` ${number}`);
  return name;
}

function withEnding(name: string, ending: string): string {
  let signs = [...name];
  while (signs.join("").length + ending.length > LONGEST_NAME) signs = signs.slice(0, -1);
  return `${signs.join("").trimEnd()}${ending}`;
}

function newId({ ids }: ViewsPlace): string {
  return `view-${ids.token()}`;
}

function folderOf({ fs, dataDir, uid }: ViewsPlace): Omit<DataFile, "name"> {
  const person = PLAIN_UID.test(uid) && isSafeFileName(uid) ? uid : `u-${sha256Hex(Buffer.from(uid, "utf16le"))}`;
  return { fs, dataDir, folder: `views/${person}` };
}

/** Only ids that a list gave come here: no other names a file. */
function fileOf(place: ViewsPlace, viewId: string): DataFile {
  return { ...folderOf(place), name: `${viewId}${EXTENSION}` };
}
