import { type KeyboardEvent, type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { formatQuery } from "../../../shared/query/format-query.ts";
import { parseQuery } from "../../../shared/query/parse-query.ts";
import type { QueryError } from "../../../shared/query/query-error.ts";
import type { RunQuery } from "../../../shared/query/run-query.ts";
import { countedList } from "../../state/run-list-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Icon } from "../../ui/icon.tsx";
import { type Completion, completed, completionsAt } from "./query-completions.ts";
import { QueryErrorLine } from "./query-error-line.tsx";

const WAIT_WHILE_TYPING_MS = 150;
const DRAFT = "query";

/** The filters as a text one can type. A text that cannot be understood changes nothing, and its word is marked. */
export function QueryField() {
  const field = useRef<HTMLInputElement>(null);
  const { text, error, setText } = useQueryText();
  const completion = useCompletions(text, setText, field);
  const errorId = useId();
  useFindKey(field);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (completion.onKey(event)) event.preventDefault();
    else if (event.key === "Enter") document.querySelector<HTMLElement>(".run-table")?.focus();
  };
  return (
    <div className="query">
      <div className="search query-line">
        <Icon name="search" />
        <QueryMirror text={text} error={error} field={field} />
        <input
          ref={field}
          className="input search-input query-input mono"
          type="text"
          role="combobox"
          aria-label={en.runs.query.label}
          aria-autocomplete="list"
          aria-expanded={completion.isOpen}
          aria-controls={completion.listId}
          aria-activedescendant={completion.activeId}
          aria-invalid={error === null ? undefined : true}
          aria-describedby={error === null ? undefined : errorId}
          placeholder={en.runs.query.hint}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onSelect={completion.look}
          onFocus={completion.look}
          onBlur={completion.close}
          onKeyDown={onKeyDown}
        />
      </div>
      {completion.isOpen ? <CompletionList completion={completion} /> : null}
      <QueryErrorLine
        id={errorId}
        error={error}
        onTake={(better) => setText(better)}
        text={text}
        onShow={({ start, length }) => {
          field.current?.focus();
          field.current?.setSelectionRange(start, start + length);
        }}
      />
    </div>
  );
}

/** The text of the query: what is typed while it is typed, and what the chips say when they change it. */
function useQueryText() {
  const { runQuery, drafts } = useStores();
  const query = useWindowStore("runQuery", (state) => state.query);
  const [text, setTyped] = useState(() => drafts.getState().drafts[DRAFT] || formatQuery(query));
  const own = useRef<RunQuery>(query);
  useEffect(() => {
    if (query === own.current) return;
    own.current = query;
    setTyped(formatQuery(query));
    drafts.getState().keep(DRAFT, "");
  }, [query, drafts]);
  const { query: parsed, error } = parseQuery(text);
  const isNew = parsed !== null && formatQuery(parsed) !== formatQuery(query);
  useEffect(() => {
    const { query: typed } = parseQuery(text);
    if (typed === null || !isNew) return;
    const handle = setTimeout(() => {
      own.current = typed;
      runQuery.getState().replace(typed);
    }, WAIT_WHILE_TYPING_MS);
    return () => clearTimeout(handle);
  }, [text, isNew, runQuery]);
  const setText = (typed: string): void => {
    setTyped(typed);
    // What cannot be understood yet is kept for when one comes back.
    drafts.getState().keep(DRAFT, parseQuery(typed).error === null ? "" : typed);
  };
  return { text, error, setText };
}

interface CompletionControl {
  readonly isOpen: boolean;
  readonly listId: string;
  readonly activeId: string | undefined;
  readonly options: readonly Completion[];
  readonly active: number;
  readonly look: () => void;
  readonly close: () => void;
  readonly take: (index: number) => void;
  /** True when the key was for the list. */
  readonly onKey: (event: KeyboardEvent<HTMLInputElement>) => boolean;
}

