import type { OperationResponse } from "../../shared/operation-table.ts";
import type { CheckedItem } from "../../shared/operations/store-operations.ts";
import { firstEntry, segmentEpochs } from "../store/ledger-reader.ts";
import type { HeadComparison } from "../store/outside-head.ts";
import { parseTreeHead } from "../store/signed-note.ts";
import { resolveStorePath, STORE_PATHS } from "../store/store-layout.ts";
import { parseTlogProof } from "../store/tlog-proof.ts";
import { type Clock, utcTimestamp } from "../system/clock.ts";
import { AttachmentDigests } from "./attachment-digests.ts";
import { checkLedger, type WalkedLedger } from "./check-ledger.ts";
import { type FolderContext, findFirstKey, tryReadIdentity } from "./check-own-files.ts";
import { CheckPace } from "./check-pace.ts";
import type { CheckControl } from "./check-run.ts";
import { FindingList } from "./finding-list.ts";
import { makeFinding } from "./finding-sentences.ts";
import { keptHead, outsideFindings } from "./outside-heads.ts";
import { runVerdict } from "./run-verdict.ts";

/** What comparing with an older head came to; the consistency proof is the caller's to add. */
export type OldHeadReport = Omit<OperationResponse<"checkpoint.verify">, "proof">;

/** The folder, and what time it is. */
export interface OldHeadDeps extends Pick<FolderContext, "fs" | "runsDir" | "store"> {
  readonly clock: Clock;
}

/** Findings of the walk that say whether the ledger is still the one that the head is about; what happened otherwise is not asked. */
const ABOUT_HISTORY = /^(LEDGER_|ROLLED_BACK$|ENTRY_UNKNOWN$)/;

/**
 * Says whether the ledger still begins with what an older signed head is about: walks it from its first byte and compares on the way. `text`
 * is a checkpoint, or a proof that holds one. Bad data of any kind gives findings. Throws CANCELLED and faults of the drive.
 */
export async function checkOldHead(
  deps: OldHeadDeps,
  old: { readonly name: string; readonly text: string },
  control: CheckControl,
): Promise<OldHeadReport> {
  const kept = keptHead(old.name, parseTlogProof(old.text)?.checkpoint ?? old.text);
  const findings = new FindingList();
  const walk = startWalk(deps, control);
  const ledger = await checkLedger(
    { ...walk.claims, outsideHeads: kept === null ? [] : [kept.head] },
    findings,
    walk.pace,
  );
  const told = findings.all().filter(({ code }) => ABOUT_HISTORY.test(code));
  const outside =
    kept === null ? [makeFinding("OUTSIDE_HEAD_UNREADABLE", { name: old.name })] : outsideFindings([kept], ledger);
  const all = new FindingList();
  all.add(...outside, ...told);
  return {
    verdict: runVerdict(all.all()),
    findings: [...all.all()],
    items: ledger.comparisons.map(comparedItem),
    checked: checkedSegments(deps),
    checked_at: utcTimestamp(deps.clock.nowMs()),
    old_head: headOf(kept?.note ?? null),
    head: ledger.root === null ? null : newestHead(ledger),
  };
}

function startWalk({ fs, runsDir, store }: OldHeadDeps, { signal }: CheckControl) {
  const context = { fs, runsDir, store, signal, countFile: () => undefined, digests: new AttachmentDigests() };
  const [firstEpoch] = segmentEpochs(fs, runsDir);
  const first = firstEpoch === undefined ? null : firstEntry(fs, runsDir, firstEpoch);
  const keyId = typeof first?.body.key_id === "string" ? first.body.key_id : null;
  const firstKey = findFirstKey(context, tryReadIdentity(fs, runsDir), keyId);
  return { claims: { fs, runsDir, firstKey }, pace: new CheckPace(signal) };
}

function comparedItem({ head, result, foundRoot }: HeadComparison): CheckedItem {
  const results = { same: "same", rewritten: "different", "rolled-back": "missing", unknown: "cannot-check" } as const;
  return { name: `Ledger of ${head.size} entries`, expected: head.root, found: foundRoot, result: results[result] };
}

function newestHead({ head }: WalkedLedger): OldHeadReport["head"] {
  return head === null ? null : headOf(head.note);
}

function headOf(note: string | null): OldHeadReport["head"] {
  const head = note === null ? undefined : parseTreeHead(note)?.head;
  return head === undefined ? null : { origin: head.origin, size: head.size, root: head.root.toString("hex") };
}

function checkedSegments({ fs, runsDir }: OldHeadDeps): OldHeadReport["checked"] {
  const folder = resolveStorePath(runsDir, STORE_PATHS.ledger);
  if (fs.stat(folder)?.kind !== "folder") return { files: 0, bytes: 0 };
  const segments = fs.list(folder).filter(({ kind }) => kind === "file");
  const sizes = segments.map(({ name }) => fs.stat(resolveStorePath(runsDir, `${STORE_PATHS.ledger}/${name}`)));
  return { files: segments.length, bytes: sizes.reduce((sum, stat) => sum + (stat?.sizeBytes ?? 0), 0) };
}
