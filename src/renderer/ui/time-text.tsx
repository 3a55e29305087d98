import { fullTimeText, timeText, utcTimeText, zoneName } from "../format/time-text.ts";
import { en } from "../text/en.ts";
import { SafeName } from "./safe-name.tsx";

/** A stored time in words; the full local time and UTC stand in its title. */
export function TimeText({ at }: { readonly at: string | null }) {
  if (at === null) return <span className="soft">{en.words.none}</span>;
  return (
    <time dateTime={at} title={`${fullTimeText(at)} · ${utcTimeText(at)}`}>
      <SafeName text={timeText(at)} />
    </time>
  );
}

/** A stored time in full: local with seconds and zone, then UTC. */
export function FullTimeText({ at }: { readonly at: string | null }) {
  if (at === null) return <span className="soft">{en.words.notRecorded}</span>;
  return (
    <time dateTime={at}>
      <SafeName text={zoneName() === "UTC" ? fullTimeText(at) : `${fullTimeText(at)} (${utcTimeText(at)})`} />
    </time>
  );
}
