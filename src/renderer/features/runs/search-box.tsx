import { useEffect, useRef, useState } from "react";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Icon } from "../../ui/icon.tsx";

const WAIT_WHILE_TYPING_MS = 150;

/** One field for everything that has a word: number, tool, note, reason. Ctrl+F comes here, Enter goes on to the list. */
export function SearchBox() {
  const { runList } = useStores();
  const text = useWindowStore("runList", (state) => state.filters.text);
  const [typed, setTyped] = useState(text);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => setTyped(text), [text]);
  useEffect(() => {
    if (typed === text) return;
    const handle = setTimeout(() => void runList.getState().setFilters({ text: typed }), WAIT_WHILE_TYPING_MS);
    return () => clearTimeout(handle);
  }, [typed, text, runList]);
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (!event.ctrlKey || event.key.toLowerCase() !== "f") return;
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
          if (event.key === "Enter") document.querySelector<HTMLElement>('[role="grid"]')?.focus();
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
