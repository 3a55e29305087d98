import { useId } from "react";
import { Icon, type IconName } from "./icon.tsx";

/** One of the values to choose from. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly icon?: IconName | null;
  readonly note?: string;
}

/** One choice out of a few, all of them in sight. */
export function ChoiceRow<Value extends string>(props: {
  readonly legend: string;
  readonly hideLegend?: boolean;
  readonly choices: readonly Choice<Value>[];
  readonly value: Value;
  readonly onChoose: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset className="choices">
      <legend className={props.hideLegend === true ? "visually-hidden" : undefined}>{props.legend}</legend>
      <div className="choice-row">
        {props.choices.map((choice) => (
          <label key={choice.value} className="choice">
            <input
              type="radio"
              name={name}
              checked={choice.value === props.value}
              onChange={() => props.onChoose(choice.value)}
            />
            {choice.icon === undefined || choice.icon === null ? null : <Icon name={choice.icon} />}
            <span>
              {choice.label}
              {choice.note === undefined ? null : <span className="field-hint"> {choice.note}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
