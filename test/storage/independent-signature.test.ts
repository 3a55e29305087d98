import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkerTrouble, runInChecker } from "../support/independent-checker.ts";

describe.skipIf(checkerTrouble() !== null)("the independent checker's own signature", () => {
  it("agrees with Ed25519 in all cases of Wycheproof, without a library", () => {
    const vectors = readFileSync(new URL("../fixtures/vectors/wycheproof-ed25519.json", import.meta.url), "utf8");
    const code = `
wrong, cases = [], 0
for group in json.load(sys.stdin)["testGroups"]:
    key = bytes.fromhex(group["publicKey"]["pk"])
    for test in group["tests"]:
        cases += 1
        held = m["pure_verify"](key, bytes.fromhex(test["msg"]), bytes.fromhex(test["sig"]))
        if held != (test["result"] == "valid"): wrong.append(test["tcId"])
print(cases, wrong)`;
    expect(runInChecker(code, vectors).lines).toEqual(["151 []"]);
  });
});
