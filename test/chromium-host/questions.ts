/** An HTTP answer as it crosses between the processes. */
export interface CarriedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The outcome of an IPC call: structured clone would strip an error, so its text is carried. */
export type CarriedOutcome =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/** What the app asks of a person. */
export interface OpenQuestion {
  readonly windowId: number | null;
  readonly title: string;
  readonly wantsFolder: boolean;
}

/** A message box of the app. */
export interface MessageBox {
  readonly type: string;
  readonly title: string;
  readonly message: string;
  readonly detail: string;
}

/** What the process with the main bundle asks of the process with the browser. */
export type ToWindowSide = {
  /** Starts Chromium with the switches the app set. A visible one keeps what pages store in the folder `profile`. */
  readonly "browser.launch": (payload: { readonly switches: readonly string[]; readonly profile: string }) => void;
  readonly "window.create": (payload: WindowOptions) => void;
  readonly "window.load": (payload: { readonly id: number; readonly url: string }) => void;
  readonly "window.reload": (payload: { readonly id: number }) => void;
  readonly "window.front": (payload: { readonly id: number }) => void;
  readonly "window.close": (payload: { readonly id: number }) => void;
  readonly "window.send": (payload: {
    readonly id: number;
    readonly channel: string;
    readonly args: readonly unknown[];
  }) => void;
  /** The chosen paths; null when the person chose nothing. */
  readonly "dialog.open": (payload: OpenQuestion) => readonly string[] | null;
  /** The number of the pressed button. */
  readonly "dialog.message": (payload: MessageBox) => number;
};

/** How a window is to be. */
export interface WindowOptions {
  readonly id: number;
  readonly width: number;
  readonly height: number;
  readonly preloadPath: string;
}

/** What the process with the browser asks of the process with the main bundle. */
export type ToMainSide = {
  readonly "request.before": (payload: { readonly url: string }) => { readonly cancel: boolean };
  /** Null when the app has no handler for the scheme of the URL. */
  readonly "protocol.respond": (payload: { readonly url: string; readonly method: string }) => CarriedResponse | null;
  readonly "contents.willNavigate": (payload: {
    readonly id: number;
    readonly url: string;
    readonly isMainFrame: boolean;
  }) => { readonly prevented: boolean };
  readonly "contents.openWindow": (payload: { readonly id: number; readonly url: string }) => {
    readonly action: string;
  };
  readonly "contents.download": (payload: { readonly id: number; readonly url: string }) => {
    readonly prevented: boolean;
  };
  readonly "contents.gone": (payload: { readonly id: number }) => void;
  readonly "ipc.invoke": (payload: {
    readonly id: number;
    readonly url: string;
    readonly channel: string;
    readonly args: readonly unknown[];
  }) => CarriedOutcome;
  /** Which of these permissions the app gives. */
  readonly "permissions.allowed": (payload: { readonly names: readonly string[] }) => readonly string[];
  readonly "window.ready": (payload: { readonly id: number }) => void;
  readonly "window.closed": (payload: { readonly id: number }) => void;
  readonly "app.quit": (payload: null) => void;
};
