import type { MenuItemConstructorOptions } from "electron";

/** What the menu depends on. */
export interface MenuPlace {
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
}

/**
 * The menu: what belongs to the window and not to a page. Everything else has its keys in the page, so no role here may take one
 * of those; reloading, for one, would take F5. Source: experience 3.4.
 */
export function applicationMenu(place: MenuPlace): MenuItemConstructorOptions[] {
  const appMenu: MenuItemConstructorOptions[] = place.platform === "darwin" ? [{ role: "appMenu" }] : [];
  return [...appMenu, fileMenu(), editMenu(), viewMenu(place)];
}

function fileMenu(): MenuItemConstructorOptions {
  return { label: "&File", submenu: [{ role: "quit", accelerator: "CommandOrControl+Q" }] };
}

function editMenu(): MenuItemConstructorOptions {
  return {
    label: "&Edit",
    submenu: [
      { role: "undo" },
      { role: "redo" },
      { type: "separator" },
      { role: "cut" },
      { role: "copy" },
      { role: "paste" },
      { role: "selectAll" },
    ],
  };
}

/** The plus sign needs Shift on many keyboards and the number pad has its own: each size has hidden twins. */
function zoomItems(): MenuItemConstructorOptions[] {
  const hidden = { visible: false, acceleratorWorksWhenHidden: true };
  return [
    { role: "zoomIn", label: "Make everything larger", accelerator: "CommandOrControl+Plus" },
    { role: "zoomIn", accelerator: "CommandOrControl+=", ...hidden },
    { role: "zoomIn", accelerator: "CommandOrControl+numadd", ...hidden },
    { role: "zoomOut", label: "Make everything smaller", accelerator: "CommandOrControl+-" },
    { role: "zoomOut", accelerator: "CommandOrControl+numsub", ...hidden },
    { role: "resetZoom", label: "Usual size", accelerator: "CommandOrControl+0" },
    { role: "resetZoom", accelerator: "CommandOrControl+num0", ...hidden },
  ];
}

function viewMenu(place: MenuPlace): MenuItemConstructorOptions {
  const developer: MenuItemConstructorOptions[] = place.isPackaged ? [] : [{ role: "toggleDevTools" }];
  return {
    label: "&View",
    submenu: [...zoomItems(), { type: "separator" }, { role: "togglefullscreen" }, ...developer],
  };
}
