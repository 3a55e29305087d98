import { createStore, type StoreApi } from "zustand/vanilla";
import type { AppError } from "../../shared/app-error.ts";
import type { Role } from "../../shared/operation-row.ts";
import type { OperationInput } from "../../shared/operation-table.ts";
import type { WorkstationSettings } from "../../shared/operations/view-operations.ts";
import { resolveQuery } from "../../shared/query/resolve-query.ts";
import { EVERYTHING } from "../../shared/query/run-query.ts";
import { asAppError, type Client } from "../api/client.ts";
import {
  cardsOf,
  type Held,
  type HomeCardName,
  type HomeCards,
  type HomeScope,
  momentOf,
  NO_CARDS,
  readCard,
} from "./home-cards.ts";
import { HOME_ROLES, type HomePeriod, type HomeRole, homeRoleOf } from "./home-queries.ts";
import type { SettingsStorage } from "./settings-store.ts";
import type { Timers } from "./timers.ts";

/** Changes come in bursts; one look after each burst is enough. */
export const LOOK_AFTER_MS = 1_000;
/** How often ages are told anew, and a shift that ended is seen. */
export const TICK_MS = 30_000;

/** Where the window keeps which work list a role looks at. */
const SHOWN_AS_KEY = "rmos-runs.home-as";

/** The work list of a role, and the numbers beside it. */
export interface HomeState {
  readonly role: HomeRole;
  readonly workstation: Held<WorkstationSettings>;
  readonly cards: HomeCards;
  readonly period: HomePeriod;
  /** What ages are told against. */
  readonly nowMs: number;
  /** Why machine and shifts were not set; null when they were. */
  readonly workstationError: AppError | null;
  /** Shows the work list that a person of this role last looked at, their own at first. */
  showFor(role: Role): void;
  /** Looks at the work list of another role. It is remembered for this role of a person, and permits nothing. */
  showAs(role: Role, shown: HomeRole): void;
  /** Reads all parts now and after each change, until the returned function is called. */
  follow(): () => void;
  refresh(): Promise<void>;
  choosePeriod(period: HomePeriod): void;
  /** False when it was refused; `workstationError` says why. */
  setWorkstation(change: OperationInput<"workstation.set">): Promise<boolean>;
  /** Another folder was opened. */
  reset(): void;
}

type HomeStore = StoreApi<HomeState>;

const THIS_MONTH: HomePeriod = { target: "this-month", from: "", to: "" };

/** What the store needs from outside. */
export interface HomeParts {
  readonly client: Client;
  readonly timers: Timers;
  readonly storage: SettingsStorage;
  /** What holds for the workstation was set here: others that go by it read it anew. */
  readonly onWorkstation: () => void;
}

/** A store that keeps Home true while it is shown, and reads nothing while it is not. */
export function createHomeStore(parts: HomeParts): HomeStore {
  const { client, timers, storage, onWorkstation } = parts;
  const store: HomeStore = createStore<HomeState>()((set, get) => ({
    role: "machinist",
    workstation: { value: null, error: null },
    cards: NO_CARDS,
    period: THIS_MONTH,
    nowMs: timers.nowMs(),
    workstationError: null,
    showFor: (role) => {
      const kept = storage.getItem(`${SHOWN_AS_KEY}.${role}`);
      const shown = HOME_ROLES.find((one) => one === kept) ?? homeRoleOf(role);
      if (shown !== get().role) reader.change({ role: shown, cards: NO_CARDS });
    },
    showAs: (role, shown) => {
      storage.setItem(`${SHOWN_AS_KEY}.${role}`, shown);
      reader.change({ role: shown, cards: NO_CARDS });
    },
    follow: () => reader.follow(),
    refresh: () => reader.refresh(),
    choosePeriod: (period) => reader.change({ period, cards: { ...get().cards, period: NO_CARDS.period } }),
    setWorkstation: async (change) => {
      try {
        const value = await client.call("workstation.set", change);
        reader.change({ workstation: { value, error: null }, workstationError: null, cards: NO_CARDS });
        onWorkstation();
        return true;
      } catch (error) {
        set({ workstationError: asAppError(error) });
        return false;
      }
    },
    reset: () => {
      const workstation = { value: null, error: null };
      reader.change({ workstation, cards: NO_CARDS, period: THIS_MONTH, workstationError: null });
    },
  }));
  const reader = new HomeReader(store, parts);
  return store;
}

