import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { EventColumns, RunChange } from "./apply-entry.ts";
import { DIMENSIONS, type Dimension } from "./catalog-schema.ts";
import type { CatalogState } from "./catalog-state.ts";
import { dayOf } from "./check-coverage.ts";
import { findInteger, findText, integerColumn, type SqlRow, textColumn } from "./column-value.ts";
import { LabelTable } from "./label-table.ts";
import type { NameTable } from "./name-table.ts";
import { OutcomeLinks } from "./outcome-links.ts";
import { addLink, LINK_KINDS, type LinkKind, linksText, parseLinks } from "./run-links.ts";
import type { RunSummary } from "./run-summary.ts";
import { StatementCache } from "./statement-cache.ts";
import { TermTable } from "./term-table.ts";
import { WordWriter } from "./word-writer.ts";

/** Ties are rare; a store full of them must not fill the memory with hints. */
const MAX_TIE_HINTS = 10_000;

const MAX_REASONS = 5_000;
/** What reasons beyond so many are counted as. */
const OTHER_REASON = "…";

const RUN_COLUMNS = [
  ...["rid", "sort_us", "run_id"],
  ...DIMENSIONS,
  ...[
    "hidden",
    "run_number",
    "created_at_utc",
    "explanation_status",
    "block_reason",
    "note",
    "links",
    "path",
    "problem",
    "recorded_seq",
    "day",
    "is_incomplete",
    "is_worsened",
    "session_code",
    "batch_code",
    "limit_percent",
    "result",
    "differs",
    "change",
  ],
];

type Codes = ReadonlyMap<Dimension, number | null>;

/** Writes rows and keeps names, counters, links and words in step with them. The caller holds the transaction, and flushes `words` at its end. */
export class RunWriter {
  readonly #names: NameTable;
  readonly #state: CatalogState;
  readonly #tieHints = new Map<number, number>();
  readonly #insertRun: StatementSync;
  readonly #insertLink: StatementSync;
  readonly words: WordWriter;
  readonly #findRow: StatementSync;
  readonly #findRid: StatementSync;
  readonly #outcomes: OutcomeLinks;
  readonly #labels: LabelTable;
  readonly #terms: TermTable;
  readonly #updateRow: StatementSync;
  readonly #updateLinks: StatementSync;

