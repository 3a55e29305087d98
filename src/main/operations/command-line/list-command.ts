import type { OperationInput } from "../../../shared/operation-table.ts";
import type { RunPage, RunRow } from "../../../shared/operations/run-operations.ts";
import { badField } from "../parse-request.ts";
import { type Arguments, type Command, EXIT, type OptionSpec } from "./command.ts";
import { type FilterSource, type FiltersInput, joinFilters } from "./list-filters.ts";
import { queryOf, typedFilters } from "./query-option.ts";
import { cut, textTable } from "./text-table.ts";
import { briefVerdict } from "./verdict-words.ts";

type QueryInput = OperationInput<"run.query">;

/** Filters whose values are texts, any of which may hold; by option name with the field each fills. */
const TEXT_FILTERS = {
  status: "status",
  risk: "risk",
  mode: "mode",
  tool: "tool",
  material: "material",
  machine: "machine",
  "event-type": "event_type",
  "batch-label": "batch_label",
  "workflow-session": "workflow_session",
  parent: "parent",
  review: "review",
  check: "check",
  tag: "tag",
  "all-tags": "tag_all",
  reason: "reason",
} as const satisfies Readonly<Record<string, keyof FiltersInput>>;

const FILTER_HELP: Readonly<Record<keyof typeof TEXT_FILTERS, readonly [value: string, help: string]>> = {
  status: ["STATUS", "OK, BLOCKED or ERROR"],
  risk: ["LEVEL", "GREEN, YELLOW, RED, UNKNOWN or ERROR"],
  mode: ["MODE", "as in the request: saw, cam, ..."],
  tool: ["ID", "tool"],
  material: ["ID", "material"],
  machine: ["ID", "machine"],
  "event-type": ["TYPE", "event type"],
  "batch-label": ["LABEL", "batch label"],
  "workflow-session": ["ID", "workflow session"],
  parent: ["RUN", "runs based on this run"],
  review: ["STATE", "where the review stands"],
  check: ["VERDICT", "intact, changed, cannot-check, incomplete or not-checked"],
  tag: ["TAG", "tag"],
  "all-tags": ["TAG", "every tag that is given so"],
  reason: ["REASON", "why it was blocked, numbers left out"],
};

function filterOptions(): Record<string, OptionSpec> {
  return Object.fromEntries(
    Object.entries(FILTER_HELP).map(([name, [value, help]]) => [
      name,
      { value, help, repeats: true, field: `filters.${TEXT_FILTERS[name as keyof typeof TEXT_FILTERS]}` },
    ]),
  );
}

/** `run list`: a page of runs, newest first. */
export const listCommand: Command = {
  words: ["run", "list"],
  positionals: [],
  options: {
    query: { value: "TEXT", help: "a typed query: decision:RED tool:T102 since:7d -exported edge" },
    view: { value: "NAME", help: "the query of a view; view list shows them" },
    ...filterOptions(),
    from: { value: "DATE", help: "recorded on this UTC date or later", field: "filters.from" },
    to: { value: "DATE", help: "recorded on this UTC date or earlier", field: "filters.to" },
    exported: { value: "yes|no", help: "whether it is in an audit package", field: "filters.exported" },
    differs: {
      value: "yes|no",
      help: "whether its result differs from an earlier run with the same inputs",
      field: "filters.differs",
    },
    hidden: { value: null, help: "hidden runs too" },
    "hidden-only": { value: null, help: "hidden runs alone" },
    text: { value: "WORDS", help: "words in notes, reasons, warnings, names and ids", field: "filters.text" },
    limit: { value: "N", help: "runs on a page, 1 to 500; 50 where this is not given", field: "limit" },
    cursor: { value: "C", help: "the next page, as the page before it said", field: "cursor" },
    facets: { value: null, help: "count the values of each filter" },
  },
  summary: "Lists runs, newest first.",
  details: [
    "A filter given more than once means any of its values; different filters must all hold.",
    "In a query commas mean any of, a minus leaves out, and days are those of this workstation.",
  ],
  folder: () => "read",
  check: (args) => {
    optionFilters(args);
    limitOf(args.find("limit"));
    const text = args.find("query");
    if (text !== null) queryOf(text, "--query");
  },
  run: async ({ app, args, output }) => {
    const filters = joinFilters([...(await typedFilters(app, args, new Date())), ...optionFilters(args)]);
    const request: QueryInput = {
      filters,
      ...limitOf(args.find("limit")),
      cursor: args.find("cursor"),
      facets: args.has("facets"),
    };
    const page = await app.call("run.query", request, { door: "command-line" });
    const showsHidden = filters.hidden !== undefined;
    await output.result(page, () => [pageWords(page), ...(showsHidden ? [] : hiddenWords(page))].join("\n"));
    return EXIT.done;
  },
};

