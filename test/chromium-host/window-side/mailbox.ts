/** A message of main for a page. */
export interface PageMessage {
  readonly channel: string;
  readonly args: readonly unknown[];
}

/** Messages for a page until it fetches them. */
export interface Mailbox {
  put(message: PageMessage): void;
  /** Everything since the last call, in order; waits while there is nothing. A page that was loaded anew takes over the wait. */
  take(): Promise<readonly PageMessage[]>;
}

/** An empty mailbox. */
export function createMailbox(): Mailbox {
  let messages: PageMessage[] = [];
  let waiting: ((messages: readonly PageMessage[]) => void) | null = null;
  const handOver = () => {
    if (waiting === null || messages.length === 0) return;
    waiting(messages);
    messages = [];
    waiting = null;
  };
  return {
    put(message) {
      messages.push(message);
      handOver();
    },
    take() {
      waiting?.([]);
      return new Promise((resolve) => {
        waiting = resolve;
        handOver();
      });
    },
  };
}
