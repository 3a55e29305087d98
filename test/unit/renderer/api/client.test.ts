import { describe, expect, it } from "vitest";
import { asAppError, createClient } from "../../../../src/renderer/api/client.ts";
import { AppError } from "../../../../src/shared/app-error.ts";
import { createFakeMain } from "../fake-bridge.ts";
import { makeSession } from "../sample-data.ts";

function bridgeThatAnswers(reply: unknown) {
  const envelopes: unknown[] = [];
  const answer = async (envelope: unknown) => {
    envelopes.push(envelope);
    return reply;
  };
  const bridge = {
    call: { "session.get": answer },
    on: {},
    pathOfDropped: () => "",
  };
  return { envelopes, client: createClient(bridge as never, () => "id-1") };
}

describe("client", () => {
  it("sends each request with an id of its own and the job it belongs to", async () => {
    const { client, envelopes } = bridgeThatAnswers({ ok: true, value: makeSession() });
    await client.call("session.get", {}, { jobId: "job-7" });
    expect(envelopes).toEqual([{ request_id: "id-1", job_id: "job-7", request: {} }]);
  });

  it("hands out the parsed answer", async () => {
    const { client } = bridgeThatAnswers({ ok: true, value: { ...makeSession(), extra: 1 } });
    expect(await client.call("session.get", {})).toEqual(makeSession());
  });

  it("turns an error of main back into the same coded error", async () => {
    const wire = { code: "DISK_FULL", message: "The drive is full.", context: { free: 0 } };
    const { client } = bridgeThatAnswers({ ok: false, error: wire });
    const error = await client.call("session.get", {}).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).toWire()).toEqual(wire);
  });

  it.each([
    ["no envelope", "nonsense"],
    ["an unknown code", { ok: false, error: { code: "NEW", message: "", context: {} } }],
    ["a value that does not fit its schema", { ok: true, value: { runs_dir: 7 } }],
  ])("an answer with %s is a coded fault, never a half-read value", async (_name, reply) => {
    const { client } = bridgeThatAnswers(reply);
    await expect(client.call("session.get", {})).rejects.toMatchObject({ code: "INTERNAL" });
  });

  it("a call that does not reach main is a coded fault", async () => {
    const bridge = {
      call: { "session.get": () => Promise.reject(new Error("gone")) },
      on: {},
      pathOfDropped: () => "",
    };
    const client = createClient(bridge as never);
    await expect(client.call("session.get", {})).rejects.toMatchObject({ code: "INTERNAL" });
  });

  it("events reach a listener parsed, until it is taken off; events of another shape do not", () => {
    const { client, emit } = createFakeMain({});
    const seen: unknown[] = [];
    const stop = client.subscribe("store.changed", (payload) => seen.push(payload));
    emit("store.changed", { seq: 1, run_ids: ["run_1"], more: false });
    emit("store.changed", { seq: "one" } as never);
    stop();
    emit("store.changed", { seq: 2, run_ids: [], more: false });
    expect(seen).toEqual([{ seq: 1, run_ids: ["run_1"], more: false }]);
  });

  it("an empty dropped path means that there is none", () => {
    expect(createFakeMain({}, "").client.findDroppedPath(new File([], "a"))).toBeNull();
    expect(createFakeMain({}, "/x/a").client.findDroppedPath(new File([], "a"))).toBe("/x/a");
  });

  it("anything thrown becomes a coded error and keeps its cause", () => {
    const coded = new AppError("CONFLICT", "x");
    expect(asAppError(coded)).toBe(coded);
    const bug = new TypeError("bug");
    expect(asAppError(bug)).toMatchObject({ code: "INTERNAL", cause: bug });
  });
});
