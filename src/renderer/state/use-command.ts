import { useEffect, useRef } from "react";
import type { CommandId } from "./shortcuts.ts";
import { useStores } from "./stores-context.ts";

/** Offers a command to its key, the palette and the help while the component is in sight and `isOn`. */
export function useCommand(id: CommandId, run: () => void, isOn = true): void {
  const { commands } = useStores();
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => (isOn ? commands.getState().offer(id, () => latest.current()) : undefined), [commands, id, isOn]);
}
