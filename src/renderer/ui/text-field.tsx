import { type Ref, useId } from "react";
import { Icon } from "./icon.tsx";

/** What a field shows and tells. */
export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  /** Why the value cannot be taken; what was typed stays. */
  readonly error?: string | null;
  readonly lines?: number;
  readonly required?: string;
  readonly code?: boolean;
  readonly suggestions?: readonly string[];
  readonly type?: "text" | "date";
  readonly ref?: Ref<HTMLInputElement & HTMLTextAreaElement>;
}

/** A field with its label above it, its hint and its fault below, all read out together. */
export function TextField(props: TextFieldProps) {
  const id = useId();
  const { hint, error = null, lines = 1, suggestions = [] } = props;
  const described = [hint === undefined ? null : `${id}-hint`, error === null ? null : `${id}-error`].filter(Boolean);
  const shared = {
    id,
    ref: props.ref,
    className: props.code === true ? "input mono" : "input",
    value: props.value,
    spellCheck: false,
    "aria-describedby": described.length === 0 ? undefined : described.join(" "),
    "aria-invalid": error === null ? undefined : true,
    "aria-required": props.required === undefined ? undefined : true,
    onChange: (event: { readonly target: { readonly value: string } }) => props.onChange(event.target.value),
  };
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {props.label} {props.required === undefined ? null : <span className="field-hint">({props.required})</span>}
      </label>
      {lines > 1 ? (
        <textarea {...shared} rows={lines} />
      ) : (
        <input {...shared} type={props.type ?? "text"} list={suggestions.length > 0 ? `${id}-list` : undefined} />
      )}
      {suggestions.length > 0 ? (
        <datalist id={`${id}-list`}>
          {suggestions.map((text) => (
            <option key={text} value={text} />
          ))}
        </datalist>
      ) : null}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      {error === null ? null : (
        <p id={`${id}-error`} className="field-error">
          <Icon name="triangle-mark" size="1em" />
          {error}
        </p>
      )}
    </div>
  );
}
