import { countText } from "../format/number-text.ts";
import { SafeName } from "./safe-name.tsx";

/** One rank: a name from the records, and how often. */
export interface Rank {
  readonly name: string;
  readonly count: number;
}

/** Names by how often they come, most at the top. Each row opens what it counts. */
export function RankedBars(props: { readonly ranks: readonly Rank[]; readonly onOpen: (rank: Rank) => void }) {
  const { ranks, onOpen } = props;
  const most = Math.max(1, ...ranks.map(({ count }) => count));
  return (
    <ol className="ranks">
      {ranks.map((rank) => (
        <li key={rank.name}>
          <button type="button" className="rank" onClick={() => onOpen(rank)}>
            <span className="rank-name">
              <SafeName text={rank.name} />
            </span>{" "}
            <span className="rank-count">{countText(rank.count)}</span>
            <svg className="rank-bar" aria-hidden="true">
              <rect className="rank-room" width="100%" height="100%" />
              <rect className="rank-fill" width={`${(rank.count / most) * 100}%`} height="100%" />
            </svg>
          </button>
        </li>
      ))}
    </ol>
  );
}
