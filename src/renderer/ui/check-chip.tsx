import { en } from "../text/en.ts";
import type { ChipLook } from "./fact-chips.tsx";
import { Icon } from "./icon.tsx";

/** The record-check chip as a button that shows what is behind it. */
export function CheckChip(props: {
  readonly look: ChipLook;
  /** The chip itself, so that what opens can stand beside it. */
  readonly onPress: (chip: HTMLElement) => void;
}) {
  const { look } = props;
  return (
    <button
      type="button"
      className="chip"
      data-fact="check"
      data-tone={look.tone}
      data-size="page"
      aria-haspopup="dialog"
      onClick={(event) => props.onPress(event.currentTarget)}
    >
      {look.icon === null ? null : <Icon name={look.icon} size="1.8em" />}
      <span role="status">{look.word}</span>
      <span className="visually-hidden">{en.runPage.check.show}</span>
      <Icon name="chevron-right" size="0.8em" />
    </button>
  );
}
