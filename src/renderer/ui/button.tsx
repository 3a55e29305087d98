import type { ReactNode, Ref } from "react";
import { Icon, type IconName } from "./icon.tsx";

/** What a button looks like and does. */
export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress: (button: HTMLElement) => void;
  readonly kind?: "main" | "plain" | "quiet";
  readonly icon?: IconName;
  /** Why it is off. The button stays reachable, so that the reason can be read. */
  readonly offReason?: string | null;
  readonly label?: string;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly controls?: string;
  readonly submit?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button that acts on release and keeps its place when it is off. */
export function Button(props: ButtonProps) {
  const { children, onPress, kind = "plain", icon, offReason = null, submit = false } = props;
  return (
    <button
      ref={props.ref}
      type={submit ? "submit" : "button"}
      className="button"
      data-kind={kind}
      aria-disabled={offReason === null ? undefined : true}
      aria-label={props.label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-controls={props.controls}
      title={offReason ?? undefined}
      onClick={(event) => {
        if (offReason !== null) event.preventDefault();
        else if (!submit) onPress(event.currentTarget);
      }}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
      {offReason === null ? null : <span className="visually-hidden">{offReason}</span>}
    </button>
  );
}
