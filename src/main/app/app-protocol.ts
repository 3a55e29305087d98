import type { CustomScheme } from "electron";

/** The origin of the window. Nothing else may load in it, call main, or be asked for. */
export const APP_ORIGIN = "app://rmos-runs";

/** What the window opens. */
export const START_URL = `${APP_ORIGIN}/index.html`;

/** To be registered before the app is ready. Neither service workers nor a way around the content policy. */
export const APP_SCHEME: CustomScheme = {
  scheme: "app",
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

/** Source: safety, requirement 60, without the attachment scheme, which does not exist yet. */
export const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  woff2: "font/woff2",
};

const HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": CONTENT_POLICY,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Whether `url` lies in the window's own origin. */
export function isAppUrl(url: string): boolean {
  return url.startsWith(`${APP_ORIGIN}/`);
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: HEADERS });
}

/**
 * Answers requests of the window from `files` (path from the folder of the built window, with `/`, to its bytes) and from nothing
 * else: no request reaches the disk, so no spelling of a path can name another file. Unknown paths get 404.
 */
export function answerFromFiles(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): (request: Request) => Response {
  return (request) => {
    if (request.method !== "GET") return refuse(405);
    if (!isAppUrl(request.url) || !URL.canParse(request.url)) return refuse(404);
    // Compared as written: an encoded spelling of a known path is not that path.
    const path = new URL(request.url).pathname.slice(1);
    const bytes = files.get(path);
    const contentType = CONTENT_TYPES[path.slice(path.lastIndexOf(".") + 1)];
    if (bytes === undefined || contentType === undefined) return refuse(404);
    return new Response(bytes, { headers: { ...HEADERS, "Content-Type": contentType } });
  };
}