  constructor(db: DatabaseSync, names: NameTable, state: CatalogState) {
    this.#names = names;
    this.#state = state;
    this.#insertRun = db.prepare(
      `INSERT INTO run (${RUN_COLUMNS.join(", ")}) VALUES (${RUN_COLUMNS.map(() => "?").join(", ")})`,
    );
    this.#insertLink = db.prepare("INSERT OR IGNORE INTO link VALUES (?, ?, ?)");
    this.words = new WordWriter(db);
    this.#findRow = db.prepare("SELECT * FROM run WHERE run_id = ?");
    this.#findRid = db.prepare("SELECT 1 FROM run WHERE rid = ?");
    this.#outcomes = new OutcomeLinks(new StatementCache(db));
    this.#labels = new LabelTable(db);
    this.#terms = new TermTable(db);
    this.#updateRow = db.prepare(
      "UPDATE run SET note = ?, hidden = ?, explanation_status = ?, review = ?, change = ? WHERE rid = ?",
    );
    this.#updateLinks = db.prepare("UPDATE run SET links = ?, change = ? WHERE rid = ?");
  }

  /** Does to the row of a run what an entry said. A run that was never recorded has no row, and nothing happens. */
  apply(runId: string, change: RunChange): void {
    const row = this.#findRow.get(runId);
    // The ledger records a run once. Should it do so again, the first record stays: nothing is ever replaced.
    if (change.what === "recorded") {
      if (row === undefined) this.add(change.summary, change);
      return;
    }
    if (row === undefined) return;
    if (change.what === "columns") this.#replaceColumns(row, change.columns);
    if (change.what === "link") this.#addLink(row, change.kind, change.value);
    if (change.what === "words") {
      this.words.append(integerColumn(row, "rid"), change.text);
      this.#terms.add(change.text);
    }
  }

  /** Adds the row of a run that is not there yet. */
  add(summary: RunSummary, { recordedSeq, sortUs }: { readonly recordedSeq: number; readonly sortUs: number }): void {
    const { links, row, words, result } = summary;
    const rid = this.#freeRid(sortUs);
    const fields: Readonly<Record<Dimension, string | null>> = {
      ...row,
      exported: "no",
      reason: this.#reason(summary),
    };
    const codes = new Map(DIMENSIONS.map((dimension) => [dimension, this.#names.codeOf(dimension, fields[dimension])]));
    this.#insertRun.run(
      ...[rid, sortUs, row.run_id, ...codes.values(), row.hidden ? 1 : 0, row.run_number, row.created_at_utc],
      ...[row.explanation_status, row.block_reason, row.note, linksText(links), row.path, row.problem],
      ...[recordedSeq, dayOf(row.path), row.verdict === "incomplete" ? 1 : 0, 0],
      ...[this.#labels.codeOf("session", row.workflow_session), this.#labels.codeOf("batch", row.batch_label)],
      ...[row.limit_percent, result, this.#noteOutcome(summary, rid) ? 1 : 0, this.#state.nextChange()],
    );
    for (const kind of LINK_KINDS) for (const value of links[kind]) this.#insertLink.run(kind, value, rid);
    this.words.add(rid, words);
    this.#terms.add(words);
    this.#state.rowCount++;
    this.#count(codes, row.hidden, 1);
  }

  /** Forgets what only held for a transaction that was rolled back. */
  reset(): void {
    this.words.reset();
    this.#tieHints.clear();
    this.#labels.reset();
    this.#terms.reset();
  }

  /** A shop has some dozens of reasons; texts that are all different are none that runs could be counted by. */
  #reason({ reason }: RunSummary): string | null {
    if (reason === null || this.#names.codesOf("reason", reason).length > 0) return reason;
    return this.#names.size("reason") < MAX_REASONS ? reason : OTHER_REASON;
  }

  /** Whether a run that was recorded before made something else of the same inputs. What this one made is known from now on. */
  #noteOutcome({ links, result }: RunSummary, rid: number): boolean {
    const [inputs] = links.inputs;
    if (inputs === undefined || result === null) return false;
    const differs = this.#outcomes.otherResults(inputs, result).length > 0;
    this.#outcomes.add(inputs, result, rid);
    return differs;
  }

  #replaceColumns(row: SqlRow, columns: Partial<EventColumns>): void {
    const codes = new Map(DIMENSIONS.map((dimension) => [dimension, findInteger(row, dimension)]));
    const wasHidden = integerColumn(row, "hidden") === 1;
    const hidden = columns.hidden ?? wasHidden;
    this.#count(codes, wasHidden, -1);
    if (columns.review !== undefined) codes.set("review", this.#names.codeOf("review", columns.review));
    this.#count(codes, hidden, 1);
    this.#updateRow.run(
      columns.note ?? findText(row, "note"),
      hidden ? 1 : 0,
      columns.explanation_status ?? textColumn(row, "explanation_status"),
      ...[codes.get("review") ?? null, this.#state.nextChange(), integerColumn(row, "rid")],
    );
  }

  #addLink(row: SqlRow, kind: LinkKind, value: string): void {
    const links = addLink(parseLinks(textColumn(row, "links")), kind, value);
    if (links === null) return;
    const rid = integerColumn(row, "rid");
    this.#insertLink.run(kind, value, rid);
    this.#updateLinks.run(linksText(links), this.#state.nextChange(), rid);
  }

  /** Hidden rows are counted apart, so that the counts of a list that leaves them out need no look at any row. */
  #count(codes: Codes, hidden: boolean, by: number): void {
    if (hidden) this.#state.hiddenCount += by;
    else for (const [dimension, code] of codes) this.#names.addUses(dimension, code, by);
  }

  #freeRid(sortUs: number): number {
    let rid = this.#tieHints.get(sortUs) ?? sortUs;
    while (this.#findRid.get(rid) !== undefined) rid++;
    if (rid > sortUs) {
      if (this.#tieHints.size >= MAX_TIE_HINTS) this.#tieHints.clear();
      this.#tieHints.set(sortUs, rid + 1);
      this.#state.spread = Math.max(this.#state.spread, rid - sortUs);
    }
    return rid;
  }
}
