import { createStore, type StoreApi } from "zustand/vanilla";
import { asAppError, type Client } from "../api/client.ts";
import type { Loaded } from "./loaded.ts";

/** How much of a file is read for looking at its text. */
export const PREVIEW_BYTES = 256 * 1024;

/** The beginning of a file as text, or the finding that it is none. */
export interface FilePreview {
  /** Null when the bytes are not text. */
  readonly text: string | null;
  readonly shownBytes: number;
  readonly sizeBytes: number;
}

/** The one file whose text is open. */
export interface FilePreviewState {
  readonly sha256: string | null;
  readonly preview: Loaded<FilePreview>;
  open(sha256: string): Promise<void>;
  /** Marks a text as open that needs no reading, because it stands inside the record. */
  show(name: string): void;
  close(): void;
}

/** A store for one open file; opening another closes the first. */
export function createFilePreviewStore(client: Client): StoreApi<FilePreviewState> {
  return createStore<FilePreviewState>()((set, get) => ({
    sha256: null,
    preview: { state: "idle" },
    open: async (sha256) => {
      set({ sha256, preview: { state: "loading" } });
      const put = (preview: Loaded<FilePreview>): void => {
        if (get().sha256 === sha256) set({ preview });
      };
      try {
        const answer = await client.call("attachment.open", { sha256, offset: 0, length: PREVIEW_BYTES });
        put({ state: "ready", value: readPreview(answer.bytes, answer.size_bytes) });
      } catch (error) {
        put({ state: "failed", error: asAppError(error) });
      }
    },
    show: (name) => set({ sha256: name, preview: { state: "idle" } }),
    close: () => set({ sha256: null, preview: { state: "idle" } }),
  }));
}

/** The text of the first bytes of a file. A character cut in half at the end is left out; a NUL byte means no text. */
export function readPreview(bytes: Uint8Array, sizeBytes: number): FilePreview {
  return { text: decodeText(bytes, bytes.length < sizeBytes), shownBytes: bytes.length, sizeBytes };
}

function decodeText(bytes: Uint8Array, isCut: boolean): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: isCut });
  } catch {
    // Not UTF-8: machine programs are often Latin-1 or a code page, and still readable.
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
