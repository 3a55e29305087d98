/** What some system or drive refuses in a name, or what a person cannot see in one. */
const UNFIT = /[<>:"/\\|?*\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** Device names that Windows reserves whatever the extension. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i;
/** Drives count a name's length in bytes or in 16-bit units; this fits in all of them, with room for what a person adds. */
const LIMIT_BYTES = 200;

/**
 * The nearest name that every drive takes: what is unfit becomes `_`, the end of the stem is cut where it is too long. `fallback` where
 * nothing is left.
 */
export function portableFileName(wanted: string, fallback: string): string {
  const name = wanted
    .replace(UNFIT, "_")
    .trim()
    .replace(/[. ]+$/, "");
  if (name === "") return fallback;
  return shortened(RESERVED.test(name) ? `_${name}` : name);
}

/** The extension says what a file is: it is kept where it is one. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= LIMIT_BYTES) return name;
  const extension = /\.[^.]{1,16}$/.exec(name)?.[0] ?? "";
  let stem = name.slice(0, name.length - extension.length);
  while (Buffer.byteLength(stem + extension) > LIMIT_BYTES) stem = [...stem].slice(0, -1).join("");
  return stem + extension;
}
