import { generateKeyPairSync } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Application } from "../../src/main/operations/application.ts";
import type { OpenApplicationOptions } from "../../src/main/operations/open-application.ts";
import { cosignerKeyId, cosignerText } from "../../src/main/store/cosignature.ts";
import { rawPublicKey } from "../../src/main/store/signed-note.ts";
import type { StoreKeys } from "../../src/shared/operations/key-operations.ts";
import { checkFolder } from "../support/check-folder.ts";
import { makeTestFolders, type TestFolders } from "../support/open-test-store.ts";
import { createSimulatedVault, type SimulatedVault } from "../support/simulated-vault.ts";
import { openTestApplication, runInProcess } from "../support/test-application.ts";

const WINDOW = { door: "window" } as const;
const REQUEST = '{"mode":"saw","tool_id":"saw:6","status":"OK"}';

let folders: TestFolders;
let vault: SimulatedVault;
const open: Application[] = [];

beforeEach(() => {
  folders = makeTestFolders();
  vault = createSimulatedVault();
});
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
  folders.remove();
});

async function openWindow(options: Partial<OpenApplicationOptions> = {}): Promise<Application> {
  const app = await openTestApplication(folders, { vault, ...options });
  open.push(app);
  return app;
}

async function closeAll(): Promise<void> {
  for (const app of open.splice(0)) await app.close();
}

function record(app: Application) {
  return app.call("run.create", { source: { bytes: Buffer.from(REQUEST), name: null } }, WINDOW);
}

/** Everything that lies under a folder, with what it holds. */
function contentsOf(folder: string): readonly (readonly [path: string, bytes: Buffer])[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name))
    .map((path) => [path, readFileSync(path)] as const);
}

