import { AppError } from "../../shared/app-error.ts";
import type { KeyProtection } from "../../shared/operations/session-operations.ts";
import type { Change } from "./change.ts";
import type { PlacedEntry } from "./ledger-entry.ts";
import type { KeyRotation, StoreIdentity } from "./run-store.ts";
import { createSigningKey, forgetSigningKey, type SigningKey } from "./signing-key.ts";
import { type KeyTarget, rotationChange } from "./store-keys.ts";

/** What a rotation needs of the store. */
export interface RotationSteps {
  /** Durable when it resolves; from then on the new key signs. */
  readonly commit: (change: Change, successor: SigningKey) => Promise<readonly PlacedEntry[]>;
  /** Makes what was committed durable under its own name. */
  readonly checkpoint: () => Promise<void>;
  /** Says what went wrong after the new key was in force. */
  readonly notice: (text: string) => void;
}

/** The key that the open store signs with, and how it gives way to another. */
export class KeyHolder {
  readonly #target: KeyTarget;
  readonly #identity: StoreIdentity;
  #key: SigningKey;
  #rotating: Promise<unknown> = Promise.resolve();

  constructor(target: KeyTarget, identity: StoreIdentity, key: SigningKey) {
    this.#target = target;
    this.#identity = identity;
    this.#key = key;
  }

  get protection(): KeyProtection {
    return this.#key.protection;
  }

  get keyId(): string {
    return this.#key.keyId.toString("hex");
  }

  /** True when the system's store would keep a key from others. */
  async canSeal(): Promise<boolean> {
    return (await this.#target.vault?.strength()) === "system";
  }

  /**
   * Brings in a new key: its private half first, then, in one change, its public half and the entry that both keys sign; at last the old
   * private half is taken away. Stopped anywhere, the store has the private half of the key its ledger names. Throws POLICY_REFUSED when
   * the key is to be sealed and the system cannot, and what the commit throws.
   */
  async rotate(rotation: KeyRotation, steps: RotationSteps): Promise<PlacedEntry> {
    const turn = this.#rotating.then(() => this.#rotate(rotation, steps));
    this.#rotating = turn.catch(() => undefined);
    return await turn;
  }

  async #rotate({ to, actor, requestId }: KeyRotation, steps: RotationSteps): Promise<PlacedEntry> {
    if (to === "system" && !(await this.canSeal())) throw cannotSeal();
    const { storeId, origin } = this.#identity;
    const before = this.#key;
    const next = await createSigningKey(this.#target, origin, { vault: this.#target.vault ?? null, to });
    if (to === "system" && next.protection !== "system") {
      await forgetSigningKey(this.#target, next.keyId.toString("hex"));
      throw cannotSeal();
    }
    // A refused change may still be found whole in the journal, so the new private half stays whatever happens here.
    const change = rotationChange(next, { actor, requestId, storeId, replaces: before.keyId.toString("hex") });
    const [entry] = await steps.commit(change, next);
    if (entry === undefined) throw new Error("a rotation makes an entry");
    this.#key = next;
    await this.#forget(before, steps);
    return entry;
  }

  /** Not before the entry lies in the ledger itself: until then a lost journal would take both keys away. */
  async #forget(before: SigningKey, { checkpoint, notice }: RotationSteps): Promise<void> {
    try {
      await checkpoint();
      await forgetSigningKey(this.#target, before.keyId.toString("hex"));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      notice(`The new signing key is in force. The former one could not be taken away yet: ${error.message}`);
    }
  }
}

function cannotSeal(): AppError {
  const message = "This system has no store that could seal the signing key. The key stays where it is.";
  return new AppError("POLICY_REFUSED", message);
}
