import { type Client, createClient } from "../../../src/renderer/api/client.ts";
import type { Timers } from "../../../src/renderer/state/timers.ts";
import { AppError } from "../../../src/shared/app-error.ts";
import {
  EVENT_NAMES,
  type EventName,
  OPERATION_NAMES,
  type OperationName,
} from "../../../src/shared/ipc/channel-names.ts";
import { type CallEnvelope, callEnvelopeSchema, type ReplyEnvelope } from "../../../src/shared/ipc/envelope.ts";
import type { EventPayload } from "../../../src/shared/ipc/events.ts";
import { OPERATION_TABLE, type OperationRequest, type OperationResponse } from "../../../src/shared/operation-table.ts";

/** Answers of a pretended main, by operation. What has no answer here is refused. */
export type FakeAnswers = {
  readonly [Name in OperationName]?: (
    request: OperationRequest<Name>,
    jobId: string | null,
  ) => OperationResponse<Name> | Promise<OperationResponse<Name>>;
};

/** A call as the pretended main got it. */
export interface SeenCall {
  readonly name: OperationName;
  readonly request: unknown;
  readonly jobId: string | null;
}

/** A client over a pretended main that parses as strictly as the real one. */
export interface FakeMain {
  readonly client: Client;
  readonly seen: readonly SeenCall[];
  emit<Name extends EventName>(name: Name, payload: EventPayload<Name>): void;
  /** The requests of one operation so far. */
  requestsOf(name: OperationName): readonly unknown[];
}

/** Builds a pretended main from its answers. `droppedPath` is what the shell says about anything dropped. */
export function createFakeMain(answers: FakeAnswers, droppedPath = ""): FakeMain {
  const seen: SeenCall[] = [];
  const listeners = new Map<EventName, Set<(payload: unknown) => void>>();
  const call =
    (name: OperationName) =>
    async (envelope: CallEnvelope): Promise<ReplyEnvelope> => {
      try {
        const { request, job_id: jobId } = callEnvelopeSchema.parse(envelope);
        const parsed = OPERATION_TABLE[name].request.parse(request);
        seen.push({ name, request: parsed, jobId });
        const answer = answers[name] as ((input: unknown, jobId: string | null) => unknown) | undefined;
        if (answer === undefined) throw new AppError("INTERNAL", `No answer for ${name}`);
        return { ok: true, value: await answer(parsed, jobId) };
      } catch (error) {
        if (error instanceof AppError) return { ok: false, error: error.toWire() };
        throw error;
      }
    };
  const on = (name: EventName) => (listener: (payload: unknown) => void) => {
    const set = listeners.get(name) ?? new Set();
    listeners.set(name, set.add(listener));
    return () => void set.delete(listener);
  };
  const client = createClient({
    call: Object.fromEntries(OPERATION_NAMES.map((name) => [name, call(name)])) as Record<
      OperationName,
      ReturnType<typeof call>
    >,
    on: Object.fromEntries(EVENT_NAMES.map((name) => [name, on(name)])) as Record<EventName, ReturnType<typeof on>>,
    pathOfDropped: () => droppedPath,
  });
  return {
    client,
    seen,
    emit: (name, payload) => {
      for (const listener of listeners.get(name) ?? []) listener(payload);
    },
    requestsOf: (name) => seen.filter((one) => one.name === name).map((one) => one.request),
  };
}

/** Timers that a test moves by hand. */
export interface FakeTimers extends Timers {
  advance(byMs: number): void;
}

/** Timers that stand still until moved, starting at `startMs`. */
export function createFakeTimers(startMs = Date.UTC(2026, 10, 21, 12)): FakeTimers {
  let nowMs = startMs;
  const tasks = new Map<number, { readonly atMs: number; readonly task: () => void }>();
  let lastId = 0;
  return {
    nowMs: () => nowMs,
    after: (delayMs, task) => {
      lastId += 1;
      const id = lastId;
      tasks.set(id, { atMs: nowMs + delayMs, task });
      return () => void tasks.delete(id);
    },
    advance: (byMs) => {
      nowMs += byMs;
      for (const [id, { atMs, task }] of [...tasks]) {
        if (atMs > nowMs) continue;
        tasks.delete(id);
        task();
      }
    },
  };
}

/** Lets everything that was answered at once arrive. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** A promise and the means to end it. */
export function deferred<Value>() {
  return Promise.withResolvers<Value>();
}
