import { supplied } from "./supplied.ts";
import { windowSide } from "./window-link.ts";

interface OpenOptions {
  readonly title?: string;
  readonly properties?: readonly string[];
}

interface MessageOptions {
  readonly type?: string;
  readonly title?: string;
  readonly message: string;
  readonly detail?: string;
}

interface HasId {
  readonly id: number;
}

/** Electron's `dialog`, as far as the main bundle uses it. */
export const dialog = supplied("dialog", {
  async showOpenDialog(...args: readonly [HasId, OpenOptions] | readonly [OpenOptions]) {
    const [window, options] = args.length === 2 ? args : [null, args[0]];
    const filePaths = await windowSide.ask("dialog.open", {
      windowId: window?.id ?? null,
      title: options.title ?? "",
      wantsFolder: options.properties?.includes("openDirectory") ?? false,
    });
    return { canceled: filePaths === null, filePaths: filePaths ?? [] };
  },
  async showMessageBox(options: MessageOptions) {
    const { type = "none", title = "", message, detail = "" } = options;
    return { response: await windowSide.ask("dialog.message", { type, title, message, detail }) };
  },
});
