import type { Page } from "@playwright/test";
import { expect, test } from "./support/app-test.ts";

// The pages do on purpose what no page of ours does.
test.use({ mayComplain: true });

interface Reply {
  readonly ok: boolean;
  readonly error?: { readonly code: string; readonly message: string; readonly context: unknown };
}

function callBridge(page: Page, name: string, ...args: readonly unknown[]): Promise<Reply | string> {
  return page.evaluate(
    async ([operation, values]) => {
      const bridge = Reflect.get(window, "rmosRuns" as string) as {
        call: Record<string, (...given: unknown[]) => Promise<Reply>>;
      };
      try {
        return (await bridge.call[operation]?.(...values)) ?? "no such call";
      } catch (error) {
        return String(error);
      }
    },
    [name, args] as const,
  );
}

test("the bridge offers the operations and events by name, cannot be changed, and hides what is below it", async ({
  launch,
}) => {
  const { page } = await launch();
  const found = await page.evaluate(() => {
    const bridge = Reflect.get(window, "rmosRuns" as string);
    const attempt = (work: () => unknown) => {
      try {
        return work() === false ? "refused" : "done";
      } catch {
        return "refused";
      }
    };
    return {
      members: Object.keys(bridge).toSorted(),
      unknown: typeof bridge.call["run.delete"],
      inherited: Object.keys(bridge.call).includes("constructor"),
      replaced: attempt(() => Reflect.set(window, "rmosRuns", {})),
      added: attempt(() => Reflect.set(bridge.call, "run.delete", () => undefined)),
      globals: ["require", "process", "module", "ipcRenderer", "electron", "Buffer", "global"].filter(
        (name) => name in window,
      ),
    };
  });
  expect(found).toEqual({
    members: ["call", "on", "pathOfDropped"],
    unknown: "undefined",
    inherited: false,
    replaced: "refused",
    added: "refused",
    globals: [],
  });
});

test("a call with nonsense is answered with a code, and main goes on", async ({ launch }) => {
  const { page } = await launch();
  const envelope = (request: unknown) => ({ request_id: null, job_id: null, request });
  const nonsense: readonly unknown[] = [
    undefined,
    null,
    "text",
    [],
    {},
    { request_id: "ok", job_id: null },
    { ...envelope({}), extra: 1 },
    { request_id: "../../x", job_id: null, request: {} },
    { request_id: "x".repeat(65), job_id: null, request: {} },
    envelope(null),
    envelope("run"),
    envelope({ run_id: 7 }),
    envelope({ run_id: ["a"] }),
    envelope({ run_id: "../../../etc/passwd" }),
    envelope({ run_id: "run_0", extra: true }),
    envelope({ run_id: "x".repeat(1_000_000) }),
    envelope(new Uint8Array(1_000_000)),
  ];
  for (const payload of nonsense) {
    const reply = await callBridge(page, "run.get", payload);
    expect(reply).toMatchObject({
      ok: false,
      error: { code: expect.stringMatching(/^(BAD_REQUEST|BAD_RUN_ID|TOO_LARGE)$/) },
    });
    expect(JSON.stringify(reply)).not.toMatch(/\bat .*\.(js|ts):\d+/);
  }
  expect(await callBridge(page, "run.delete", envelope({}))).toBe("no such call");
  expect(await callBridge(page, "health.get", envelope({}))).toMatchObject({ ok: true });
});

test("a page can name no path that it was not given", async ({ launch }) => {
  const { page } = await launch();
  const envelope = (request: unknown) => ({ request_id: null, job_id: null, request });
  const attempts = [
    ["import.scan", { source: { path: "/" } }],
    ["import.scan", { source: { grant: "guessed" } }],
    ["run.create", { source: { file: { path: "/etc/passwd" } } }],
    ["hash.canonical", { source: { file: { path: "/etc/passwd" } } }],
  ] as const;
  for (const [name, request] of attempts) {
    const reply = await callBridge(page, name, envelope(request));
    expect(reply).toMatchObject({
      ok: false,
      error: { code: expect.stringMatching(/^(POLICY_REFUSED|BAD_REQUEST|PATH_NOT_FOUND)$/) },
    });
  }
});

test("a frame inside the page is given no bridge of its own", async ({ launch }) => {
  const { page } = await launch();
  const found = await page.evaluate(() => {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    return typeof Reflect.get(frame.contentWindow ?? {}, "rmosRuns");
  });
  expect(found).toBe("undefined");
});
