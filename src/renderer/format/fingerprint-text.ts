const FINGERPRINT = /^[0-9a-f]{64}$/i;
const GROUP = /.{1,4}/g;
/** Four groups tell two files apart for an eye; a machine compares all. */
const SHORT_DIGITS = 16;
const SHORT_TEXT = 40;

/** Whether a text is a whole SHA-256 fingerprint in hex. */
export function isFingerprint(value: string): boolean {
  return FINGERPRINT.test(value);
}

/** A fingerprint in groups of four, the first four of them or all; other text as it is, cut where it is long. */
export function fingerprintText(value: string, full: boolean): string {
  if (!isFingerprint(value)) return full || value.length <= SHORT_TEXT ? value : `${value.slice(0, SHORT_TEXT)}…`;
  const groups = (full ? value : value.slice(0, SHORT_DIGITS)).match(GROUP) ?? [];
  return full ? groups.join(" ") : `${groups.join(" ")} …`;
}
