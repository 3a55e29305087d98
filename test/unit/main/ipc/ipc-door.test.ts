import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Application, CallOptions } from "../../../../src/main/operations/application.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { OPERATION_NAMES, operationChannel } from "../../../../src/shared/ipc/channel-names.ts";
import { type ReplyEnvelope, replyEnvelopeSchema } from "../../../../src/shared/ipc/envelope.ts";

type Handler = (event: unknown, ...args: readonly unknown[]) => Promise<ReplyEnvelope>;

const handlers = vi.hoisted(() => new Map<string, unknown>());

vi.mock("electron", () => ({
  ipcMain: {
    handle: (channel: string, handler: unknown) => handlers.set(channel, handler),
    removeHandler: (channel: string) => handlers.delete(channel),
  },
}));

const { openIpcDoor } = await import("../../../../src/main/ipc/ipc-door.ts");

const ORIGIN = "app://rmos-runs";
const mainFrame = { url: `${ORIGIN}/index.html` };
const contents = { mainFrame };
const trusted = { sender: contents, senderFrame: mainFrame };
const CALL = { request_id: "r-1", job_id: null, request: { run_id: "x" } };

interface Received {
  readonly name: string;
  readonly input: unknown;
  readonly options: CallOptions;
}

function openDoor(answer: () => unknown = () => "done") {
  const received: Received[] = [];
  const logFault = vi.fn(() => "1a2b3c4d");
  const application = {
    async callUntyped(name: string, input: unknown, options: CallOptions) {
      received.push({ name, input, options });
      return answer();
    },
  } as unknown as Application;
  const close = openIpcDoor({
    application: Promise.resolve(application),
    contents: contents as never,
    origin: ORIGIN,
    logFault,
  });
  return { received, logFault, close };
}

function call(name: string, event: unknown, ...args: readonly unknown[]): Promise<ReplyEnvelope> {
  return (handlers.get(`rmos:op:${name}`) as Handler)(event, ...args);
}

describe("ipc door", () => {
  afterEach(() => handlers.clear());

  it("opens one channel for each operation and no other, and closes them", () => {
    const { close } = openDoor();
    expect([...handlers.keys()]).toEqual(OPERATION_NAMES.map(operationChannel));
    close();
    expect(handlers.size).toBe(0);
  });

  it("hands a call on as the window's, with its ids, and the answer back", async () => {
    const { received } = openDoor(() => ({ bytes: new Uint8Array([1]) }));
    const reply = await call("run.get", trusted, { request_id: "r-1", job_id: "j-1", request: { a: 1 } });
    expect(reply).toEqual({ ok: true, value: { bytes: new Uint8Array([1]) } });
    const options = { door: "window", requestId: "r-1", jobId: "j-1" };
    expect(received).toEqual([{ name: "run.get", input: { a: 1 }, options }]);
  });

  it.each([
    ["another window", { sender: { mainFrame }, senderFrame: mainFrame }],
    ["a frame inside the page", { sender: contents, senderFrame: { url: mainFrame.url } }],
    ["a frame that is gone", { sender: contents, senderFrame: null }],
  ])("refuses %s", async (_who, event) => {
    const { received } = openDoor();
    expect(await call("run.get", event, CALL)).toMatchObject({ ok: false, error: { code: "POLICY_REFUSED" } });
    expect(received).toEqual([]);
  });

  it.each(["https://example.com/", "app://rmos-runs.evil/index.html", "app://other/", "about:blank", "", ORIGIN])(
    "refuses our own frame while it shows %j",
    async (url) => {
      const { received } = openDoor();
      const frame = { url };
      const event = { sender: contents, senderFrame: frame };
      contents.mainFrame = frame;
      try {
        expect(await call("run.get", event, CALL)).toMatchObject({ ok: false, error: { code: "POLICY_REFUSED" } });
        expect(received).toEqual([]);
      } finally {
        contents.mainFrame = mainFrame;
      }
    },
  );

  it("names the field of an envelope that cannot be read", async () => {
    const { received } = openDoor();
    const replyTo = async (envelope: unknown) => await call("run.get", trusted, envelope);
    const failed = (field: string) => ({ ok: false, error: { code: "BAD_REQUEST", context: { field } } });
    expect(await replyTo("nonsense")).toMatchObject(failed("envelope"));
    expect(await replyTo({ ...CALL, request_id: "../x" })).toMatchObject(failed("envelope.request_id"));
    expect(await replyTo({ ...CALL, job_id: 7 })).toMatchObject(failed("envelope.job_id"));
    expect(await replyTo({ ...CALL, more: 1 })).toMatchObject(failed("envelope"));
    expect(received).toEqual([]);
  });

  it("passes an expected failure on with its code and context, without its cause", async () => {
    openDoor(() => {
      throw new AppError("RUN_NOT_FOUND", "There is no such run.", {
        context: { run_id: "x" },
        cause: new Error("ENOENT"),
      });
    });
    expect(await call("run.get", trusted, CALL)).toEqual({
      ok: false,
      error: { code: "RUN_NOT_FOUND", message: "There is no such run.", context: { run_id: "x" } },
    });
  });

  it("says of a bug only where the log has it", async () => {
    const bug = new TypeError("secret detail");
    const { logFault } = openDoor(() => {
      throw bug;
    });
    const reply = await call("run.get", trusted, CALL);
    expect(reply).toMatchObject({ ok: false, error: { code: "INTERNAL", context: { log_id: "1a2b3c4d" } } });
    expect(JSON.stringify(reply)).not.toContain("secret");
    expect(logFault).toHaveBeenCalledWith("ipc.run.get", bug);
  });

  it("lets calls wait for the application, and answers why it did not open", async () => {
    const opening = Promise.withResolvers<Application>();
    openIpcDoor({ application: opening.promise, contents: contents as never, origin: ORIGIN, logFault: () => "1" });
    const reply = call("session.get", trusted, CALL);
    opening.reject(new AppError("NO_PERMISSION", "Not yours."));
    expect(await reply).toMatchObject({ ok: false, error: { code: "NO_PERMISSION" } });
  });

  it("answers a thousand arbitrary payloads on every channel with a reply, and lets none in that is no envelope", async () => {
    const { received } = openDoor();
    const payload = fc.oneof(
      fc.anything(),
      fc.record({ request_id: fc.anything(), job_id: fc.anything(), request: fc.anything() }),
    );
    for (const name of OPERATION_NAMES) {
      await fc.assert(
        fc.asyncProperty(payload, async (envelope) => {
          const before = received.length;
          const reply = replyEnvelopeSchema.parse(await call(name, trusted, envelope));
          if (reply.ok) expect(Object.keys(envelope as object).toSorted()).toEqual(["job_id", "request", "request_id"]);
          else expect([reply.error.code, received.length]).toEqual(["BAD_REQUEST", before]);
        }),
        { numRuns: 1_000 },
      );
    }
  });
});
