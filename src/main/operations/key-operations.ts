import { AppError } from "../../shared/app-error.ts";
import { addCentreKey, parseCentreKey } from "../store/centre-keys.ts";
import { cosignerText } from "../store/cosignature.ts";
import { writeRefusal } from "../store/read-only-store.ts";
import type { Call, Handlers } from "./handler.ts";
import type { OperationDeps } from "./operation-deps.ts";
import { badField } from "./parse-request.ts";
import { readNamedFile } from "./read-named-file.ts";
import { publicKey, readStoreKeys } from "./store-keys.ts";

/** The folder's signing key, and the keys of others that this PC believes. */
export function createKeyOperations(
  deps: OperationDeps,
): Pick<Handlers, "key.show" | "key.rotate" | "key.reset" | "key.trust"> {
  return {
    "key.show": () => readStoreKeys(deps, deps.folders.current()),
    async "key.rotate"({ to }, { actor, requestId }) {
      const folder = deps.folders.current();
      await folder.store.rotateKey({ to, actor, requestId });
      return readStoreKeys(deps, folder);
    },
    async "key.reset"({ reason }, { actor }) {
      requireSealed(deps);
      await deps.folders.open(deps.folders.currentName, { resetKey: { by: actor.uid, reason } });
      const state = deps.folders.state();
      if (state.mode !== "writable") throw writeRefusal(state);
      return readStoreKeys(deps, deps.folders.current());
    },
    "key.trust": ({ file }, call) => trust(deps, file, call),
  };
}

/** A key that can be used is changed, not replaced; and whatever else keeps a folder read-only, a new key does not cure. */
function requireSealed({ folders }: OperationDeps): void {
  const state = folders.state();
  if (state.reason === "key-sealed") return;
  if (state.mode !== "writable") throw writeRefusal(state);
  const message = "The signing key can be used. A new one is made only for a key that nobody can open.";
  throw new AppError("CONFLICT", message);
}

async function trust(deps: OperationDeps, ref: Parameters<Handlers["key.trust"]>[0]["file"], call: Call) {
  const { folders, fs, dataDir, grants } = deps;
  const { store } = folders.current();
  const bytes = await readNamedFile(grants, { ref, door: call.door, field: "file" });
  const key = parseCentreKey(bytes.toString("utf8"));
  if (key === null) throw badField("file", "holds no public key of a cosigner (C2SP verifier, algorithm 4)");
  const verifier = cosignerText(key);
  await addCentreKey({ fs, dataDir }, key);
  const body = { what: "centre-key", change: "trusted", verifier };
  const entry = { kind: "policy.changed", subject: store.identity?.storeId ?? "", body } as const;
  await store.commit({ files: [], entries: [entry], actor: call.actor, requestId: call.requestId });
  return { trusted: publicKey(key, verifier) };
}
