import type { MenuItemConstructorOptions } from "electron";
import { describe, expect, it } from "vitest";
import { applicationMenu } from "../../../../src/main/app/application-menu.ts";

function itemsOf(menu: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] {
  return menu.flatMap((item) => (Array.isArray(item.submenu) ? itemsOf(item.submenu) : [item]));
}

describe("application menu", () => {
  it("makes everything larger, smaller and of usual size, from the number pad too", () => {
    const items = itemsOf(applicationMenu({ platform: "linux", isPackaged: true }));
    const keysOf = (role: string) => items.filter((item) => item.role === role).map((item) => item.accelerator);
    expect(keysOf("zoomIn")).toEqual(["CommandOrControl+Plus", "CommandOrControl+=", "CommandOrControl+numadd"]);
    expect(keysOf("zoomOut")).toEqual(["CommandOrControl+-", "CommandOrControl+numsub"]);
    expect(keysOf("resetZoom")).toEqual(["CommandOrControl+0", "CommandOrControl+num0"]);
  });

  it("takes no key that belongs to a page", () => {
    const items = itemsOf(applicationMenu({ platform: "linux", isPackaged: false }));
    expect(items.map((item) => item.role)).not.toContain("reload");
    expect(items.map((item) => item.role)).not.toContain("forceReload");
    expect(items.map((item) => item.accelerator)).not.toContain("F5");
  });

  it("offers the developer tools only while it is not packaged", () => {
    const rolesOf = (isPackaged: boolean) =>
      itemsOf(applicationMenu({ platform: "linux", isPackaged })).map((item) => item.role);
    expect(rolesOf(false)).toContain("toggleDevTools");
    expect(rolesOf(true)).not.toContain("toggleDevTools");
  });

  it("has the menu of the app itself where the system expects one", () => {
    expect(applicationMenu({ platform: "darwin", isPackaged: true })[0]).toEqual({ role: "appMenu" });
    expect(applicationMenu({ platform: "win32", isPackaged: true })[0]?.label).toBe("&File");
  });
});