describe("a store that was made in the window", () => {
  it("has its key sealed where the system can, and says so", async () => {
    const app = await openWindow();
    expect(await app.call("session.get", {}, WINDOW)).toMatchObject({ key_protection: "system" });
    expect(await app.call("health.get", {}, WINDOW)).toMatchObject({ key_protection: "system", notices: [] });
    const shown = await app.call("key.show", {}, WINDOW);
    expect(shown).toMatchObject({ protection: "system", can_seal: true, keys: [{ how: "created" }], centre_keys: [] });
    expect(shown.keys[0]?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  it("keeps its key usable where sealing keeps nobody out, and warns", async () => {
    vault.isStrong = false;
    const app = await openWindow();
    const health = await app.call("health.get", {}, WINDOW);
    expect(health.key_protection).toBe("none");
    expect(health.notices.join()).toContain("not sealed");
    await record(app);
    const refused = app.call("key.rotate", { to: "system" }, WINDOW);
    await expect(refused).rejects.toMatchObject({ code: "POLICY_REFUSED" });
    await closeAll();
    expect((await runInProcess(folders, ["run", "create", "--input", "-"], { input: REQUEST })).exitCode).toBe(0);
  });

  it("opens for reading on the command line, which says what to do and touches nothing", async () => {
    await record(await openWindow());
    await closeAll();
    const before = contentsOf(folders.runsDir).map(([path]) => path);
    const said = await runInProcess(folders, ["run", "create", "--input", "-"], { input: REQUEST });
    expect(said.exitCode).toBe(6);
    expect(said.err).toContain("Record in the window.");
    expect((await runInProcess(folders, ["run", "list"])).exitCode).toBe(0);
    const doctor = await runInProcess(folders, ["doctor", "--json"]);
    expect(JSON.parse(doctor.out)).toMatchObject({ value: { health: { key_protection: "system" } } });
    expect(contentsOf(folders.runsDir).map(([path]) => path)).toEqual(before);
    const check = await checkFolder(folders);
    expect(check.findings.filter(({ severity, run_id: run }) => severity !== "info" && run === null)).toEqual([]);
  });

  it("is never given a new key because the sealed one cannot be opened; a supervisor asks for that, and the ledger says so", async () => {
    await record(await openWindow());
    await closeAll();
    const strange = await openWindow({ vault: createSimulatedVault() });
    const { store } = await strange.call("session.get", {}, WINDOW);
    expect(store).toMatchObject({ mode: "read-only", reason: "key-sealed" });
    expect(store.message).toContain("supervisor");
    await expect(record(strange)).rejects.toMatchObject({ code: "NO_PERMISSION" });
    const rotated = strange.call("key.rotate", { to: "file" }, WINDOW);
    await expect(rotated).rejects.toMatchObject({ code: "NO_PERMISSION" });
    expect((await strange.call("key.show", {}, WINDOW)).keys).toHaveLength(1);
    const after = await strange.call("key.reset", { reason: "The PC was set up anew." }, WINDOW);
    expect(after.keys.map(({ how }) => how)).toEqual(["created", "reset"]);
    await record(strange);
    const again = strange.call("key.reset", { reason: "once more" }, WINDOW);
    await expect(again).rejects.toMatchObject({ code: "CONFLICT" });
    await closeAll();
    const report = await checkFolder(folders);
    expect(report.finding_counts).toMatchObject({ KEY_RESET: 1 });
    expect(report.finding_counts).not.toHaveProperty("LEDGER_REWRITTEN");
  });

  it("can be given to the command line by an admin, and be sealed again, without a break in its history", async () => {
    const app = await openWindow();
    const [born] = (await app.call("key.show", {}, WINDOW)).keys;
    const moved = await app.call("key.rotate", { to: "file" }, WINDOW);
    expect(moved).toMatchObject({ protection: "file", keys: [born, { how: "rotated" }] });
    await closeAll();
    expect((await runInProcess(folders, ["run", "create", "--input", "-"], { input: REQUEST })).exitCode).toBe(0);
    const back = await openWindow();
    expect(await back.call("session.get", {}, WINDOW)).toMatchObject({ key_protection: "file" });
    expect(await back.call("key.rotate", { to: "system" }, WINDOW)).toMatchObject({ protection: "system" });
    await record(back);
    await closeAll();
    const { finding_counts: counts } = await checkFolder(folders);
    const about = Object.keys(counts).filter((code) => /KEY|LEDGER|STORE|FOREIGN|OUTSIDE|ROLLED/.test(code));
    expect(about).toEqual([]);
    expect(readdirSync(join(folders.dataDir, "keys"))).toHaveLength(1);
  });
});

describe("the private half of a key", () => {
  it("lies in no run folder, log, answer or support file, in no spelling, whatever is done with keys", async () => {
    const said: unknown[] = [];
    const app = await openWindow();
    app.onEvent((event) => said.push(event));
    await record(app);
    const support = join(folders.root, "support.json");
    for (const to of ["file", "system", "file"] as const) {
      said.push(await app.call("key.rotate", { to }, WINDOW));
      const [file = ""] = readdirSync(join(folders.dataDir, "keys"));
      const text = readFileSync(join(folders.dataDir, "keys", file), "utf8");
      const plain = /"private_key": "([^"]+)"/.exec(text)?.[1];
      if (plain !== undefined) secrets.push(plain);
    }
    said.push(await app.call("key.show", {}, WINDOW), await app.call("health.get", {}, WINDOW));
    said.push(await app.call("support.save", { to: { file: { path: support } } }, { door: "command-line" }));
    for (const broken of ["{", '{"name":"x","protection":"file","private_key":"AAAA"}']) {
      writeFileSync(join(folders.dataDir, "keys", "00c0ffee.json"), broken);
    }
    const taken = app.call("key.trust", { file: { path: keyFile() } }, { door: "command-line" });
    said.push(await taken.catch((error: unknown) => String(error)));
    await closeAll();
    secrets.push(...vault.secrets);
    expect(secrets.length).toBeGreaterThan(3);
    const elsewhere = contentsOf(folders.dataDir).filter(([path]) => !path.startsWith(join(folders.dataDir, "keys")));
    const everything = Buffer.concat([
      ...[...contentsOf(folders.runsDir), ...elsewhere].map(([, bytes]) => bytes),
      readFileSync(support),
      Buffer.from(JSON.stringify(said)),
    ]);
    const text = everything.toString("latin1").toLowerCase();
    for (const secret of secrets) {
      const der = Buffer.from(secret, "base64");
      for (const bytes of [der, der.subarray(-32)]) {
        expect(everything.includes(bytes)).toBe(false);
        expect(text).not.toContain(bytes.toString("hex"));
        expect(everything.includes(bytes.toString("base64").replace(/=+$/, ""))).toBe(false);
        expect(everything.includes(bytes.toString("base64url"))).toBe(false);
      }
    }
  });

  const secrets: string[] = [];
  const keyFile = (): string => {
    const [file = ""] = readdirSync(join(folders.dataDir, "keys"));
    return join(folders.dataDir, "keys", file);
  };
});

describe("keys on the command line", () => {
  async function command(...args: string[]): Promise<readonly [number, string, string]> {
    const { exitCode, out, err } = await runInProcess(folders, args);
    return [exitCode, out, err];
  }

  it("are shown, changed and trusted", async () => {
    await runInProcess(folders, ["run", "create", "--input", "-"], { input: REQUEST });
    expect((await command("key", "show"))[1]).toMatch(/created .* ([0-9a-f]{4} ){15}[0-9a-f]{4}/);
    const [code, out] = await command("key", "rotate");
    expect([code, out.match(/rotated/g)?.length, out.match(/signs/g)?.length]).toEqual([0, 1, 1]);
    expect((await command("key", "rotate", "--to", "system"))[0]).toBe(4);
    const [usage, , why] = await command("key", "rotate", "--to", "paper");
    expect([usage, why.includes("--to")]).toEqual([2, true]);
    expect((await command("key", "reset", "--reason", "none"))[0]).toBe(4);
    expect((await command("key", "reset"))[0]).toBe(2);
  });

  it("are taken from the central audit only as a cosigner's, and the ledger says so", async () => {
    await runInProcess(folders, ["run", "create", "--input", "-"], { input: REQUEST });
    const { publicKey } = generateKeyPairSync("ed25519");
    const name = "audit.example";
    const text = cosignerText({ name, keyId: cosignerKeyId(name, rawPublicKey(publicKey)), publicKey });
    const file = join(folders.root, "centre.vkey");
    for (const bad of ["", "hello", text.replace("audit", "Audit"), text.slice(0, -2)]) {
      writeFileSync(file, bad);
      expect((await command("key", "trust", file))[0]).toBe(2);
    }
    expect((await command("key", "trust", join(folders.root, "none")))[0]).toBe(3);
    expect(existsSync(join(folders.dataDir, "centre-keys"))).toBe(false);
    writeFileSync(file, `${text}\n`);
    expect((await command("key", "trust", file))[0]).toBe(0);
    expect((await command("key", "trust", file))[0]).toBe(0);
    const { out } = await runInProcess(folders, ["key", "show", "--json"]);
    expect((JSON.parse(out) as { value: StoreKeys }).value.centre_keys).toMatchObject([{ verifier: text }]);
    const ledger = contentsOf(join(folders.runsDir, "_integrity", "ledger"));
    expect(ledger.filter(([, bytes]) => bytes.includes('"kind":"policy.changed"'))).not.toEqual([]);
  });
});
