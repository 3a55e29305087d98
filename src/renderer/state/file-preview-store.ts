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
  /** False: a person wanted to see what stands there although it is not what was recorded. */
  readonly isRecorded: boolean;
}

/** The one file whose text is open. */
export interface FilePreviewState {
  readonly sha256: string | null;
  readonly preview: Loaded<FilePreview>;
  /** A file that is not what was recorded ends in a CONFLICT, and nothing of it is there to be shown. */
  open(sha256: string): Promise<void>;
  /** Opens the file also when it is not what was recorded. Only after a person was told so. */
  openAnyway(sha256: string): Promise<void>;
  /** Marks a text as open that needs no reading, because it stands inside the record. */
  show(name: string): void;
  close(): void;
}

/** A store for one open file; opening another closes the first. */
export function createFilePreviewStore(client: Client): StoreApi<FilePreviewState> {
  return createStore<FilePreviewState>()((set, get) => {
    const read = async (sha256: string, acceptChanged: boolean): Promise<void> => {
      set({ sha256, preview: { state: "loading" } });
      const put = (preview: Loaded<FilePreview>): void => {
        if (get().sha256 === sha256) set({ preview });
      };
      try {
        const range = { sha256, offset: 0, length: PREVIEW_BYTES, accept_changed: acceptChanged };
        const { bytes, size_bytes, is_recorded } = await client.call("attachment.open", range);
        put({ state: "ready", value: { ...readPreview(bytes, size_bytes), isRecorded: is_recorded } });
      } catch (error) {
        put({ state: "failed", error: asAppError(error) });
      }
    };
    return {
      sha256: null,
      preview: { state: "idle" },
      open: (sha256) => read(sha256, false),
      openAnyway: (sha256) => read(sha256, true),
      show: (name) => set({ sha256: name, preview: { state: "idle" } }),
      close: () => set({ sha256: null, preview: { state: "idle" } }),
    };
  });
}

/** The text of the first bytes of a file. A character cut in half at the end is left out; a NUL byte means no text. */
export function readPreview(bytes: Uint8Array, sizeBytes: number): Omit<FilePreview, "isRecorded"> {
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
