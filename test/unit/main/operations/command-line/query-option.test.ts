import { describe, expect, it } from "vitest";
import type { Application } from "../../../../../src/main/operations/application.ts";
import { Arguments } from "../../../../../src/main/operations/command-line/command.ts";
import { queryOf, typedFilters, viewNamed } from "../../../../../src/main/operations/command-line/query-option.ts";
import type { SavedView } from "../../../../../src/shared/operations/view-operations.ts";

const NOW = new Date("2026-11-29T08:00:00Z");
const SETTINGS = { shifts: ["06:00", "14:00", "22:00"], machine: null, zone: "Europe/Berlin" };

function view(id: string, name: string, query: string): SavedView {
  return {
    view_id: id,
    name,
    query,
    columns: [],
    sort: null,
    group: null,
    shows: "list",
    builtin: false,
    read_only: false,
  };
}

/** An application with these views. */
function appWith(...views: readonly SavedView[]): Application {
  const answers: Readonly<Record<string, unknown>> = {
    "view.list": { views, unreadable: [] },
    "workstation.get": SETTINGS,
  };
  const call = async (name: string): Promise<unknown> => answers[name];
  return { call, callUntyped: call, onEvent: () => () => undefined, close: async () => undefined } as Application;
}

function args(options: Readonly<Record<string, string>>): Arguments {
  const texts = new Map(Object.entries(options).map(([name, text]) => [name, [text]]));
  return new Arguments({ texts, flags: new Set(), positionals: [] });
}

describe("a typed query on the command line", () => {
  it("means days and shifts of the workstation", async () => {
    const [since] = await typedFilters(appWith(), args({ query: "since:today tool:T1" }), NOW);
    expect(since).toMatchObject({ source: "--query", filters: { tool: ["T1"], from: "2026-11-28T23:00:00.000Z" } });
    const [shift] = await typedFilters(appWith(), args({ query: "shift:now" }), NOW);
    expect(shift?.filters.from).toBe("2026-11-29T05:00:00.000Z");
  });

  it("stands beside the query of a view", async () => {
    const app = appWith(view("view-1", "Red", "decision:RED"));
    const sources = await typedFilters(app, args({ query: "tool:T1", view: "red" }), NOW);
    expect(sources.map(({ source }) => source)).toEqual(["--view", "--query"]);
    expect(sources[0]?.filters.risk).toEqual(["RED"]);
    expect(await typedFilters(app, args({}), NOW)).toEqual([]);
  });

  it("is refused with the word and its place", async () => {
    expect(() => queryOf("tool:T1 colour:red", "--query")).toThrow(
      expect.objectContaining({
        code: "BAD_REQUEST",
        message: expect.stringContaining('--query: "colour" is not'),
        context: expect.objectContaining({
          field: "--query",
          text: "tool:T1 colour:red",
          start: 8,
          length: 6,
          problem: "unknown-key",
        }),
      }),
    );
    const app = appWith(view("view-1", "Old", "moon:full"));
    await expect(typedFilters(app, args({ view: "Old" }), NOW)).rejects.toMatchObject({
      context: { field: "--view", word: "moon" },
    });
  });
});

describe("a view on the command line", () => {
  it("is found by its id or its name, whatever the case", async () => {
    const app = appWith(view("view-1", "Red", ""), view("view-2", "view-1", ""));
    expect([(await viewNamed(app, " rED ")).view_id, (await viewNamed(app, "view-1")).view_id]).toEqual([
      "view-1",
      "view-1",
    ]);
  });

  it("is refused where there is none, or several of one name", async () => {
    const app = appWith(view("view-1", "Red", ""), view("view-2", "red", ""));
    await expect(viewNamed(app, "blue")).rejects.toMatchObject({ code: "PATH_NOT_FOUND" });
    await expect(viewNamed(app, "Red")).rejects.toThrow("view-1 or view-2");
  });
});
