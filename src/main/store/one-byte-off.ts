/** Above this, only single bits are tried: every byte value takes 255 digests a byte. */
const EVERY_VALUE_BYTES = 1_536;
/** Above this nothing is tried: the digests of all spellings grow with the square of the length. */
const TRIED_BYTES = 8_192;

const BITS = [1, 2, 4, 8, 16, 32, 64, 128];
const OTHER_VALUES = Array.from({ length: 255 }, (_, index) => index + 1).filter((mask) => !BITS.includes(mask));

/** What one changed byte of a text was. */
export interface MendedBytes {
  readonly bytes: Buffer;
  /** Where it stands. */
  readonly offset: number;
}

/** False for bytes of which no spelling would be tried. */
export function canBeMended(bytes: Uint8Array): boolean {
  return bytes.byteLength <= TRIED_BYTES;
}

/**
 * The bytes that `isWanted` takes and that differ from these in one byte, or null. A drive or a memory turns bits over; whoever rewrites
 * a line changes more. That is how the two are told apart, and what stood there is known again.
 */
export function mendOneByte(damaged: Buffer, isWanted: (candidate: Buffer) => boolean): MendedBytes | null {
  if (!canBeMended(damaged)) return null;
  const masks = damaged.byteLength <= EVERY_VALUE_BYTES ? [BITS, OTHER_VALUES] : [BITS];
  const candidate = Buffer.from(damaged);
  for (const group of masks) {
    for (let offset = 0; offset < damaged.byteLength; offset += 1) {
      const value = damaged.readUInt8(offset);
      for (const mask of group) {
        candidate[offset] = value ^ mask;
        if (isWanted(candidate)) return { bytes: Buffer.from(candidate), offset };
      }
      candidate[offset] = value;
    }
  }
  return null;
}
