const FALLBACK = "en-GB";

/** The person's first locale that `Intl` accepts. Some systems report names such as `en-US@posix`, which it does not. */
export function usableLocale(candidates: readonly string[] = systemLocales()): string {
  return candidates.find(isAccepted) ?? FALLBACK;
}

function systemLocales(): readonly string[] {
  return typeof navigator === "undefined" ? [] : (navigator.languages ?? []);
}

function isAccepted(name: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(name).length > 0;
  } catch {
    // A name that is no locale at all is the case this function is for.
    return false;
  }
}
