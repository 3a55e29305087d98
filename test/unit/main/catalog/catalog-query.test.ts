import { DatabaseSync } from "node:sqlite";
import { beforeEach, describe, expect, it } from "vitest";
import { activeFilters, selectionSql, selectRuns } from "../../../../src/main/catalog/catalog-query.ts";
import { createTables } from "../../../../src/main/catalog/catalog-schema.ts";
import { CatalogState } from "../../../../src/main/catalog/catalog-state.ts";
import { NameTable } from "../../../../src/main/catalog/name-table.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { type RunFilters, runFiltersSchema } from "../../../../src/shared/operations/run-operations.ts";

const DAY = Date.UTC(2026, 10, 20) * 1000;

const NOTHING = { from: "", order: "run.rid", where: [], rows: 0 } as const;

let names: NameTable;
let state: CatalogState;
let linkRows = 5;
let ridRange: { readonly lowest: number; readonly highest: number } | null = null;

beforeEach(() => {
  const db = new DatabaseSync(":memory:");
  createTables(db);
  names = new NameTable(db);
  state = new CatalogState(db);
  linkRows = 5;
  for (const [tool, uses] of [
    ["rare", 10],
    ["common", 400_000],
    ["many", 30_000],
  ] as const) {
    names.addUses("tool_id", names.codeOf("tool_id", tool), uses);
  }
  names.addUses("mode", names.codeOf("mode", "saw"), 200_000);
  names.addUses("exported", names.codeOf("exported", "no"), 430_010);
});

function select(filters: Partial<RunFilters>, purpose: "page" | "count" = "page") {
  return selectRuns(
    runFiltersSchema.parse(filters),
    { names, state, countLinks: () => linkRows, ridRange: () => ridRange },
    purpose,
  );
}

function sqlOf(filters: Partial<RunFilters>): string {
  const selection = select(filters);
  return selection === null ? "" : selectionSql(selection).sql;
}

describe("selectRuns", () => {
  it("walks time where there is no filter, without hidden runs", () => {
    expect(sqlOf({})).toBe("FROM run INDEXED BY run_by_time WHERE TRUE AND run.hidden = 0");
    expect(sqlOf({ hidden: "include" })).toBe("FROM run INDEXED BY run_by_time WHERE TRUE");
  });

  it("begins with the rarest value and checks the others", () => {
    expect(select({ tool: ["rare"], mode: ["saw"] })?.from).toBe("run INDEXED BY run_by_tool_id");
    expect(select({ tool: ["common"], mode: ["saw"] })?.from).toBe("run INDEXED BY run_by_mode");
    expect(sqlOf({ tool: ["common"], mode: ["saw"] })).toContain(
      "WHERE run.mode = ? AND run.hidden = 0 AND run.tool_id = ?",
    );
  });

  it("begins a page with several values only where they are few, a count whenever they are fewer", () => {
    expect(select({ tool: ["rare", "unknown"] })?.from).toBe("run INDEXED BY run_by_tool_id");
    expect(select({ tool: ["rare", "many"], mode: ["saw"] })?.from).toBe("run INDEXED BY run_by_mode");
    expect(select({ tool: ["rare", "many"] })?.from).toBe("run INDEXED BY run_by_time");
    expect(select({ tool: ["rare", "many"], mode: ["saw"] }, "count")?.from).toBe("run INDEXED BY run_by_tool_id");
  });

  it("begins with a shared value where that is rarest", () => {
    expect(select({ batch_label: ["b"], tool: ["rare"] })).toMatchObject({ order: "link.rid" });
    expect(select({ batch_label: ["b", "c"], mode: ["saw"] })).toMatchObject({ order: "run.rid", from: "run" });
    linkRows = 20_001;
    expect(select({ batch_label: ["b", "c"] })?.from).toBe("run INDEXED BY run_by_time");
    expect(select({ batch_label: ["b"], tool: ["rare"] })?.from).toBe("run INDEXED BY run_by_tool_id");
  });

  it("begins with words where there are some", () => {
    expect(select({ text: "chatter", tool: ["rare"] })?.order).toBe("words.rowid");
  });

  it("begins with hidden runs where only those are wanted", () => {
    state.hiddenCount = 3;
    expect(select({ hidden: "only", mode: ["saw"] })?.from).toBe("run INDEXED BY run_hidden");
  });

  it("knows when nothing can match", () => {
    expect(select({ tool: ["nope"] })).toBeNull();
    expect(select({ exported: true })).toBeNull();
    expect(select({ text: "---" })).toBeNull();
    expect(select({ hidden: "only" })).toBeNull();
    linkRows = 0;
    expect(select({ tag: ["t"] })).toBeNull();
  });

  it("does not conclude from the counts of visible runs that no hidden run has a value", () => {
    const code = names.codeOf("mode", "hidden-mode");
    expect(names.usesOf("mode", code ?? -1)).toBe(0);
    expect(select({ mode: ["hidden-mode"] })).toBeNull();
    expect(select({ mode: ["hidden-mode"], hidden: "include" })).not.toBeNull();
  });

  it("takes a date for its whole day and a time for itself", () => {
    state.spread = 7;
    const day = select({ from: "2026-11-20", to: "2026-11-20" });
    expect(selectionSql(day ?? NOTHING).values).toEqual([
      DAY,
      DAY + 7,
      DAY,
      DAY + 86_400_000_000 - 1 + 7,
      DAY + 86_400_000_000 - 1,
      DAY + 86_400_000_000 - 1,
    ]);
    const time = select({ to: "2026-11-20T01:00:00+01:00" });
    expect(selectionSql(time ?? NOTHING).values).toEqual([DAY + 7, DAY, DAY]);
  });

  it("reckons how many rows it starts from, by rarity and by the share of time", () => {
    state.rowCount = 430_010;
    ridRange = { lowest: DAY, highest: DAY + 4 * 86_400_000_000 };
    expect(select({})?.rows).toBe(430_010);
    expect(select({ tool: ["rare"] })?.rows).toBe(10);
    expect(select({ mode: ["saw"], from: "2026-11-23T00:00:00Z" })?.rows).toBe(50_000);
    expect(select({ mode: ["saw"], to: "2026-11-01" })?.rows).toBe(0);
    expect(select({ text: "chatter" })?.rows).toBeNull();
    ridRange = null;
    expect(select({ mode: ["saw"], to: "2026-11-01" })?.rows).toBe(200_000);
  });

  it.each([{ from: "2026-02-30" }, { to: "2026-11-20T25:00:00Z" }, { from: "2026-13-01", tool: ["nope"] }])(
    "refuses %j and names the field",
    (filters) => {
      try {
        select(filters);
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
        expect(error).toMatchObject({ code: "BAD_REQUEST", context: { field: `filters.${Object.keys(filters)[0]}` } });
      }
    },
  );
});

describe("activeFilters", () => {
  it("names the filters that are set", () => {
    expect(activeFilters(runFiltersSchema.parse({}))).toEqual([]);
    expect(activeFilters(runFiltersSchema.parse({ text: "  ", hidden: "only" }))).toEqual([]);
    expect(
      activeFilters(runFiltersSchema.parse({ mode: ["a"], exported: false, text: "a", from: "2026-01-01" })),
    ).toEqual(["mode", "from", "exported", "text"]);
  });
});
