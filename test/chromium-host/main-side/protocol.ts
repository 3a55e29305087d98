import { supplied } from "./supplied.ts";
import { answerWindowSide } from "./window-link.ts";

type Handler = (request: Request) => Response | Promise<Response>;

const schemes = new Set<string>();
const handlers = new Map<string, Handler>();

answerWindowSide("protocol.respond", async ({ url, method }) => {
  const handler = handlers.get(new URL(url).protocol.slice(0, -1));
  if (handler === undefined) return null;
  const response = await handler(new Request(url, { method }));
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  };
});

/** Electron's `protocol`, as far as the main bundle uses it. */
export const protocol = supplied("protocol", {
  registerSchemesAsPrivileged(custom: readonly { readonly scheme: string }[]) {
    for (const { scheme } of custom) schemes.add(scheme);
  },
  handle(scheme: string, handler: Handler) {
    if (!schemes.has(scheme))
      throw new Error(`The scheme "${scheme}" was not registered as privileged before the app was ready`);
    if (handlers.has(scheme)) throw new Error(`The scheme "${scheme}" has a handler already`);
    handlers.set(scheme, handler);
  },
});
