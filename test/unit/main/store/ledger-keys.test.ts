import { describe, expect, it } from "vitest";
import { findVerifier, introducedKeys, LedgerKeys } from "../../../../src/main/store/ledger-keys.ts";
import { ledgerEntry } from "../check/memory-store.ts";
import { makeSigner } from "./written-ledger.ts";

const [first, second, third] = [makeSigner(), makeSigner(), makeSigner()];

function verifierOf({ verifier }: { readonly verifier: string }) {
  const found = findVerifier(verifier);
  if (found === null) throw new Error("no verifier");
  return found;
}

function idOf({ keyId }: { readonly keyId: Buffer }): string {
  return keyId.toString("hex");
}

describe("introducedKeys", () => {
  it("finds the keys that resets and rotations bring in, in their order", () => {
    const entries = [
      ledgerEntry({ kind: "key.rotated", body: { verifier: second.verifier } }),
      ledgerEntry({ kind: "run.recorded", body: { verifier: first.verifier } }),
      ledgerEntry({ kind: "key.reset", body: { verifier: third.verifier } }),
    ];
    expect(introducedKeys(entries).map(({ how, verifier }) => [how, idOf(verifier)])).toEqual([
      ["rotated", idOf(second)],
      ["reset", idOf(third)],
    ]);
  });

  it("passes over what is no key", () => {
    const bodies = [{}, { verifier: 7 }, { verifier: "name+00000000+AAAA" }, { verifier: `${second.verifier} x` }];
    expect(introducedKeys(bodies.map((body) => ledgerEntry({ kind: "key.reset", body: body as never })))).toEqual([]);
    expect(findVerifier("\u0000")).toBeNull();
  });
});

describe("LedgerKeys", () => {
  it("lets the first key sign, and after a rotation the next one alone", () => {
    const keys = new LedgerKeys(verifierOf(first));
    const rotation = [{ verifier: verifierOf(second), how: "rotated" as const }];
    expect(keys.mayHaveSigned([idOf(first)], [])).toBe(true);
    expect(keys.mayHaveSigned([idOf(second)], rotation)).toBe(false);
    expect(keys.mayHaveSigned([idOf(first)], rotation)).toBe(false);
    expect(keys.mayHaveSigned([idOf(first), idOf(second)], rotation)).toBe(true);
    keys.accept(rotation);
    expect(keys.mayHaveSigned([idOf(second)], [])).toBe(true);
    expect(keys.mayHaveSigned([idOf(first)], [])).toBe(false);
    expect(keys.allowed([]).map(idOf)).toEqual([idOf(second)]);
    expect(keys.all.map(idOf)).toEqual([idOf(first), idOf(second)]);
  });

  it("lets a reset be signed by the key it brings in: the old one is lost", () => {
    const keys = new LedgerKeys(verifierOf(first));
    const reset = [{ verifier: verifierOf(second), how: "reset" as const }];
    expect(keys.allowed(reset).map(idOf)).toEqual([idOf(first), idOf(second)]);
    expect(keys.mayHaveSigned([idOf(second)], reset)).toBe(true);
    expect(keys.mayHaveSigned([], reset)).toBe(false);
  });

  it("says that nothing can be judged while no key is known", () => {
    const keys = new LedgerKeys(null);
    expect([keys.isKnown, keys.mayHaveSigned([idOf(first)], []), keys.all]).toEqual([false, false, []]);
    keys.accept([{ verifier: verifierOf(first), how: "reset" }]);
    expect(keys.isKnown).toBe(true);
  });
});
