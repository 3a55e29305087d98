import { resolve } from "node:path";
import type { StoreKeys } from "../../../shared/operations/key-operations.ts";
import { type Command, EXIT } from "./command.ts";
import { textTable } from "./text-table.ts";

const PROTECTIONS: Readonly<Record<StoreKeys["protection"], string>> = {
  system: "The signing key is sealed by the operating system. Only the window can use it.",
  file: "The signing key lies in a file that only this account can read.",
  none: "No signing key that is kept from others lies here.",
};

/** `key show`: public keys, which one signs, and what keeps it from others. */
export const keyShowCommand: Command = {
  words: ["key", "show"],
  positionals: [],
  options: {},
  summary: "Shows the public keys of the folder, their fingerprints, and how the signing key is kept.",
  folder: () => "read",
  run: async ({ app, output }) => {
    const keys = await app.call("key.show", {}, { door: "command-line" });
    await output.result(keys, () => keyWords(keys));
    return EXIT.done;
  },
};

/** `key rotate`: a new signing key that the former one vouches for. */
export const keyRotateCommand: Command = {
  words: ["key", "rotate"],
  positionals: [],
  options: { to: { value: "PLACE", help: "file (the usual) or system; only the window can seal", field: "to" } },
  summary: "Changes to a new signing key. The former one vouches for it and is then taken away.",
  folder: () => "change",
  run: async ({ app, args, output }) => {
    // Any other text is refused by the operation, which names the field.
    const to = (args.find("to") ?? "file") as "file";
    const keys = await app.call("key.rotate", { to }, { door: "command-line" });
    await output.result(keys, () => keyWords(keys));
    return EXIT.done;
  },
};

/** `key reset`: a new signing key in the place of one that nobody can open. */
export const keyResetCommand: Command = {
  words: ["key", "reset"],
  positionals: [],
  options: { reason: { value: "TEXT", help: "why; it is written to the ledger", field: "reason" } },
  summary: "Makes a new signing key where the sealed one cannot be opened any more.",
  details: [
    "Try the window first: a key that it can open is not lost.",
    "Nothing vouches for the new key but you. Tell your auditor.",
  ],
  folder: () => "change",
  run: async ({ app, args, output }) => {
    const keys = await app.call("key.reset", { reason: args.find("reason") ?? "" }, { door: "command-line" });
    await output.result(keys, () => keyWords(keys));
    return EXIT.done;
  },
};

/** `key trust FILE`: receipts signed by this key confirm runs from now on. */
export const keyTrustCommand: Command = {
  words: ["key", "trust"],
  positionals: ["FILE"],
  options: {},
  summary: "Takes receipts from the central audit whose public key is in the file.",
  folder: () => "change",
  run: async ({ app, args, output }) => {
    const request = { file: { path: resolve(args.positional(0)) } };
    const answer = await app.call("key.trust", request, { door: "command-line" });
    const { fingerprint } = answer.trusted;
    await output.result(answer, () =>
      [
        `Trusted ${answer.trusted.verifier}`,
        "Let the central audit read its fingerprint to you:",
        groups(fingerprint),
      ].join("\n"),
    );
    return EXIT.done;
  },
};

function keyWords({ protection, keys, centre_keys: centre }: StoreKeys): string {
  const rows = keys.map(({ key_id: id, since, how, fingerprint }, index) => [
    id,
    index === keys.length - 1 ? "signs" : "",
    how,
    since,
    groups(fingerprint),
  ]);
  const trusted = centre.map(({ verifier, fingerprint }) => `${verifier}\n${groups(fingerprint)}`);
  return [
    PROTECTIONS[protection],
    textTable(["KEY", "", "CAME", "SINCE", "FINGERPRINT"], rows),
    ...(trusted.length === 0 ? [] : ["Receipts are taken from:", ...trusted]),
  ].join("\n");
}

function groups(fingerprint: string): string {
  return fingerprint.match(/.{1,4}/g)?.join(" ") ?? "";
}
