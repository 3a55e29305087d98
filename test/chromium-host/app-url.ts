/**
 * Chromium cannot be taught `app://` from outside. Each `scheme://host/` of the app therefore stands at an https origin of its own
 * under `.invalid`, a name that never resolves (RFC 6761); routing answers it and the app hears its own spelling.
 */
const STAND_IN = /^https:\/\/([a-z0-9-]+)\.([a-z][a-z0-9-]*)\.invalid(\/|$)/;

const OWN_SCHEME = /^(?!https?:|data:|blob:|about:|file:)([a-z][a-z0-9-]*):\/\/([a-z0-9-]+)(\/|$)/;

/** The URL as the app knows it: `https://rmos-runs.app.invalid/x` is `app://rmos-runs/x`. Other URLs come back as they are. */
export function toAppUrl(browserUrl: string): string {
  return browserUrl.replace(STAND_IN, "$2://$1$3");
}

/** The URL as Chromium has to know it. Other URLs come back as they are. */
export function toBrowserUrl(appUrl: string): string {
  return appUrl.replace(OWN_SCHEME, "https://$2.$1.invalid$3");
}

/** Whether `url` has a scheme of the app's own. */
export function hasOwnScheme(appUrl: string): boolean {
  return OWN_SCHEME.test(appUrl);
}
