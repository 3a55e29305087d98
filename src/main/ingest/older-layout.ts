import { basename, dirname, join } from "node:path";
import { AppError } from "../../shared/app-error.ts";
import { isDateFolder, STORE_PATHS } from "../store/store-layout.ts";
import type { Fs } from "../system/fs.ts";
import { withStorageErrors } from "../system/storage-error.ts";

/** Where the parts of an older store lie. Paths are absolute and hold no links. */
export interface OlderLayout {
  /** `v2-dated`: one record a file, in folders by date. */
  readonly name: "v2-dated";
  /** What the person chose. */
  readonly root: string;
  readonly runsFolder: string;
  /** Null when there is none beside the runs. */
  readonly attachmentsFolder: string | null;
}

const ATTACHMENTS_FOLDER = "run_attachments";

/** One way to recognise a layout: null when the folder is none of its kind. */
type Recognizer = (fs: Fs, root: string) => OlderLayout | null;

const RECOGNIZERS: readonly Recognizer[] = [recognizeDatedStore];

/**
 * Says which kind of older store a folder is. Throws PATH_NOT_FOUND when nothing is there, BAD_REQUEST when it is no store that we
 * know (the sentence says what was looked for). Source: older-stores 1 and 2.
 */
export function recognizeOlderLayout(fs: Fs, path: string): OlderLayout {
  const root = withStorageErrors("open the folder to import", path, () => fs.realPath(path));
  return withStorageErrors("look into the folder to import", root, () => {
    if (fs.stat(root)?.kind !== "folder") throw notAStore(path, "is no folder. Choose the folder that holds the store");
    if (fs.stat(join(root, STORE_PATHS.identity)) !== null) {
      throw notAStore(path, "is a runs folder of this program. Open it instead of importing it");
    }
    for (const recognize of RECOGNIZERS) {
      const layout = recognize(fs, root);
      if (layout !== null) return layout;
    }
    throw notAStore(
      path,
      "is no store we know. Looked for folders named by date (2025-12-17) with run files, or _index.json, in it, in runs and in runs/rmos",
    );
  });
}

function notAStore(path: string, why: string): AppError {
  return new AppError("BAD_REQUEST", `${path} ${why}.`, { context: { path } });
}

/** The runs folder itself, or a folder above it; attachments lie in it or beside it. */
function recognizeDatedStore(fs: Fs, root: string): OlderLayout | null {
  const candidates = [root, join(root, "runs"), join(root, "runs", "rmos")];
  const runsFolder = candidates.find((folder) => holdsDatedRuns(fs, folder));
  if (runsFolder === undefined) return null;
  const attachmentsFolder = attachmentFolders(runsFolder).find((folder) => fs.stat(folder)?.kind === "folder");
  return { name: "v2-dated", root, runsFolder, attachmentsFolder: attachmentsFolder ?? null };
}

function holdsDatedRuns(fs: Fs, folder: string): boolean {
  if (fs.stat(folder)?.kind !== "folder") return false;
  return fs
    .list(folder)
    .some(({ name, kind }) => (kind === "folder" && isDateFolder(name)) || (kind === "file" && name === "_index.json"));
}

/** By default the older system kept `data/runs/rmos` and `data/run_attachments`. */
function attachmentFolders(runsFolder: string): string[] {
  const parent = dirname(runsFolder);
  const isDefaultPlace = basename(runsFolder) === "rmos" && basename(parent) === "runs";
  return [runsFolder, parent, ...(isDefaultPlace ? [dirname(parent)] : [])].map((folder) =>
    join(folder, ATTACHMENTS_FOLDER),
  );
}
