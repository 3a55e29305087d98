/**
 * Orders strings by code point, which is also the order of their UTF-8 bytes and the order CPython sorts keys in.
 * JavaScript's own order differs: it puts U+10000 and above before U+E000.
 */
export function compareCodePoints(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length);
  for (let i = 0; i < shorter; i++) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    if (a !== b) return lifted(a) - lifted(b);
  }
  return left.length - right.length;
}

/** Moves surrogates, which stand for U+10000 and above, behind every other code unit. */
function lifted(codeUnit: number): number {
  return codeUnit >= 0xd800 && codeUnit <= 0xdfff ? codeUnit + 0x10000 : codeUnit;
}
