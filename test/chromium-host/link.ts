/** What one side may ask of the other: a name, what it carries, what it is answered with. */
export type Questions = { readonly [name: string]: (payload: never) => unknown };

/** The answers to questions, each at once or later. */
export type Answers<Asked extends Questions> = {
  readonly [Name in keyof Asked]: (payload: Parameters<Asked[Name]>[0]) => Awaitable<ReturnType<Asked[Name]>>;
};

type Awaitable<Value> = Value | Promise<Value>;

/** A way to ask the other side. An answer that fails there rejects here. */
export interface Link<Asked extends Questions> {
  ask<Name extends keyof Asked & string>(
    name: Name,
    payload: Parameters<Asked[Name]>[0],
  ): Promise<Awaited<ReturnType<Asked[Name]>>>;
}

/** A process channel, seen from either end: `process` in the child, the child in its parent. */
export interface Channel {
  send(message: object): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
}

interface Question {
  readonly kind: "question";
  readonly id: number;
  readonly name: string;
  readonly payload: unknown;
}

interface Answer {
  readonly kind: "answer";
  readonly id: number;
  readonly ok: boolean;
  readonly value: unknown;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** Joins two processes: each answers the other's questions in the order they come. When the channel closes, open questions fail. */
export function openLink<Ours extends Questions, Theirs extends Questions>(
  channel: Channel,
  answers: Partial<Answers<Ours>>,
): Link<Theirs> {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let isOpen = true;
  channel.onMessage((message) => {
    const parcel = message as Question | Answer;
    if (parcel.kind === "answer") settle(waiting, parcel);
    else void reply(channel, answers, parcel);
  });
  channel.onClose(() => {
    isOpen = false;
    for (const entry of waiting.values()) entry.reject(otherSideGone());
    waiting.clear();
  });
  return {
    ask(name, payload) {
      if (!isOpen) return Promise.reject(otherSideGone());
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        channel.send({ kind: "question", id, name, payload } satisfies Question);
      });
    },
  };
}

function otherSideGone(): Error {
  return new Error("The other side of the Chromium host is gone");
}

function settle(waiting: Map<number, Waiting>, answer: Answer): void {
  const entry = waiting.get(answer.id);
  waiting.delete(answer.id);
  if (answer.ok) entry?.resolve(answer.value as never);
  else entry?.reject(new Error(String(answer.value)));
}

async function reply<Ours extends Questions>(
  channel: Channel,
  answers: Partial<Answers<Ours>>,
  question: Question,
): Promise<void> {
  const base = { kind: "answer", id: question.id } as const;
  try {
    const answer = answers[question.name];
    if (answer === undefined) throw new Error(`No one answers "${question.name}"`);
    const value = await answer(question.payload as never);
    channel.send({ ...base, ok: true, value } satisfies Answer);
  } catch (error) {
    const value = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    channel.send({ ...base, ok: false, value } satisfies Answer);
  }
}
