import { EventEmitter } from "node:events";

/** An event that can be prevented, as Electron hands it to listeners. */
export interface PreventableEvent {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

/** A fresh event that nobody has prevented. */
export function preventableEvent<Details extends object>(details: Details): PreventableEvent & Details {
  let prevented = false;
  return Object.defineProperties(
    {
      ...details,
      preventDefault: () => {
        prevented = true;
      },
    },
    { defaultPrevented: { get: () => prevented, enumerable: true } },
  ) as PreventableEvent & Details;
}

/** An emitter that refuses listeners for events the host never sends: they would wait in silence. */
export class SuppliedEvents extends EventEmitter {
  readonly #name: string;
  readonly #events: readonly string[];

  constructor(name: string, events: readonly string[]) {
    super();
    this.#name = name;
    this.#events = events;
    this.on("newListener", (event) => this.#check(String(event)));
  }

  #check(event: string): void {
    if (this.#events.includes(event) || event === "newListener") return;
    throw new Error(`The event "${event}" of electron.${this.#name} is not sent by the Chromium host`);
  }
}