/** The dispatcher parses the values, and names the option of one that does not fit. */
function optionFilters(args: Arguments): readonly FilterSource[] {
  const sources: FilterSource[] = [];
  const add = (option: string, filters: Readonly<Record<string, unknown>>): void => {
    sources.push({ source: `--${option}`, filters: filters as FiltersInput });
  };
  for (const [option, field] of Object.entries(TEXT_FILTERS)) add(option, { [field]: args.all(option) });
  for (const option of ["from", "to", "text"]) add(option, { [option]: args.find(option) });
  for (const option of ["exported", "differs"]) add(option, { [option]: yesOrNo(args, option) });
  if (args.has("hidden-only")) add("hidden-only", { hidden: "only" });
  else if (args.has("hidden")) add("hidden", { hidden: "include" });
  return sources;
}

function yesOrNo(args: Arguments, option: string): boolean | null {
  const text = args.find(option);
  if (text === null) return null;
  if (text === "yes" || text === "no") return text === "yes";
  throw badField(`--${option}`, "must be yes or no");
}

function limitOf(text: string | null): { limit?: number } {
  if (text === null) return {};
  if (!/^\d{1,9}$/.test(text)) throw badField("--limit", "must be a whole number");
  return { limit: Number(text) };
}

const NOTE_WIDTH = 40;

function pageWords(page: RunPage): string {
  const { rows, total, store_total: storeTotal, next_cursor: cursor } = page;
  if (rows.length === 0) {
    return storeTotal === 0 ? "No runs yet." : `No runs match. ${storeTotal} runs are in this folder.`;
  }
  const headings = [
    "NUMBER",
    "RECORDED (UTC)",
    "STATUS",
    "CHECKS",
    "MODE",
    "TOOL",
    "MATERIAL",
    "MACHINE",
    "RECORD",
    "RUN ID",
    "NOTE",
  ];
  return [
    textTable(headings, rows.map(rowCells)),
    "",
    `${rows.length} of ${total} runs.`,
    ...(cursor === null ? [] : [`Next page: --cursor ${cursor}`]),
    ...facetWords(page),
  ].join("\n");
}

function hiddenWords({ hidden_total: hidden }: RunPage): string[] {
  return hidden === 0
    ? []
    : [`${hidden} hidden ${hidden === 1 ? "run is" : "runs are"} left out; --hidden lists them too.`];
}

function rowCells(row: RunRow): (string | null)[] {
  const remark = row.problem === null ? row.note : `CANNOT READ: ${row.problem}`;
  return [
    row.run_number,
    row.created_at_utc?.slice(0, 19).replace("T", " ") ?? null,
    row.status,
    row.risk_level,
    row.mode,
    row.tool_id,
    row.material_id,
    row.machine_id,
    briefVerdict(row.verdict),
    row.run_id,
    remark === null ? "" : cut(remark, NOTE_WIDTH),
  ];
}

function facetWords({ facets }: RunPage): string[] {
  if (facets === undefined) return [];
  return Object.entries(facets).flatMap(([name, values]) => [
    "",
    textTable(
      [name.toUpperCase(), "RUNS"],
      values.map(({ value, count }) => [value, count]),
    ),
  ]);
}
