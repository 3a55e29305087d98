import type { WorkList } from "../../state/home-cards.ts";
import { type WorkName, workQuery } from "../../state/home-queries.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { useHomeBase, useOpenRuns } from "./open-runs.ts";
import { WorkRow } from "./work-row.tsx";

const words = en.home.work;

/** The most urgent runs of a list of work, and the way to all of them. */
export function WorkRows({
  name,
  title,
  list,
}: {
  readonly name: WorkName;
  readonly title: string;
  readonly list: WorkList;
}) {
  const openRuns = useOpenRuns();
  const base = useHomeBase();
  return (
    <>
      <ul className="work-rows">
        {list.rows.map((row) => (
          <WorkRow key={row.run_id} row={row} why={name} />
        ))}
      </ul>
      {list.total > list.rows.length ? (
        <div>
          <Button label={words.showAllOf(title, list.total)} onPress={() => openRuns(workQuery(base, name))}>
            {words.showAll(list.total)}
          </Button>
        </div>
      ) : null}
    </>
  );
}
