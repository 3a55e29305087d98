import type { StoreKeys } from "../../shared/operations/key-operations.ts";
import { sha256Hex } from "../canonical/digest.ts";
import { readCentreKeys } from "../store/centre-keys.ts";
import { cosignerText } from "../store/cosignature.ts";
import { findVerifier, introducedKeys } from "../store/ledger-keys.ts";
import { type NoteVerifier, rawPublicKey, verifierText } from "../store/signed-note.ts";
import { findStoreIdentity } from "../store/store-identity.ts";
import type { OpenFolder } from "./open-folder.ts";
import type { OperationDeps } from "./operation-deps.ts";
import { wholeCatalog } from "./whole-catalog.ts";

type StoreKey = StoreKeys["keys"][number];
type PublicKey = StoreKeys["centre_keys"][number];

/** The keys of a folder as people see them. Throws STORE_DAMAGED where its identity cannot be read, and the storage codes. */
export async function readStoreKeys(
  { fs, dataDir }: Pick<OperationDeps, "fs" | "dataDir">,
  folder: OpenFolder,
): Promise<StoreKeys> {
  const { store } = folder;
  return {
    protection: store.keyProtection,
    can_seal: await store.canSealKey(),
    keys: [...(await keyHistory(fs, folder))],
    centre_keys: readCentreKeys({ fs, dataDir }).map((key) => publicKey(key, cosignerText(key))),
  };
}

async function keyHistory(fs: OperationDeps["fs"], folder: OpenFolder): Promise<readonly StoreKey[]> {
  const { runsDir, store } = folder;
  const identity = findStoreIdentity(fs, runsDir);
  if (identity === null) return [];
  const first = findVerifier(identity.first_public_key);
  const born: readonly StoreKey[] =
    first === null ? [] : [{ ...ownKey(first), since: identity.created_at_utc, how: "created" }];
  const places = await (await wholeCatalog(folder)).entryPlaces(identity.store_id);
  const later = places.flatMap((place): readonly StoreKey[] => {
    const entry = store.ledger.entryAt(place);
    return introducedKeys([entry]).map(({ verifier, how }) => ({ ...ownKey(verifier), since: entry.at, how }));
  });
  return [...born, ...later];
}

function ownKey(key: NoteVerifier): PublicKey {
  return publicKey(key, verifierText(key.name, rawPublicKey(key.publicKey)));
}

/** A public key with the fingerprint that people read to each other. */
export function publicKey(key: NoteVerifier, verifier: string): PublicKey {
  const fingerprint = sha256Hex(rawPublicKey(key.publicKey));
  return { key_id: key.keyId.toString("hex"), verifier, fingerprint };
}
