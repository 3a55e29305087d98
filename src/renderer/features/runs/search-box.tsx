import { useEffect, useRef, useState } from "react";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Icon } from "../../ui/icon.tsx";

const WAIT_WHILE_TYPING_MS = 150;

/** One field for everything that has a word: number, tool, note, reason. Ctrl+F comes here, Enter goes on to the list. */
export function SearchBox() {
  const { runQuery } = useStores();
  const text = useWindowStore("runQuery", (state) => state.query.text);
  const [typed, setTyped] = useState(text);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === text) return;
    const handle = setTimeout(() => runQuery.getState().change({ text: typed }), WAIT_WHILE_TYPING_MS);
    return () => clearTimeout(handle);
  }, [typed, text, runQuery]);
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (!event.ctrlKey || event.shiftKey || event.key.toLowerCase() !== "f") return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
  return (
    <div className="search">
      <Icon name="search" />
      <input
        ref={field}
        className="input search-input"
        type="search"
        aria-label={en.runs.searchLabel}
        placeholder={en.runs.searchHint}
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") document.querySelector<HTMLElement>(".run-table")?.focus();
          if (event.key === "Escape" && typed !== "") {
            event.preventDefault();
            setTyped("");
          }
        }}
      />
      {typed === "" ? null : (
        <button type="button" className="search-clear" aria-label={en.runs.clearSearch} onClick={() => setTyped("")}>
          <Icon name="cross" size="1em" />
        </button>
      )}
    </div>
  );
}
