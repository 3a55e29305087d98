import { checkOptions, supplied } from "./supplied.ts";

interface MenuItem {
  readonly submenu?: readonly MenuItem[];
}

const OPTIONS = ["role", "label", "accelerator", "type", "submenu", "visible", "acceleratorWorksWhenHidden"];

function checkItems(items: readonly MenuItem[]): void {
  for (const item of items) {
    checkOptions("Menu item", item, OPTIONS);
    checkItems(item.submenu ?? []);
  }
}

/** Electron's `Menu`, as far as the main bundle uses it. The host shows none and hears none of its keys. */
export const Menu = supplied("Menu", {
  buildFromTemplate(items: readonly MenuItem[]) {
    checkItems(items);
    return { items };
  },
  setApplicationMenu: () => undefined,
});
