import { describe, expect, it } from "vitest";
import { BUILTIN, builtinViews } from "../../../../src/main/operations/builtin-views.ts";
import { savedViewSchema } from "../../../../src/shared/operations/view-operations.ts";
import { parseQuery } from "../../../../src/shared/query/parse-query.ts";

describe("built-in views", () => {
  it("are views whose queries can be read, and that nobody can change", () => {
    for (const view of builtinViews("M 3, old")) {
      expect(savedViewSchema.parse(view)).toEqual(view);
      expect(parseQuery(view.query).error).toBeNull();
      expect([view.view_id.startsWith(BUILTIN), view.builtin, view.read_only]).toEqual([true, true, true]);
    }
  });

  it("begin with today on the machine of the workstation, or anywhere where it stands at none", () => {
    expect(builtinViews("M3")[0]).toMatchObject({ name: "My machine today", query: "machine:M3 since:today" });
    expect(builtinViews(null)[0]?.query).toBe("since:today");
  });

  it("are those that people look for first", () => {
    expect(builtinViews(null).map(({ name, query }) => [name, query])).toEqual([
      ["My machine today", "since:today"],
      ["Blocked", "status:BLOCKED"],
      ["Needs review", "review:waiting"],
      ["Not exported", "-exported"],
      ["Cannot be checked", "check:cannot-check"],
      ["Changed records", "check:changed"],
    ]);
  });
});
