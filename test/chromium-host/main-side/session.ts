import { supplied } from "./supplied.ts";
import { preventableEvent, SuppliedEvents } from "./supplied-events.ts";
import { answerWindowSide } from "./window-link.ts";

type PermissionCheck = (contents: null, permission: string, origin: string, details: object) => boolean;
type PermissionRequest = (
  contents: null,
  permission: string,
  answer: (granted: boolean) => void,
  details: object,
) => void;
type RequestListener = (
  details: { readonly url: string },
  answer: (verdict: { readonly cancel?: boolean }) => void,
) => void;

interface Handlers {
  check: PermissionCheck | null;
  request: PermissionRequest | null;
  beforeRequest: RequestListener | null;
}

const handlers: Handlers = { check: null, request: null, beforeRequest: null };
const events = new SuppliedEvents("session", ["will-download"]);

/** Electron gives a permission when the check passes or the request is answered with yes, and where there is no handler at all. */
async function isAllowed(permission: string): Promise<boolean> {
  const { check, request } = handlers;
  if (check === null && request === null) return true;
  if (check?.(null, permission, "", {}) === true) return true;
  if (request === null) return false;
  return new Promise((resolve) => request(null, permission, resolve, {}));
}

answerWindowSide("permissions.allowed", async ({ names }) => {
  const verdicts = await Promise.all(names.map(isAllowed));
  return names.filter((_name, index) => verdicts[index]);
});

answerWindowSide("request.before", ({ url }) => {
  const listener = handlers.beforeRequest;
  if (listener === null) return { cancel: false };
  return new Promise((resolve) => listener({ url }, (verdict) => resolve({ cancel: verdict.cancel === true })));
});

answerWindowSide("contents.download", ({ url }) => {
  const event = preventableEvent({});
  events.emit("will-download", event, { getURL: () => url });
  return { prevented: event.defaultPrevented };
});

const defaultSession = supplied(
  "session.defaultSession",
  Object.assign(events, {
    setPermissionCheckHandler: (handler: PermissionCheck | null) => {
      handlers.check = handler;
    },
    setPermissionRequestHandler: (handler: PermissionRequest | null) => {
      handlers.request = handler;
    },
    // No device ever reaches a page of the host: there is no chooser to pick one.
    setDevicePermissionHandler: () => undefined,
    setSpellCheckerEnabled: () => undefined,
    webRequest: supplied("session.webRequest", {
      onBeforeRequest: (listener: RequestListener | null) => {
        handlers.beforeRequest = listener;
      },
    }),
  }),
);

/** Electron's `session`, as far as the main bundle uses it. */
export const session = supplied("session", { defaultSession });
