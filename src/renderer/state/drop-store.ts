import { createStore, type StoreApi } from "zustand/vanilla";
import type { AppError } from "../../shared/app-error.ts";
import { asAppError, type Client } from "../api/client.ts";
import type { ImportSource } from "./import-store.ts";
import type { WaitingRequest } from "./record-store.ts";

/** What something dropped on the window turned out to be. */
export type Dropped =
  | { readonly kind: "request"; readonly request: WaitingRequest }
  | { readonly kind: "folder"; readonly source: ImportSource };

/** Why a drop was not taken. */
export type DropFault = "not-request" | "no-folder-path" | "many-files";

/** The last drop that was not taken. */
export interface DropState {
  readonly fault: { readonly reason: DropFault; readonly name: string } | null;
  readonly error: AppError | null;
  /** What was dropped, or null when it was not taken; the reason is then in `fault` or `error`. */
  take(files: readonly File[]): Promise<Dropped | null>;
  dismiss(): void;
}

/** A store that turns what a person drops on the window into something main lets the window name. */
export function createDropStore(client: Client): StoreApi<DropState> {
  return createStore<DropState>()((set) => {
    const refuse = (reason: DropFault, name: string): null => {
      set({ fault: { reason, name } });
      return null;
    };
    return {
      fault: null,
      error: null,
      take: async (files) => {
        set({ fault: null, error: null });
        const [file, second] = files;
        if (file === undefined) return null;
        if (second !== undefined) return refuse("many-files", "");
        const path = client.findDroppedPath(file);
        try {
          return path === null ? await takeBytes(file, refuse) : await takePath(client, path, refuse);
        } catch (error) {
          set({ error: asAppError(error) });
          return null;
        }
      },
      dismiss: () => set({ fault: null, error: null }),
    };
  });
}

type Refuse = (reason: DropFault, name: string) => null;

async function takePath(client: Client, path: string, refuse: Refuse): Promise<Dropped | null> {
  const { grant, label, kind } = await client.call("files.grant", { dropped_path: path });
  if (kind === "folder") return { kind: "folder", source: { grant, label } };
  if (!isRequestName(label)) return refuse("not-request", label);
  return { kind: "request", request: { name: label, source: { file: { grant } } } };
}

/** Where the shell gives no paths, a file still gives its bytes; a folder gives nothing. */
async function takeBytes(file: File, refuse: Refuse): Promise<Dropped | null> {
  if (file.type === "" && file.size % 4096 === 0 && !file.name.includes("."))
    return refuse("no-folder-path", file.name);
  if (!isRequestName(file.name)) return refuse("not-request", file.name);
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { kind: "request", request: { name: file.name, source: { bytes, name: file.name } } };
}

function isRequestName(name: string): boolean {
  return name.toLowerCase().endsWith(".json");
}
