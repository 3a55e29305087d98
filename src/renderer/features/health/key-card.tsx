import { useEffect, useState } from "react";
import { ROLES, type Role } from "../../../shared/operation-row.ts";
import type { StoreKeys } from "../../../shared/operations/key-operations.ts";
import type { Session } from "../../../shared/operations/session-operations.ts";
import { fingerprintText } from "../../format/fingerprint-text.ts";
import { timeInSentence } from "../../format/time-text.ts";
import { loadedValue } from "../../state/loaded.ts";
import { folderKey } from "../../state/session-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { copyText } from "../../ui/copy-text.ts";
import { ErrorBox } from "../../ui/error-box.tsx";
import { type KeyChange, KeyDialog } from "./key-dialog.tsx";

const words = en.health.signingKey;

/** How the signing key is kept, since when it signs, what its public half is called, and what can be done about it. */
export function KeyCard() {
  const { keys: store } = useStores();
  const session = useWindowStore("session", (state) => state.session);
  const keys = useWindowStore("keys", (state) => state.keys);
  const refusal = useWindowStore("keys", (state) => state.refusal);
  const folder = folderKey(session);
  useEffect(() => {
    if (folder !== null) void store.getState().read();
  }, [store, folder]);
  const known = loadedValue(keys);
  return (
    <section className="page-card health-card" aria-label={words.title}>
      <h2>{words.title}</h2>
      {known === null || session === null ? null : <KeyFacts keys={known} session={session} />}
      {keys.state === "loading" ? <p className="soft">{en.health.reading}</p> : null}
      {keys.state === "failed" ? <ErrorBox title={words.failed} error={keys.error} /> : null}
      {refusal === null ? null : <ErrorBox title={words.refused} error={refusal} />}
      {known === null || session === null ? null : <KeyActions keys={known} session={session} />}
      <p>{words.limit}</p>
      <p>{words.proof}</p>
    </section>
  );
}

interface Shown {
  readonly keys: StoreKeys;
  readonly session: Session;
}

function protectionWords({ keys: { protection }, session: { store } }: Shown): string {
  if (store.reason === "key-sealed") return words.shut;
  return protection === "none" && store.mode !== "writable" ? words.absent : words.protection[protection];
}

function KeyFacts(shown: Shown) {
  const { keys } = shown.keys;
  const current = keys.at(-1);
  const [isCopied, setCopied] = useState(false);
  return (
    <>
      <p>{protectionWords(shown)}</p>
      {current === undefined ? null : (
        <dl className="pairs">
          <dt>{words.fingerprint}</dt>
          <dd>
            <code className="mono">{fingerprintText(current.fingerprint, true)}</code>{" "}
            <Button kind="quiet" onPress={() => setCopied(copyText(current.fingerprint))}>
              {isCopied ? words.copied : words.copy}
            </Button>
          </dd>
          <dt>{words.since}</dt>
          <dd>{timeInSentence(current.since)}</dd>
          <dt>{words.earlier}</dt>
          <dd className="number">{keys.length - 1}</dd>
        </dl>
      )}
    </>
  );
}

/** The one change that makes sense as things are; null where there is none. */
function offeredChange({ keys, session: { store } }: Shown): KeyChange | null {
  if (store.reason === "key-sealed") return "replace";
  if (store.mode !== "writable") return null;
  if (keys.protection === "system") return "file";
  return keys.can_seal ? "system" : null;
}

const NEEDED: Readonly<Record<KeyChange, Role>> = { system: "admin", file: "admin", replace: "supervisor" };

function KeyActions(shown: Shown) {
  const stores = useStores();
  const isChanging = useWindowStore("keys", (state) => state.isChanging);
  const [asked, setAsked] = useState<KeyChange | null>(null);
  const offered = offeredChange(shown);
  if (offered === null) return null;
  const mayDo = ROLES.indexOf(shown.session.person.role) >= ROLES.indexOf(NEEDED[offered]);
  const change = async (reason: string): Promise<void> => {
    setAsked(null);
    const { rotate, replace } = stores.keys.getState();
    await (offered === "replace" ? replace(reason) : rotate(offered));
    await stores.health.getState().read();
  };
  return (
    <div>
      <Button
        offReason={isChanging ? words.busy : mayDo ? null : words.roles[offered]}
        onPress={() => setAsked(offered)}
      >
        {words.changes[offered].button}
      </Button>
      {asked === null ? null : (
        <KeyDialog change={asked} onClose={() => setAsked(null)} onAccept={(reason) => void change(reason)} />
      )}
    </div>
  );
}