/** Reads the parts of Home, each by itself, so that one that cannot be read leaves the others alone. */
class HomeReader {
  readonly #store: HomeStore;
  readonly #parts: HomeParts;
  #followers = 0;
  /** Grows with everything that makes answers on their way worthless. */
  #age = 0;
  #reading: Promise<void> | null = null;
  #readAgain = false;
  #isLookDue = false;
  #callOffTick: () => void = () => undefined;
  #readShift: string | null = null;

  constructor(store: HomeStore, parts: HomeParts) {
    this.#store = store;
    this.#parts = parts;
    parts.client.subscribe("store.changed", () => this.#lookSoon());
  }

  follow(): () => void {
    this.#followers += 1;
    if (this.#followers === 1) {
      void this.refresh();
      this.#tickLater();
    }
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#followers -= 1;
      if (this.#followers === 0) this.#callOffTick();
    };
  }

  /** Shows something else: what was asked for the old is dropped, and nothing of it stays. */
  change(change: Partial<HomeState>): void {
    this.#age += 1;
    this.#reading = null;
    this.#set(change);
    if (this.#followers > 0) void this.refresh();
  }

  /** Reads everything once. While it is being read, one more reading follows. */
  async refresh(): Promise<void> {
    this.#readAgain = true;
    this.#reading ??= this.#readUntilQuiet(this.#age);
    await this.#reading;
  }

  async #readUntilQuiet(age: number): Promise<void> {
    while (this.#readAgain && age === this.#age) {
      this.#readAgain = false;
      await this.#readOnce();
    }
    if (age === this.#age) this.#reading = null;
  }

  async #readOnce(): Promise<void> {
    const age = this.#age;
    this.#set({ nowMs: this.#parts.timers.nowMs() });
    const scope = await this.#readScope(age);
    if (scope === null) return;
    this.#readShift = shiftOf(scope);
    await Promise.all(cardsOf(scope.role).map((name) => this.#readCard(name, scope, age)));
  }

  async #readScope(age: number): Promise<HomeScope | null> {
    try {
      const workstation = await this.#parts.client.call("workstation.get", {});
      if (age !== this.#age) return null;
      this.#set({ workstation: { value: workstation, error: null } });
      return this.#scope();
    } catch (error) {
      const { workstation } = this.#state();
      if (age === this.#age) this.#set({ workstation: { value: workstation.value, error: asAppError(error) } });
      return null;
    }
  }

  async #readCard(name: HomeCardName, scope: HomeScope, age: number): Promise<void> {
    const put = (held: Held<unknown>): void => {
      if (age === this.#age) this.#set({ cards: { ...this.#state().cards, [name]: held } });
    };
    try {
      put({ value: await readCard(this.#parts.client, name, scope), error: null });
    } catch (error) {
      put({ value: this.#state().cards[name].value, error: asAppError(error) });
    }
  }

  #lookSoon(): void {
    if (this.#isLookDue || this.#followers === 0) return;
    this.#isLookDue = true;
    this.#parts.timers.after(LOOK_AFTER_MS, () => {
      this.#isLookDue = false;
      if (this.#followers > 0) void this.refresh();
    });
  }

  #tickLater(): void {
    this.#callOffTick = this.#parts.timers.after(TICK_MS, () => {
      this.#set({ nowMs: this.#parts.timers.nowMs() });
      const scope = this.#scope();
      if (scope !== null && shiftOf(scope) !== this.#readShift) void this.refresh();
      this.#tickLater();
    });
  }

  #scope(): HomeScope | null {
    const { role, period, workstation, nowMs } = this.#state();
    if (workstation.value === null) return null;
    return { role, period, workstation: workstation.value, now: new Date(nowMs) };
  }

  #state(): HomeState {
    return this.#store.getState();
  }

  #set(change: Partial<HomeState>): void {
    this.#store.setState(change);
  }
}

/** What tells one shift, and one day, from the next. */
function shiftOf(scope: HomeScope): string {
  const begin = (date: "shift" | "day"): string | null =>
    resolveQuery(
      { ...EVERYTHING, date: date === "shift" ? { kind: "shift" } : { kind: "last", amount: 1, unit: "day" } },
      momentOf(scope),
    ).from;
  return `${begin("shift")} ${begin("day")}`;
}
