import type { ReactNode } from "react";
import { countedList } from "../../state/run-list-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { FilterPopover } from "./filter-popover.tsx";

/** Whether runs that a person hid are listed. */
export function HiddenFilterChip() {
  const { runQuery } = useStores();
  const hidden = useWindowStore("runQuery", (state) => state.query.hidden);
  const hiddenTotal = useWindowStore("runList", (state) => countedList(state)?.hidden_total ?? 0);
  return (
    <ChoiceChip
      title={en.runs.names.hidden}
      choices={["exclude", "include", "only"] as const}
      value={hidden}
      usual="exclude"
      words={en.runs.hidden}
      onChoose={(choice) => runQuery.getState().change({ hidden: choice })}
    >
      <p className="soft">{en.runs.hiddenCount(hiddenTotal)}</p>
    </ChoiceChip>
  );
}

/** Whether runs are listed that are in an audit package. */
export function ExportedFilterChip() {
  const { runQuery } = useStores();
  const exported = useWindowStore("runQuery", (state) => state.query.exported);
  return (
    <ChoiceChip
      title={en.runs.names.exported}
      choices={["any", "true", "false"] as const}
      value={exported === null ? "any" : (`${exported}` as const)}
      usual="any"
      words={en.runs.exported}
      onChoose={(choice) => runQuery.getState().change({ exported: choice === "any" ? null : choice === "true" })}
    />
  );
}

/** Whether runs are listed whose result differs from an earlier run with the same inputs. */
export function DiffersFilterChip() {
  const { runQuery } = useStores();
  const differs = useWindowStore("runQuery", (state) => state.query.differs);
  return (
    <ChoiceChip
      title={en.runs.names.differs}
      choices={["any", "true", "false"] as const}
      value={differs === null ? "any" : (`${differs}` as const)}
      usual="any"
      words={en.runs.differs}
      onChoose={(choice) => runQuery.getState().change({ differs: choice === "any" ? null : choice === "true" })}
    />
  );
}

/** A chip with one choice out of a few. */
function ChoiceChip<Value extends string>(props: {
  readonly title: string;
  readonly choices: readonly Value[];
  readonly value: Value;
  readonly usual: Value;
  readonly words: Readonly<Record<Value, string>>;
  readonly onChoose: (value: Value) => void;
  readonly children?: ReactNode;
}) {
  const { title, choices, value, usual, words, onChoose } = props;
  const isUsual = value === usual;
  return (
    <FilterPopover label={isUsual ? title : en.runs.filterOn(title, words[value])} name={title} active={!isUsual}>
      {(close) => (
        <>
          {props.children}
          {choices.map((choice) => (
            <Button
              key={choice}
              pressed={choice === value}
              onPress={() => {
                onChoose(choice);
                close();
              }}
            >
              {words[choice]}
            </Button>
          ))}
        </>
      )}
    </FilterPopover>
  );
}
