import { describe, expect, it } from "vitest";
import {
  anchoredSize,
  type ComparedLedger,
  type KeptHead,
  keptHead,
  outsideFindings,
} from "../../../../src/main/check/outside-heads.ts";
import { findVerifier } from "../../../../src/main/store/ledger-keys.ts";
import type { HeadComparison } from "../../../../src/main/store/outside-head.ts";
import { signTreeHead } from "../../../../src/main/store/signed-note.ts";
import { cosign, makeCosigner } from "../../../support/make-receipt.ts";
import { makeSigner } from "../store/written-ledger.ts";

const signer = makeSigner();
const keys = [findVerifier(signer.verifier)].filter((key) => key !== null);

function noteOf(size: number, by = signer): string {
  return signTreeHead({ origin: signer.name, size, root: Buffer.alloc(32, size) }, by);
}

function kept(source: string, note: string): KeptHead {
  const head = keptHead(source, note);
  if (head === null) throw new Error("no head");
  return head;
}

function compared(
  ...results: readonly (readonly [KeptHead, HeadComparison["result"]])[]
): ComparedLedger & { readonly heads: readonly KeptHead[] } {
  return {
    heads: results.map(([head]) => head),
    comparisons: results.map(([{ head }, result]) => ({ head, result, foundRoot: "00" })),
    ...{ keys, rolledBackFrom: new Set<string>() },
  };
}

function found(ledger: ReturnType<typeof compared>): readonly string[] {
  return outsideFindings(ledger.heads, ledger).map(({ code, subject }) => `${code} ${subject}`);
}

describe("a head from outside", () => {
  it("is read from a signed note, and from nothing else", () => {
    expect(keptHead("a.note", noteOf(3))?.head).toMatchObject({ source: "a.note", size: 3, place: null });
    for (const text of ["", "x", noteOf(3).slice(0, 20)]) expect(keptHead("a.note", text)).toBeNull();
  });

  it("says nothing where the ledger agrees with it, or where damage keeps it from being compared", () => {
    expect(found(compared([kept("a", noteOf(3)), "same"], [kept("b", noteOf(5)), "unknown"]))).toEqual([]);
  });

  it("says rewriting once, by the first that is contradicted, and no rollback beside it", () => {
    const ledger = compared(
      [kept("a", noteOf(3)), "same"],
      [kept("b", noteOf(5)), "rewritten"],
      [kept("c", noteOf(7)), "rewritten"],
      [kept("d", noteOf(9)), "rolled-back"],
    );
    expect(found(ledger)).toEqual(["LEDGER_REWRITTEN b"]);
  });

  it("says rollback once, by the furthest that is not reached", () => {
    const ledger = compared([kept("a", noteOf(7)), "rolled-back"], [kept("b", noteOf(9)), "rolled-back"]);
    expect(found(ledger)).toEqual(["ROLLED_BACK b"]);
  });

  it("stays a rollback where the ledger itself says so, however far it has gone on", () => {
    const one = kept("a", noteOf(7));
    const ledger = { ...compared([one, "rewritten"]), rolledBackFrom: new Set([one.head.root]) };
    expect(found(ledger)).toEqual(["ROLLED_BACK a"]);
  });

  it("is not believed where no key of the folder signed it; what this PC itself noted needs no signature", () => {
    const stranger = kept("a", noteOf(5, makeSigner(signer.name)));
    expect(found(compared([stranger, "rewritten"]))).toEqual(["OUTSIDE_HEAD_UNSIGNED a"]);
    expect(found(compared([{ ...stranger, note: null }, "rewritten"]))).toEqual(["LEDGER_REWRITTEN a"]);
  });
});

describe("a receipt", () => {
  it("confirms so many entries where the central audit, whose key is trusted, signed it and the ledger agrees", () => {
    const centre = makeCosigner();
    const receipt = { ...kept("r", cosign(noteOf(5), centre)), isReceipt: true };
    const trust = { origin: signer.name, centreKeys: [centre] };
    expect(anchoredSize([receipt], compared([receipt, "same"]), trust)).toBe(5);
    expect(anchoredSize([receipt], compared([receipt, "rewritten"]), trust)).toBe(0);
    expect(anchoredSize([receipt], compared([receipt, "same"]), { ...trust, centreKeys: [] })).toBe(0);
    const handedIn = { ...receipt, isReceipt: false };
    expect(anchoredSize([handedIn], compared([handedIn, "same"]), trust)).toBe(0);
  });
});
