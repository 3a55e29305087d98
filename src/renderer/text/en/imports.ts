import type { ImportRecord } from "../../../shared/operations/store-operations.ts";
import { countText } from "../../format/number-text.ts";

const runsWord = (count: number): string => (count === 1 ? "1 run" : `${countText(count)} runs`);
const sentenceIf = (count: number, one: string, many: string): string =>
  count === 0 ? "" : ` ${count === 1 ? one : `${countText(count)} ${many}`}`;

/** Importing an older store. */
export const imports = {
  drop: "Drop a folder of runs here",
  dropHint: "Nothing is written before you have seen the list.",
  or: "or",
  choose: "Choose folder",
  chooseAgain: "Choose another folder",
  scanning: (name: string): string => `Looking through ${name}…`,
  nothingWritten: "Nothing is written yet.",
  source: "Folder",
  layout: "Kind of store",
  groups: {
    new: "New",
    already_here: "Already here",
    conflict: "Conflict",
    unreadable: "Cannot read",
    incomplete: "Not complete",
  } satisfies Readonly<Record<ImportRecord["state"], string>>,
  groupHints: {
    new: "Will be imported.",
    already_here: "Same run, same bytes. Nothing to do.",
    conflict: "Same run, other bytes. Both are kept apart.",
    unreadable: "Imported as it is and shown as a damaged file.",
    incomplete: "Imported as it is. Facts are missing in it.",
  } satisfies Readonly<Record<ImportRecord["state"], string>>,
  groupHintsDone: {
    new: "Imported, byte for byte.",
    already_here: "Same run, same bytes. Nothing was done.",
    conflict: "Same run, other bytes. Both are kept apart.",
    unreadable: "Imported as it is and shown as a damaged file.",
    incomplete: "Imported as it is. Facts are missing in it.",
  } satisfies Readonly<Record<ImportRecord["state"], string>>,
  verdicts: {
    verified: "Fingerprint agrees",
    mismatch: "Fingerprint differs",
    placeholder: "No fingerprint kept",
    "cannot-check": "Cannot check",
    unreadable: "Cannot read",
  } satisfies Readonly<Record<ImportRecord["verdict"], string>>,
  columns: { run: "Run", verdict: "Check result", reason: "Reason", source: "File" },
  groupList: (group: string): string => `Runs in group ${group}`,
  noneInGroup: "None.",
  extras: { attachments: "Files", links: "Advice links", tombstones: "Deleted in the older system", bytes: "Size" },
  notes: "Remarks",
  importButton: (count: number): string => `Import ${runsWord(count)}`,
  nothingNew: "Nothing new in this folder.",
  importing: "Importing…",
  cancel: "Cancel",
  cancelHint: "Cancel leaves whole runs only. You can go on later.",
  done: (imported: number): string => `${runsWord(imported)} imported.`,
  doneRest: (report: {
    readonly already_here: number;
    readonly conflict: number;
    readonly unreadable: number;
  }): string =>
    [
      sentenceIf(report.already_here, "1 was already here.", "were already here."),
      sentenceIf(report.conflict, "1 is in conflict and kept apart.", "are in conflict and kept apart."),
      sentenceIf(
        report.unreadable,
        "1 cannot be read and is shown in the list.",
        "cannot be read and are shown in the list.",
      ),
    ]
      .join("")
      .trim(),
  showRuns: "Show the runs",
  another: "Import another folder",
  cancelled: "The import was stopped. What is here is whole.",
  failed: "The import stopped.",
  scanFailed: "The folder could not be looked through.",
  readOnly: "Recording is off. Nothing can be imported now.",
  progress: "How far the work is",
} as const;
