import { describe, expect, it } from "vitest";
import { checkLink } from "../../../../src/main/check/check-link.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { vouched } from "./checked-store.ts";
import { ledgerEntry, memoryContext } from "./memory-store.ts";

const PATH = "2026-11-20/run_1_advisory_adv_1.json";
const TEXT = '{"advisory_id":"adv_1"}';
const ATTACHED = ledgerEntry({
  kind: "advisory.attached",
  body: { advisory_id: "adv_1" },
  path: PATH,
  ...vouched(TEXT),
});

describe("checkLink", () => {
  it("compares the link with the entry that attached it", async () => {
    const context = memoryContext({ [PATH]: TEXT });
    const { findings, items } = await checkLink(context, ATTACHED);
    expect(findings).toEqual([]);
    expect(items).toMatchObject([{ name: "Advice adv_1", result: "same" }]);
    expect(context.counted).toEqual([TEXT.length]);
  });

  it("tells missing, changed and closed apart", async () => {
    const files = [{}, { [PATH]: "{}" }, { [PATH]: new AppError("STORE_DAMAGED", "a folder") }];
    const outcomes = await Promise.all(files.map((held) => checkLink(memoryContext(held), ATTACHED)));
    expect(outcomes.map(({ findings, items }) => [findings[0]?.code, items[0]?.result])).toEqual([
      ["LINK_MISSING", "missing"],
      ["LINK_CHANGED", "different"],
      ["DIGEST_CANNOT_CHECK", "cannot-check"],
    ]);
  });

  it("cannot check a link for which no fingerprint was kept", async () => {
    const attached = ledgerEntry({ kind: "advisory.attached", path: PATH });
    const { findings } = await checkLink(memoryContext({ [PATH]: TEXT }), attached);
    expect(findings).toMatchObject([{ code: "DIGEST_CANNOT_CHECK", subject: PATH }]);
  });

  it("has nothing to compare for an advisory that only an older index named", async () => {
    const attached = ledgerEntry({ kind: "advisory.attached", body: { advisory_id: "adv_1" } });
    expect(await checkLink(memoryContext({}), attached)).toEqual({ findings: [], items: [] });
  });
});
