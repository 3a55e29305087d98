import { en } from "../../text/en.ts";
import { SafeName } from "../../ui/safe-name.tsx";

const SHORT_VALUE = 12;
const FINGERPRINT = /^[0-9a-f]{40,}$/;

/** A value that was compared. A fingerprint is cut to its beginning until the whole of it is asked for. */
export function RawValue({ value, full }: { readonly value: string | null; readonly full: boolean }) {
  if (value === null) return <span className="soft">{en.words.none}</span>;
  const isCut = !full && FINGERPRINT.test(value);
  return (
    <span className="mono check-value" data-cut={isCut}>
      <SafeName text={isCut ? `${value.slice(0, SHORT_VALUE)}…` : value} />
    </span>
  );
}
