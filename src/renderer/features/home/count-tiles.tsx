import type { Numbers } from "../../../shared/operations/list-operations.ts";
import type { RunQuery } from "../../../shared/query/run-query.ts";
import { ageText } from "../../format/age-text.ts";
import { countText } from "../../format/number-text.ts";
import { blockedShare, troubleCount, unexportedQuery, workQuery } from "../../state/home-queries.ts";
import { useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { CountTile } from "../../ui/count-tile.tsx";
import { useHomeBase, useOpenRuns } from "./open-runs.ts";

const words = en.home.counts;

/** Counts of this shift and of what is left open. Each opens the list of what it counts. */
export function CountTiles({ shift, all }: { readonly shift: Numbers; readonly all: Numbers }) {
  const openRuns = useOpenRuns();
  const base = useHomeBase();
  const age = useAge();
  const hasShifts = useWindowStore("home", (state) => (state.workstation.value?.shifts.length ?? 0) > 0);
  const blocked = shift.counts.status.BLOCKED ?? 0;
  const share = blockedShare(shift);
  const waiting = all.review.waiting ?? 0;
  const trouble = troubleCount(all);
  const open = (query: RunQuery) => () => openRuns(query);
  return (
    <ul className="tiles">
      <CountTile
        name={hasShifts ? words.shift : words.today}
        value={countText(shift.total)}
        onPress={open({ ...base, date: { kind: "shift" } })}
      />
      <CountTile
        name={hasShifts ? words.blockedShift : words.blockedToday}
        value={share === null ? en.words.none : words.share(share)}
        note={share === null ? words.noRuns : words.ofRuns(blocked, shift.total)}
        onPress={open(workQuery(base, "blocked"))}
      />
      <CountTile
        name={words.waiting}
        value={countText(waiting)}
        note={age(all.oldest_waiting)}
        tone={waiting === 0 ? "plain" : "action"}
        onPress={open(workQuery(base, "waiting"))}
      />
      <CountTile
        name={words.trouble}
        value={countText(trouble)}
        note={all.unreadable === 0 ? null : words.unreadable(all.unreadable)}
        tone={(all.check.changed ?? 0) > 0 ? "changed" : trouble > 0 ? "unsure" : "plain"}
        onPress={open(workQuery(base, "trouble"))}
      />
      <CountTile
        name={words.unexported}
        value={countText(all.not_exported)}
        note={age(all.oldest_not_exported)}
        onPress={open(unexportedQuery(base))}
      />
    </ul>
  );
}

function useAge(): (oldest: string | null) => string | null {
  const nowMs = useWindowStore("home", (state) => state.nowMs);
  return (oldest) => {
    const age = oldest === null ? null : ageText(oldest, nowMs);
    return age === null ? null : words.oldest(age);
  };
}
