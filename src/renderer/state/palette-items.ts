import type { RunRow } from "../../shared/operations/run-operations.ts";
import type { SavedView } from "../../shared/operations/view-operations.ts";
import { runName } from "../format/run-name.ts";
import { timeText } from "../format/time-text.ts";
import { en } from "../text/en.ts";
import { openView } from "./open-view.ts";
import type { PaletteState } from "./palette-store.ts";
import { DENSITIES, THEME_CHOICES } from "./settings-store.ts";
import { commandText, keysOf } from "./shortcut-text.ts";
import { type CommandId, SHORTCUTS } from "./shortcuts.ts";
import { openFolder, type WindowStores } from "./window-stores.ts";

const words = en.palette;

/** The kinds of things the palette finds, in the order in which they are shown. */
export const ITEM_KINDS = ["command", "place", "view", "setting", "run"] as const;

/** A kind of thing. */
export type ItemKind = (typeof ITEM_KINDS)[number];

/** Something that can be chosen. */
export interface PaletteItem {
  /** Of its own, and the same in every window: `command:help`, `run:run_0a`. */
  readonly id: string;
  readonly kind: ItemKind;
  readonly label: string;
  readonly detail: string | null;
  readonly keys: string | null;
  /** Does it. False when it could not be done, and nothing changed. */
  act(stores: WindowStores): boolean;
}

/** Commands that are about the keyboard, or that only make sense as a key. */
const NOT_LISTED: readonly CommandId[] = ["palette", "main-button", "next-pane", "previous-pane"];

/** Things under one heading. */
export interface PaletteGroup {
  readonly name: string;
  readonly items: readonly PaletteItem[];
}

/** What can be chosen now for what is typed. With nothing typed: what was chosen last, then everything but runs. */
export function paletteGroups(
  stores: WindowStores,
  { text, runs, views, recent }: PaletteState,
): readonly PaletteGroup[] {
  const fixed = [...commandItems(stores), ...placeItems(), ...settingItems(stores), ...views.map(viewItem)];
  if (text.trim() === "") {
    const last = recent.map((id) => fixed.find((item) => item.id === id)).filter((item) => item !== undefined);
    const rest = byKind(fixed.filter((item) => !last.includes(item)));
    return last.length === 0 ? rest : [{ name: words.recent, items: last }, ...rest];
  }
  const wanted = plainWords(text);
  const matching = byKind(fixed.filter((item) => holdsAll(item, wanted)));
  const found = byKind(runs.rows.map(runItem));
  // Who types a digit means a run, whatever else holds it.
  return /^\s*(\d|r[ni]\d)/i.test(text) ? [...found, ...matching] : [...matching, ...found];
}

function byKind(items: readonly PaletteItem[]): readonly PaletteGroup[] {
  const groups = ITEM_KINDS.map((kind) => ({
    name: words.kinds[kind],
    items: items.filter((item) => item.kind === kind),
  }));
  return groups.filter((group) => group.items.length > 0);
}

function commandItems({ commands, place }: WindowStores): readonly PaletteItem[] {
  const { name } = place.getState().place;
  const { offers } = commands.getState();
  return SHORTCUTS.filter(
    ({ id, at }) => offers.has(id) && !NOT_LISTED.includes(id) && (at === null || at.includes(name)),
  ).map(
    ({ id }): PaletteItem => ({
      id: `command:${id}`,
      kind: id.startsWith("go-") ? "place" : "command",
      label: commandText(id),
      detail: null,
      keys: keysOf(id),
      act: (stores) => stores.commands.getState().run(id),
    }),
  );
}

function placeItems(): readonly PaletteItem[] {
  const go = (name: "scanner" | "record", label: string): PaletteItem => ({
    ...{ id: `place:${name}`, kind: "place", label, detail: null, keys: null },
    act: (stores) => {
      stores.place.getState().go({ name });
      return true;
    },
  });
  return [go("record", words.record), go("scanner", words.settings.scanner)];
}

function settingItems({ session }: WindowStores): readonly PaletteItem[] {
  const setting = (id: string, label: string, act: (stores: WindowStores) => void): PaletteItem => ({
    ...{ id: `setting:${id}`, kind: "setting", label, detail: null, keys: null },
    act: (stores) => {
      act(stores);
      return true;
    },
  });
  const isSample = session.getState().session?.sample === true;
  return [
    ...DENSITIES.map((value) =>
      setting(`density-${value}`, words.settings.density(en.settings.densities[value]), ({ settings }) =>
        settings.getState().setDensity(value),
      ),
    ),
    ...THEME_CHOICES.map((value) =>
      setting(`theme-${value}`, words.settings.theme(en.settings.themes[value]), ({ settings }) =>
        settings.getState().setTheme(value),
      ),
    ),
    setting("samples", isSample ? words.settings.leaveSamples : words.settings.openSamples, (stores) => {
      void openFolder(stores, isSample ? "own" : "sample");
    }),
  ];
}

function viewItem(view: SavedView): PaletteItem {
  return {
    ...{ id: `view:${view.view_id}`, kind: "view", label: view.name, detail: view.query === "" ? null : view.query },
    keys: null,
    act: (stores) => openView(stores, view),
  };
}

function runItem(row: RunRow): PaletteItem {
  const facts = [
    row.created_at_utc === null ? null : timeText(row.created_at_utc),
    ...[row.tool_id, row.material_id, row.machine_id],
    row.problem === null ? null : en.words.unreadable,
    row.status === null ? null : en.words.status[row.status],
  ];
  return {
    id: `run:${row.run_id}`,
    kind: "run",
    label: en.frame.announceRun(runName(row)),
    detail: facts.filter((fact) => fact !== null).join(" · "),
    keys: null,
    act: (stores) => {
      stores.place.getState().go({ name: "run", runId: row.run_id, created: null });
      return true;
    },
  };
}

function holdsAll(item: PaletteItem, wanted: readonly string[]): boolean {
  const held = plainWords(`${item.label} ${item.detail ?? ""} ${words.kinds[item.kind]}`).join(" ");
  return wanted.every((word) => held.includes(word));
}

/** Words without capitals and marks, so that `nuss` and `Nuß` meet. */
function plainWords(text: string): readonly string[] {
  const plain = text.toLowerCase().replaceAll("ß", "ss").normalize("NFD").replace(/\p{M}/gu, "");
  return plain.split(/\s+/).filter((word) => word !== "");
}
