/*
 * What runs in the page before its own scripts: the modules of a preload over the functions of `PageHost`. The functions below are sent
 * to the page as text, so they use nothing but each other and the page.
 */

/** What the host does for a page. Playwright carries the calls and keeps their names from the page. */
export interface PageHost {
  readonly invoke: (
    channel: string,
    args: readonly unknown[],
  ) => Promise<{ readonly ok: boolean; readonly value?: unknown; readonly message?: string }>;
  /** The messages from main since the last call; waits while there are none. */
  readonly nextMessages: () => Promise<readonly { readonly channel: string; readonly args: readonly unknown[] }[]>;
  /** The paths of the files that lie in the array of this global name. */
  readonly pathsOfFiles: (globalName: string) => Promise<readonly string[]>;
  /** Whether main allows it. */
  readonly openWindow: (url: string) => Promise<boolean>;
  readonly willNavigate: (url: string) => Promise<void>;
}

type Listener = (event: object, ...args: readonly unknown[]) => void;
type Preload = (require: (name: string) => unknown, module: object, exports: object) => void;

/** Throws where Electron would, and where the way to main would lose something in silence. */
function checkCarried(values: readonly unknown[]): void {
  try {
    structuredClone(values);
  } catch {
    throw new Error("An object could not be cloned.");
  }
  const pending: unknown[] = [...values];
  const seen = new Set<object>();
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    if (ArrayBuffer.isView(value) || value instanceof Date) continue;
    const prototype: unknown = Object.getPrototypeOf(value);
    const isPlain = Array.isArray(value) || prototype === Object.prototype || prototype === null;
    if (!isPlain || Object.hasOwn(value, "__proto__")) {
      throw new Error("The Chromium host carries plain values, arrays, dates and typed arrays only.");
    }
    pending.push(...Object.values(value));
  }
}

/** `ipcRenderer` of a preload. */
function makeIpcRenderer(host: PageHost) {
  const listeners = new Map<string, Set<Listener>>();
  const deliver = async () => {
    for (;;) {
      for (const { channel, args } of await host.nextMessages()) {
        for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
      }
    }
  };
  // Ends with the page, when the host stops answering.
  deliver().catch(() => undefined);
  return {
    invoke: async (channel: string, ...args: readonly unknown[]) => {
      checkCarried(args);
      const outcome = await host.invoke(channel, args);
      if (outcome.ok) return outcome.value;
      throw new Error(`Error invoking remote method '${channel}': ${outcome.message}`);
    },
    on: (channel: string, listener: Listener) => {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
    },
    removeListener: (channel: string, listener: Listener) => {
      listeners.get(channel)?.delete(listener);
    },
  };
}

function freezeDeep(value: unknown): void {
  if ((typeof value !== "object" && typeof value !== "function") || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const member of Object.values(value)) freezeDeep(member);
}

/** `contextBridge` of a preload. The page cannot change what is published; it shares its world with it, which in Electron it does not. */
function makeContextBridge() {
  return {
    exposeInMainWorld: (name: string, api: unknown) => {
      freezeDeep(api);
      Object.defineProperty(globalThis, name, { value: api, enumerable: true });
    },
  };
}

/** The same event with the same files, which may be read for as long as anyone likes. */
function repeatDrop(event: DragEvent, files: readonly File[]): DragEvent {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  return new DragEvent("drop", {
    bubbles: true,
    cancelable: true,
    composed: true,
    clientX: event.clientX,
    clientY: event.clientY,
    dataTransfer,
  });
}

/**
 * `webUtils` of a preload. Electron knows the path of a dropped file at once; here it has to be asked for. So a drop is held back,
 * the paths are asked for, and the drop is told again.
 */
function makeWebUtils(host: PageHost) {
  const paths = new WeakMap<File, string>();
  const learn = async (event: DragEvent, files: readonly File[]) => {
    const globalName = `dropped-${crypto.randomUUID()}`;
    Object.defineProperty(globalThis, globalName, { value: files, configurable: true });
    const found = await host.pathsOfFiles(globalName);
    Reflect.deleteProperty(globalThis, globalName);
    files.forEach((file, index) => {
      paths.set(file, found[index] ?? "");
    });
    // What it fell on may have been drawn anew meanwhile.
    const target = event.target instanceof Node && event.target.isConnected ? event.target : document.body;
    target.dispatchEvent(repeatDrop(event, files));
  };
  const hold = (event: DragEvent) => {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0 || files.every((file) => paths.has(file))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void learn(event, files);
  };
  window.addEventListener("drop", hold, { capture: true });
  return { getPathForFile: (file: File) => paths.get(file) ?? "" };
}

/** Electron asks main before any of these happens; Chromium would first open or leave. */
function holdPage(host: PageHost): void {
  const openReally = window.open.bind(window);
  window.open = (url?: string | URL) => {
    void host.openWindow(String(url ?? "about:blank")).then((allowed) => allowed && openReally(url));
    return null;
  };
  // Playwright blocks them too, but says that all went well.
  navigator.serviceWorker.register = () => Promise.reject(new DOMException("Not for this scheme", "SecurityError"));
  navigation.addEventListener("navigate", (event) => {
    const { url, sameDocument } = event.destination;
    // What goes over the network is asked about there; the rest never gets there.
    if (sameDocument || /^https?:/.test(url) || !event.cancelable) return;
    event.preventDefault();
    void host.willNavigate(url);
  });
}

function refuseMissing<Thing extends object>(name: string, thing: Thing): Thing {
  return new Proxy(thing, {
    get(target, member, receiver) {
      if (member in target) return Reflect.get(target, member, receiver);
      throw new Error(`electron.${name}${String(member)} is not supplied to a preload by the Chromium host`);
    },
  });
}

/** Runs the preload with a `require` that knows only `electron`, as a sandboxed preload has it. Frames get none, as in Electron. */
export function runPreload(host: PageHost, preload: Preload): void {
  if (window !== window.top) return;
  const electron = refuseMissing("", {
    ipcRenderer: refuseMissing("ipcRenderer.", makeIpcRenderer(host)),
    contextBridge: refuseMissing("contextBridge.", makeContextBridge()),
    webUtils: refuseMissing("webUtils.", makeWebUtils(host)),
  });
  const requireElectron = (name: string) => {
    if (name === "electron") return electron;
    throw new Error(`module not found: ${name}`);
  };
  holdPage(host);
  const module = { exports: {} };
  preload(requireElectron, module, module.exports);
}

/** One function for Playwright's `addInitScript`: the text of all of the above around the text of the preload. */
export function initScript(preloadText: string): (host: PageHost) => void {
  const parts = [
    checkCarried,
    makeIpcRenderer,
    freezeDeep,
    makeContextBridge,
    repeatDrop,
    makeWebUtils,
    holdPage,
    refuseMissing,
    runPreload,
  ];
  const body = `${parts.map(String).join("\n")}\nrunPreload(host, (require, module, exports) => {\n${preloadText}\n});`;
  return new Function("host", body) as (host: PageHost) => void;
}
