/** UTF-8 of the text with the 0 behind it that stops the scanners, and room for what is written there. */
export function paddedBytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(2 * bytes.length + 64);
  padded.set(bytes);
  return padded;
}
