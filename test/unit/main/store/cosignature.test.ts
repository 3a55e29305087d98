import { createHash, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cosignerText, judgeCosignatures, parseCosigner } from "../../../../src/main/store/cosignature.ts";
import { rawPublicKey, signTreeHead } from "../../../../src/main/store/signed-note.ts";
import { cosign, makeCosigner } from "../../../support/make-receipt.ts";
import { makeSigner } from "./written-ledger.ts";

const signer = makeSigner();
const centre = makeCosigner();
const head = { origin: signer.name, size: 42, root: Buffer.alloc(32, 7) };
const note = signTreeHead(head, signer);

describe("a cosigner", () => {
  it("is read from its verifier text, whose id is over name, algorithm 4 and key", () => {
    const raw = rawPublicKey(centre.publicKey);
    const bytes = Buffer.concat([Buffer.from(`${centre.name}\n\u0004`), raw]);
    const id = createHash("sha256").update(bytes).digest("hex").slice(0, 8);
    expect(centre.text).toBe(`${centre.name}+${id}+${Buffer.concat([Buffer.of(4), raw]).toString("base64")}`);
    const parsed = parseCosigner(` ${centre.text}\n`);
    expect(parsed === null ? null : cosignerText(parsed)).toBe(centre.text);
  });

  it("is none in any other text: a log's own key, another id, another name", () => {
    const others = [
      signer.verifier,
      centre.text.replace("audit", "Audit"),
      `${centre.text} x`,
      centre.text.slice(0, -4),
      "",
    ];
    for (const text of others) expect(parseCosigner(text)).toBeNull();
  });
});

describe("cosignatures", () => {
  it("hold for the head they are under, as of the time they name", () => {
    const seconds = 1_679_315_147;
    const time = Buffer.alloc(8);
    time.writeUInt32BE(seconds, 4);
    const text = `${head.origin}\n42\n${head.root.toString("base64")}\n`;
    const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`), centre.privateKey);
    const line = `\u2014 ${centre.name} ${Buffer.concat([centre.keyId, time, signature]).toString("base64")}\n`;
    expect(cosign(note, centre, seconds)).toBe(`${note}${line}`);
    expect(judgeCosignatures(`${note}${line}`, [makeCosigner(), centre])).toBe("cosigned");
  });

  it("say nothing where none is of a known cosigner", () => {
    for (const text of [note, cosign(note, makeCosigner()), "", "\n\n", "no note"]) {
      expect(judgeCosignatures(text, [centre])).toBe("none");
    }
    expect(judgeCosignatures(cosign(note, centre), [])).toBe("none");
  });

  it("are broken when one of a known cosigner fails, whatever another says", () => {
    const other = signTreeHead({ ...head, size: 43 }, signer);
    const moved = other + cosign(note, centre).slice(note.length);
    expect(judgeCosignatures(moved, [centre])).toBe("broken");
    const second = makeCosigner("second.example");
    const both = cosign(moved, second);
    expect(judgeCosignatures(both, [centre, second])).toBe("broken");
    expect(judgeCosignatures(both, [second])).toBe("cosigned");
  });

  it("do not hold under another name or id, cut short, or at another time", () => {
    const good = cosign(note, centre);
    const line = good.slice(note.length);
    const bytes = Buffer.from(line.trim().split(" ")[2] ?? "", "base64");
    const as = (changed: Buffer): string => `${note}\u2014 ${centre.name} ${changed.toString("base64")}\n`;
    expect(judgeCosignatures(as(bytes), [centre])).toBe("cosigned");
    expect(judgeCosignatures(as(bytes.subarray(0, -1)), [centre])).toBe("broken");
    const later = Buffer.from(bytes);
    later[11] = (later[11] ?? 0) ^ 1;
    expect(judgeCosignatures(as(later), [centre])).toBe("broken");
    const never = Buffer.from(bytes);
    never.fill(0xff, 4, 12);
    expect(judgeCosignatures(as(never), [centre])).toBe("broken");
    const strange = Buffer.from(bytes);
    strange[0] = (strange[0] ?? 0) ^ 1;
    expect(judgeCosignatures(as(strange), [centre])).toBe("none");
  });

  it("give an answer for any text at all", () => {
    const good = cosign(note, centre);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(good.length), (garbage, cut) => {
        const mixed = good.slice(0, cut) + garbage + good.slice(cut + garbage.length);
        if (mixed !== good) expect(["none", "broken", "cosigned"]).toContain(judgeCosignatures(mixed, [centre]));
        expect(() => judgeCosignatures(garbage, [centre])).not.toThrow();
      }),
      { numRuns: 1_000 },
    );
  });
});
