import { useState } from "react";
import type { RunView } from "../../../shared/operations/run-operations.ts";
import { timeText } from "../../format/time-text.ts";
import { useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { keyed } from "../../ui/keyed.ts";
import { SafeName } from "../../ui/safe-name.tsx";

const words = en.runPage.notes;
const SHOWN_AT_FIRST = 3;

/** Notes and tags, newest first; what is not on record yet says so. Absent when there are none. */
export function NotesBlock({ view }: { readonly view: RunView }) {
  const { folded, row } = view;
  const [all, setAll] = useState(false);
  const changes = useWindowStore("pending", (state) => state.changes);
  const waiting = changes.filter((change) => change.input.run_id === row.run_id);
  const waitingTags = waiting.flatMap((change) => change.input.tags ?? []);
  const waitingNotes = waiting.map((change) => change.input.note ?? null).filter((note) => note !== null);
  const notes = folded.notes.toReversed();
  if (notes.length + folded.tags.length + waiting.length === 0 && !folded.hidden) return null;
  return (
    <section className="notes" aria-label={words.title}>
      {folded.hidden ? (
        <p className="note-line">
          <Icon name="eye-off" />
          <span>
            {words.hidden}{" "}
            {folded.hidden_reason === null ? null : <SafeName text={words.hiddenReason(folded.hidden_reason)} />}
          </span>
        </p>
      ) : null}
      <TagLine tags={folded.tags} waiting={waitingTags} />
      {keyed(waitingNotes).map(({ key, text }) => (
        <NoteLine key={key} text={text} aside={words.pending} />
      ))}
      {notes.slice(0, all ? undefined : SHOWN_AT_FIRST).map((note) => (
        <NoteLine key={`${note.at} ${note.text}`} text={note.text} aside={words.by(note.by, timeText(note.at))} />
      ))}
      {all || notes.length <= SHOWN_AT_FIRST ? null : (
        <Button kind="quiet" onPress={() => setAll(true)}>
          {words.more(notes.length - SHOWN_AT_FIRST)}
        </Button>
      )}
    </section>
  );
}

function TagLine({ tags, waiting }: { readonly tags: readonly string[]; readonly waiting: readonly string[] }) {
  if (tags.length + waiting.length === 0) return null;
  return (
    <ul className="tag-line">
      {tags.map((tag) => (
        <li key={tag} className="tag">
          <Icon name="tag" size="1em" />
          <SafeName text={tag} />
        </li>
      ))}
      {waiting.map((tag) => (
        <li key={`waiting ${tag}`} className="tag" data-waiting="true">
          <Icon name="tag" size="1em" />
          <SafeName text={tag} /> <span className="soft">{words.pending}</span>
        </li>
      ))}
    </ul>
  );
}

function NoteLine({ text, aside }: { readonly text: string; readonly aside: string }) {
  return (
    <p className="note-line">
      <Icon name="note" />
      <span>
        <SafeName text={text} />{" "}
        <span className="soft note-aside">
          <SafeName text={aside} />
        </span>
      </span>
    </p>
  );
}
