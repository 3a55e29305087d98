import { basename } from "node:path";
import type { FileRef } from "../../shared/operations/session-operations.ts";
import type { IdSource } from "../system/ids.ts";
import type { Door } from "./application.ts";
import { badField } from "./parse-request.ts";

/** Paths as capabilities: the window holds tokens for what a person picked or dropped, and can name nothing else. */
export interface FileGrants {
  /** A token that stands for the path, and the name to show for it. */
  grant(path: string): { readonly grant: string; readonly label: string };
  /** The path a caller may use. Throws BAD_REQUEST naming `field` when this door may not name it so. */
  resolve(ref: FileRef, door: Door, field: string): string;
}

/** Grants that are kept; the oldest goes first. A person picks one thing at a time. */
const KEPT = 256;

/** Grants that live as long as the process. */
export function createFileGrants(ids: Pick<IdSource, "token">): FileGrants {
  const paths = new Map<string, string>();
  return {
    grant(path) {
      const token = `${ids.token()}${ids.token()}`;
      paths.set(token, path);
      const oldest = paths.keys().next().value;
      if (paths.size > KEPT && oldest !== undefined) paths.delete(oldest);
      return { grant: token, label: basename(path) || path };
    },
    resolve(ref, door, field) {
      if ("path" in ref) {
        if (door === "window") throw badField(`${field}.path`, "cannot be named by the window; a person picks files");
        return ref.path;
      }
      const path = door === "window" ? paths.get(ref.grant) : undefined;
      if (path === undefined) throw badField(`${field}.grant`, "is not known; pick the file again");
      return path;
    },
  };
}
