import { useState } from "react";
import type { SavedView } from "../../../shared/operations/view-operations.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { isViewChanged, shownContent, type ViewNews } from "../../state/views-store.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { SafeName } from "../../ui/safe-name.tsx";
import { FilterPopover } from "./filter-popover.tsx";
import { ViewDialog } from "./view-dialog.tsx";

const words = en.views;

/** Views of the list under a name: all runs, the built-in ones, then those of the person. */
export function ViewBar() {
  const views = useWindowStore("views", (state) => state.views);
  const currentId = useWindowStore("views", (state) => state.currentId);
  const current = views.find((view) => view.view_id === currentId) ?? null;
  const isChanged = useIsChanged(current);
  return (
    <section className="view-bar" aria-label={words.label}>
      <div className="view-tabs">
        <ViewTab view={null} isCurrent={current === null} isChanged={isChanged} />
        {views.map((view) => (
          <ViewTab key={view.view_id} view={view} isCurrent={view === current} isChanged={isChanged} />
        ))}
      </div>
      <div className="view-menu">
        <ViewMenu current={current} isChanged={isChanged} />
      </div>
      <NewsLine />
    </section>
  );
}

function nameOf(view: SavedView | null): string {
  return view === null ? words.all : view.name;
}

function useIsChanged(current: SavedView | null): boolean {
  const query = useWindowStore("runQuery", (state) => state.query);
  const shows = useWindowStore("runQuery", (state) => state.shows);
  const columns = useWindowStore("listLayout", (state) => state.columns);
  const sort = useWindowStore("listLayout", (state) => state.sort);
  const group = useWindowStore("listLayout", (state) => state.group);
  return isViewChanged(current, shownContent(current?.name ?? "", { query, shows }, { columns, sort, group }));
}

function ViewTab(props: {
  readonly view: SavedView | null;
  readonly isCurrent: boolean;
  readonly isChanged: boolean;
  readonly onChosen?: () => void;
}) {
  const { view, isCurrent, isChanged, onChosen } = props;
  const { views } = useStores();
  return (
    <button
      type="button"
      className="view-tab"
      aria-pressed={isCurrent}
      onClick={() => {
        views.getState().apply(view?.view_id ?? null);
        onChosen?.();
      }}
    >
      {view === null || view.builtin ? null : <Icon name="bookmark" size="1em" />}
      <SafeName text={nameOf(view)} />
      {isCurrent && isChanged ? <span className="view-changed">{words.changed}</span> : null}
      {view?.read_only === true && !view.builtin ? <span className="view-changed">{words.readOnly}</span> : null}
    </button>
  );
}

/** The same as {@link ViewBar} in one button, where there is little room. */
export function ViewFold() {
  const views = useWindowStore("views", (state) => state.views);
  const currentId = useWindowStore("views", (state) => state.currentId);
  const [question, setQuestion] = useState<ViewQuestion | null>(null);
  const current = views.find((view) => view.view_id === currentId) ?? null;
  const isChanged = useIsChanged(current);
  return (
    <div className="view-fold">
      <FilterPopover label={nameOf(current)} name={words.label} active={current !== null} look="menu">
        {(close) => (
          <>
            {[null, ...views].map((view) => (
              <ViewTab
                key={view?.view_id ?? "all"}
                view={view}
                isCurrent={view === current}
                isChanged={isChanged}
                onChosen={close}
              />
            ))}
            <hr className="view-line" />
            <SaveChanges current={current} isChanged={isChanged} />
            <ViewCommands current={current} close={close} ask={setQuestion} />
          </>
        )}
      </FilterPopover>
      {question === null ? null : (
        <ViewDialog question={question} current={current} onClose={() => setQuestion(null)} />
      )}
    </div>
  );
}

type ViewQuestion = "save-as" | "rename" | "remove";

/** What can be done with the view that is shown. */
function ViewMenu({ current, isChanged }: { readonly current: SavedView | null; readonly isChanged: boolean }) {
  const [question, setQuestion] = useState<ViewQuestion | null>(null);
  return (
    <>
      <SaveChanges current={current} isChanged={isChanged} />
      <FilterPopover label={words.menu} name={words.menu} active={false} look="menu">
        {(close) => <ViewCommands current={current} close={close} ask={setQuestion} />}
      </FilterPopover>
      {question === null ? null : (
        <ViewDialog question={question} current={current} onClose={() => setQuestion(null)} />
      )}
    </>
  );
}

function SaveChanges({ current, isChanged }: { readonly current: SavedView | null; readonly isChanged: boolean }) {
  const { views } = useStores();
  if (!isChanged || current === null || whyFixed(current) !== null) return null;
  return (
    <Button icon="disk" onPress={() => void views.getState().saveCurrent()}>
      {words.saveChanges}
    </Button>
  );
}

function ViewCommands(props: {
  readonly current: SavedView | null;
  readonly close: () => void;
  readonly ask: (question: ViewQuestion) => void;
}) {
  const { current, close, ask } = props;
  const { views } = useStores();
  const offReason = whyFixed(current);
  const and = (act: () => void) => () => {
    close();
    act();
  };
  return (
    <>
      <Button icon="bookmark" onPress={and(() => ask("save-as"))}>
        {words.saveAs}
      </Button>
      <Button icon="pen" offReason={offReason} onPress={and(() => ask("rename"))}>
        {words.rename}
      </Button>
      <Button icon="cross" offReason={offReason} onPress={and(() => ask("remove"))}>
        {words.remove}
      </Button>
      <Button
        icon="disk"
        offReason={current === null ? words.allIsNone : null}
        onPress={and(() => {
          if (current !== null) void views.getState().exportView(current.view_id);
        })}
      >
        {words.export}
      </Button>
      <Button icon="box-in" onPress={and(() => void views.getState().importView())}>
        {words.import}
      </Button>
    </>
  );
}

/** Why a view cannot be changed; null for one's own. */
function whyFixed(view: SavedView | null): string | null {
  if (view === null) return words.allIsNone;
  if (view.builtin) return words.isBuiltIn;
  return view.read_only ? words.isNewer : null;
}

function NewsLine() {
  const { views } = useStores();
  const news = useWindowStore("views", (state) => state.news);
  const unreadable = useWindowStore("views", (state) => state.unreadable);
  return (
    <p role="status" className="view-news">
      {unreadable.length === 0 ? null : (
        <SafeName text={words.unreadable(unreadable.length, unreadable.map(({ file }) => file).join(", "))} />
      )}
      {news === null ? null : (
        <>
          <SafeName text={newsWords(news)} />{" "}
          <Button kind="quiet" onPress={() => views.getState().dismissNews()}>
            {words.dismiss}
          </Button>
        </>
      )}
    </p>
  );
}

function newsWords(news: ViewNews): string {
  return news.kind === "failed" ? `${words.notDone} ${news.error.message}` : words.news[news.kind](news.name);
}
