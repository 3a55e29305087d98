/** A number that is read from far away, and pressed to see what it counts. */
export function CountTile(props: {
  readonly name: string;
  readonly value: string;
  /** A few words that put the number in its place. */
  readonly note?: string | null;
  readonly tone?: "plain" | "action" | "unsure" | "changed";
  readonly onPress: () => void;
}) {
  const { name, value, note = null, tone = "plain", onPress } = props;
  return (
    <li>
      <button type="button" className="tile" data-tone={tone} onClick={onPress}>
        <span className="tile-name">{name}</span>
        <span className="tile-value">{value}</span>
        <span className="tile-note">{note}</span>
      </button>
    </li>
  );
}
