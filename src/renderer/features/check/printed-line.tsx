import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { fullTimeText } from "../../format/time-text.ts";
import { useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { SafeName } from "../../ui/safe-name.tsx";

/** The time at which the page was last sent to the printer, told before it is drawn for it; null while it is on screen. */
export function usePrintTime(): string | null {
  const [at, setAt] = useState<string | null>(null);
  useEffect(() => {
    const begin = (): void => flushSync(() => setAt(new Date().toISOString()));
    const end = (): void => setAt(null);
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    return () => {
      window.removeEventListener("beforeprint", begin);
      window.removeEventListener("afterprint", end);
    };
  }, []);
  return at;
}

/** Who printed a report, when and where. On paper only. */
export function PrintedLine() {
  const at = usePrintTime();
  const session = useWindowStore("session", (state) => state.session);
  if (session === null || at === null) return null;
  const who = `${session.person.name} (${en.words.role[session.person.role]})`;
  return (
    <p className="check-printed">
      <SafeName text={en.recordCheck.report.printed(fullTimeText(at), who, session.workstation_id)} />
    </p>
  );
}
