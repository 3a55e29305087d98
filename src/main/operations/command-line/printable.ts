/** Format, control, line and unpaired surrogate characters: they move the cursor, change direction, or hide in a terminal. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function unicodeEscape(char: string): string {
  let escaped = "";
  for (let i = 0; i < char.length; i++) escaped += `\\u${char.charCodeAt(i).toString(16).padStart(4, "0")}`;
  return escaped;
}

/** Text as it can be shown on one line of a terminal: what cannot be seen is spelled out (`\n`, `\u202e`). */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (char) => SHORT_ESCAPES[char] ?? unicodeEscape(char));
}

/** A JSON text in which such characters are escaped; they can only stand inside its strings. */
export function printableJson(json: string): string {
  return json.replace(UNPRINTABLE, unicodeEscape);
}
