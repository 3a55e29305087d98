import { createHash, createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from "node:crypto";

/** The functions that everything about evidence rests on, as this program calls them. */
export interface CryptoFunctions {
  /** SHA-256 in hex, of everything at once. */
  readonly digest: (bytes: Uint8Array) => string;
  /** SHA-256 in hex, piece by piece. */
  readonly digestPieces: (pieces: readonly Uint8Array[]) => string;
  readonly sign: (message: Uint8Array, key: KeyObject) => Uint8Array;
  readonly verify: (message: Uint8Array, key: KeyObject, signature: Uint8Array) => boolean;
}

/** What the runtime supplies: OpenSSL under Node, BoringSSL inside Electron. */
export const SUPPLIED_CRYPTO: CryptoFunctions = {
  digest: (bytes) => hash("sha256", bytes),
  digestPieces(pieces) {
    const digest = createHash("sha256");
    for (const piece of pieces) digest.update(piece);
    return digest.digest("hex");
  },
  sign: (message, key) => sign(null, message, key),
  verify: (message, key, signature) => verify(null, message, key, signature),
};

/** FIPS 180-4: the digest of "abc". */
const ABC = Buffer.from("abc");
const DIGEST_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/** RFC 8032, 7.1, test 2. */
const SEED = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
const PUBLIC_KEY = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
const MESSAGE = Buffer.from("72", "hex");
const SIGNATURE = Buffer.from(
  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  "hex",
);
/** DER around the raw keys (RFC 8410). */
const PRIVATE_PREFIX = "302e020100300506032b657004220420";
const PUBLIC_PREFIX = "302a300506032b6570032100";

/** What of the functions gives a wrong known answer, for people; null when all are right. Never throws. Takes under a millisecond. */
export function findBrokenCrypto(functions: CryptoFunctions = SUPPLIED_CRYPTO): string | null {
  const tests: readonly (readonly [name: string, holds: () => boolean])[] = [
    ["SHA-256", () => functions.digest(ABC) === DIGEST_OF_ABC],
    ["SHA-256", () => functions.digestPieces([ABC.subarray(0, 1), ABC.subarray(1)]) === DIGEST_OF_ABC],
    ["Ed25519", () => SIGNATURE.equals(functions.sign(MESSAGE, privateKey()))],
    ["Ed25519", () => functions.verify(MESSAGE, publicKey(), SIGNATURE)],
    ["Ed25519", () => !functions.verify(MESSAGE, publicKey(), otherThan(SIGNATURE))],
    ["Ed25519", () => !functions.verify(otherThan(MESSAGE), publicKey(), SIGNATURE)],
  ];
  return tests.find(([, holds]) => !isTrue(holds))?.[0] ?? null;
}

function isTrue(holds: () => boolean): boolean {
  try {
    return holds();
  } catch {
    // A function that is not there at all is broken too.
    return false;
  }
}

function privateKey(): KeyObject {
  return createPrivateKey({ key: Buffer.from(PRIVATE_PREFIX + SEED, "hex"), type: "pkcs8", format: "der" });
}

function publicKey(): KeyObject {
  return createPublicKey({ key: Buffer.from(PUBLIC_PREFIX + PUBLIC_KEY, "hex"), type: "spki", format: "der" });
}

/** The same with its last bit turned. */
function otherThan(bytes: Uint8Array): Uint8Array {
  const other = Buffer.from(bytes);
  const last = other.byteLength - 1;
  other[last] = (other[last] ?? 0) ^ 1;
  return other;
}
