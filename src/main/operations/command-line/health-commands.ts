import { resolve } from "node:path";
import type { Health } from "../../../shared/operations/store-operations.ts";
import { writeRefusal } from "../../store/read-only-store.ts";
import type { Application } from "../application.ts";
import { type Command, EXIT } from "./command.ts";
import { fieldList, textTable } from "./text-table.ts";
import { verdictWords } from "./verdict-words.ts";

/** `health`: how the store is doing, in figures. */
export const healthCommand: Command = {
  words: ["health"],
  positionals: [],
  options: {
    support: { value: "FILE", help: "save versions, health and the end of the log there; no records", field: "to" },
  },
  summary: "Says how the store is doing.",
  folder: () => "look",
  run: async ({ app, args, output }) => {
    const support = args.find("support");
    if (support !== null) {
      const request = { to: { file: { path: resolve(support) } } };
      const saved = await app.call("support.save", request, { door: "command-line" });
      await output.result(
        saved,
        () => `Saved ${saved.path}. Look at it before you hand it on: it names folders and runs.`,
      );
      return EXIT.done;
    }
    const health = await app.call("health.get", {}, { door: "command-line" });
    await output.result(health, () => healthWords(health));
    return EXIT.done;
  },
};

/** `doctor`: the same, and what to do about it. */
export const doctorCommand: Command = {
  words: ["doctor"],
  positionals: [],
  options: {
    "take-over": {
      value: null,
      help: "first take the folder from another machine whose program has stopped; the ledger says so",
    },
  },
  summary: "Says what is wrong with the store, if anything, and what to do. Exits with 1 when something is.",
  folder: (args) => (args.has("take-over") ? "change" : "look"),
  run: async ({ app, args, output }) => {
    if (args.has("take-over")) await takeOver(app);
    const health = await app.call("health.get", {}, { door: "command-line" });
    const advice = adviceFor(health);
    await output.result({ health, advice }, () =>
      [
        healthWords(health),
        "",
        ...health.notices,
        ...(advice.length === 0 ? ["Nothing to do."] : ["What to do:", ...advice.map((line) => `- ${line}`)]),
      ].join("\n"),
    );
    return advice.length === 0 ? EXIT.done : EXIT.foundWrong;
  },
};

/** Makes the folder ours, or throws who has it. */
async function takeOver(app: Application): Promise<void> {
  const { store } = await app.call("session.open", { folder: "own", take_over: true }, { door: "command-line" });
  if (store.mode !== "writable") throw writeRefusal(store);
}

/** One sentence for each thing a person should see to. */
export function adviceFor(health: Health): readonly string[] {
  const advice: string[] = [];
  if (health.store.reason !== null && health.store.reason !== "viewing")
    advice.push(health.store.message ?? health.store.reason);
  if (health.store.can_take_over)
    advice.push("If that program is gone for good, take its place: rmos-runs doctor --take-over");
  if (health.disk?.level === "critical")
    advice.push("The disk is full: new runs are refused. Nothing was lost. Free some space now.");
  if (health.disk?.level === "low")
    advice.push("The disk has less than 2 GB or seven days left. Free some space soon.");
  if (health.catalog !== null && health.ledger_size !== null && health.catalog.applied_seq < health.ledger_size) {
    advice.push("The catalog is behind the ledger. Write: rmos-runs catalog rebuild");
  }
  return advice;
}

const KEY_WORDS: Readonly<Record<Health["key_protection"], string>> = {
  system: "sealed by the operating system; only the window can use it",
  file: "kept in a file",
  none: "none here that is kept from others",
};

function healthWords(health: Health): string {
  const { store, disk, lock_holder: holder } = health;
  const perDay = health.growth?.bytes_per_day ?? null;
  const figures = fieldList([
    ["runs folder", health.runs_dir],
    ["state", store.reason === "viewing" ? "can be read" : (store.message ?? "can be written")],
    ["runs", health.runs],
    ["ledger entries", health.ledger_size],
    ["ledger root", health.ledger_root],
    ["epoch", health.epoch],
    ["waiting in the journal", health.journal_bytes === null ? null : `${health.journal_bytes} bytes`],
    ["signing key", KEY_WORDS[health.key_protection]],
    ["written by", holder === null ? null : `${holder.user} on ${holder.host} (${holder.app}, process ${holder.pid})`],
    ["size, about", health.growth === null ? null : `${health.growth.store_bytes} bytes`],
    ["recorded a day, about", perDay === null ? null : `${Math.round(perDay)} bytes`],
    ["days until the disk is full, about", health.growth?.days_left ?? null],
    ["last check", health.last_check === null ? null : checkWords(health.last_check)],
    ["last check of everything", health.last_full_check === null ? null : fullCheckWords(health.last_full_check)],
    ["last signed head", health.last_checkpoint?.at ?? null],
    ["log", health.log_path],
    ["disk", disk === null ? null : `${disk.free_bytes} of ${disk.total_bytes} bytes free (${disk.level})`],
  ]);
  const rows = health.operations.map((one) => [
    one.operation,
    one.calls,
    one.errors,
    one.p50_ms,
    one.p95_ms,
    one.p99_ms,
  ]);
  if (rows.length === 0) return figures;
  return [figures, "", textTable(["OPERATION", "CALLS", "ERRORS", "P50 MS", "P95 MS", "P99 MS"], rows)].join("\n");
}

function fullCheckWords({ at, verdict }: NonNullable<Health["last_full_check"]>): string {
  return verdict === null ? at : `${at}: ${verdict}`;
}

function checkWords({ at, subject, verdict }: NonNullable<Health["last_check"]>): string {
  return `${at} ${subject}${verdict === null ? "" : `: ${verdictWords(verdict)}`}`;
}
