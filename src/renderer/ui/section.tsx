import { type ReactNode, useId } from "react";
import { Icon } from "./icon.tsx";

/** A part of a page that can be folded. What is folded is not drawn. */
export function Section(props: {
  readonly title: string;
  /** A few words beside the title that tell what is inside. */
  readonly note?: ReactNode;
  readonly open: boolean;
  readonly onToggle: () => void;
  readonly children: ReactNode;
  readonly id?: string;
}) {
  const bodyId = useId();
  return (
    <section className="section" id={props.id}>
      <h2>
        <button
          type="button"
          className="section-toggle"
          aria-expanded={props.open}
          aria-controls={props.open ? bodyId : undefined}
          onClick={props.onToggle}
        >
          <Icon name={props.open ? "chevron-down" : "chevron-right"} size="1em" />
          <span>{props.title}</span>
          {props.note === undefined ? null : <span className="section-note">{props.note}</span>}
        </button>
      </h2>
      {props.open ? (
        <div className="section-body" id={bodyId}>
          {props.children}
        </div>
      ) : null}
    </section>
  );
}
