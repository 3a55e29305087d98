import { expect, it } from "vitest";
import { createDraftStore } from "../../../../src/renderer/state/draft-store.ts";

it("keeps what was typed apart for each thing it is for", () => {
  const store = createDraftStore();
  store.getState().keep("note run_1", "Tool w");
  store.getState().keep("note run_2", "Slow");
  store.getState().keep("note run_1", "Tool worn");
  expect(store.getState().drafts).toEqual({ "note run_1": "Tool worn", "note run_2": "Slow" });
});