function useCompletions(
  text: string,
  setText: (text: string) => void,
  field: RefObject<HTMLInputElement | null>,
): CompletionControl {
  const listId = useId();
  const known = useWindowStore("runList", (state) => countedList(state)?.facets) ?? {};
  const [caret, setCaret] = useState<number | null>(null);
  const [active, setActive] = useState(-1);
  const nextCaret = useRef<number | null>(null);
  /** Where the list was put away: it stays away until one goes on writing or goes elsewhere in the text. */
  const putAway = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (nextCaret.current === null) return;
    field.current?.setSelectionRange(nextCaret.current, nextCaret.current);
    nextCaret.current = null;
  });
  const found = completionsAt(text, Math.min(caret ?? 0, text.length), known);
  const isOpen = caret !== null && found.options.length > 0;
  const close = (): void => void [setCaret(null), setActive(-1)];
  const take = (index: number): void => {
    const option = found.options[index];
    if (option === undefined) return;
    const { caret: behind, text: whole } = completed(text, found, option);
    setText(whole);
    setCaret(behind);
    setActive(-1);
    nextCaret.current = behind;
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>): boolean => {
    const { key, currentTarget } = event;
    if (!isOpen) {
      if (key === "ArrowDown") setCaret(currentTarget.selectionStart);
      return key === "ArrowDown";
    }
    if (key === "Escape") {
      event.stopPropagation();
      putAway.current = `${currentTarget.selectionStart} ${currentTarget.value}`;
      close();
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      setActive(nextOption(active, found.options.length, key === "ArrowDown"));
    } else if ((key === "Enter" || key === "Tab") && active >= 0) take(active);
    else return false;
    return true;
  };
  const look = (): void => {
    const at = field.current?.selectionStart ?? null;
    if (putAway.current !== `${at} ${field.current?.value ?? ""}`) {
      putAway.current = null;
      setCaret(at);
    }
  };
  const activeId = isOpen && active >= 0 ? `${listId}-${active}` : undefined;
  return { isOpen, listId, activeId, options: found.options, active, look, close, take, onKey };
}

/** The next option, round both ends. */
function nextOption(active: number, count: number, isDown: boolean): number {
  if (isDown) return (active + 1) % count;
  return active <= 0 ? count - 1 : active - 1;
}

function CompletionList({ completion }: { readonly completion: CompletionControl }) {
  const { listId, options, active, take } = completion;
  return (
    <div id={listId} className="completions" role="listbox" aria-label={en.runs.query.completions}>
      {options.map((option, index) => (
        <div
          key={option.label}
          id={`${listId}-${index}`}
          className="completion"
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onPointerDown={(event) => {
            // The field keeps the focus, or the list would close before the tap is over.
            event.preventDefault();
            take(index);
          }}
        >
          <span className="completion-label">{option.label}</span>
          <span className="completion-note">{option.note}</span>
        </div>
      ))}
    </div>
  );
}

/** Lies under the field with the same letters and marks the word that cannot be understood. */
function QueryMirror(props: {
  readonly text: string;
  readonly error: QueryError | null;
  readonly field: RefObject<HTMLInputElement | null>;
}) {
  const { text, error, field } = props;
  const mirror = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    const follow = (): void => {
      if (mirror.current !== null) mirror.current.scrollLeft = element.scrollLeft;
    };
    follow();
    element.addEventListener("scroll", follow);
    return () => element.removeEventListener("scroll", follow);
  });
  if (error === null) return null;
  const end = error.start + error.length;
  return (
    <div ref={mirror} className="query-mirror mono" aria-hidden="true">
      {text.slice(0, error.start)}
      <mark>{text.slice(error.start, end)}</mark>
      {text.slice(end)}
    </div>
  );
}

/** Ctrl+F comes here. */
function useFindKey(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    field.current?.focus();
    const listener = (event: globalThis.KeyboardEvent): void => {
      if (!event.ctrlKey || event.shiftKey || event.key.toLowerCase() !== "f") return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, [field]);
}
