import { useEffect } from "react";
import type { Health } from "../../../shared/operations/store-operations.ts";
import { byteSizeText } from "../../format/byte-size-text.ts";
import { countText, decimalText } from "../../format/number-text.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorBox } from "../../ui/error-box.tsx";
import { Fingerprint } from "../../ui/fingerprint.tsx";
import { keyed } from "../../ui/keyed.ts";
import { SafeName } from "../../ui/safe-name.tsx";
import { CheckCard } from "./check-card.tsx";
import { KeyCard } from "./key-card.tsx";
import "./health.css";

const words = en.health;

/** How the folder, the drive, the log and the app are doing. */
export function HealthPage() {
  const { health: store } = useStores();
  const health = useWindowStore("health", (state) => state.health);
  useEffect(() => void store.getState().read(), [store]);
  return (
    <div className="card-page health-page" data-width="wide">
      <div>
        <Button icon="again" onPress={() => void store.getState().read()}>
          {words.refresh}
        </Button>
      </div>
      {health.state === "failed" ? <ErrorBox title={words.failed} error={health.error} /> : null}
      {health.state === "loading" || health.state === "idle" ? <p className="soft">{words.reading}</p> : null}
      {health.state === "ready" ? <HealthReport health={health.value} /> : null}
    </div>
  );
}

function HealthReport({ health }: { readonly health: Health }) {
  return (
    <>
      <div className="health-cards">
        <FolderCard health={health} />
        <CheckCard health={health} />
        <LogCard health={health} />
        <KeyCard />
      </div>
      <section className="page-card health-card">
        <h2>{words.notices}</h2>
        {health.notices.length === 0 ? <p className="soft">{words.noNotices}</p> : null}
        <ul className="health-notices">
          {keyed(health.notices).map(({ key, text }) => (
            <li key={key}>
              <SafeName text={text} />
            </li>
          ))}
        </ul>
      </section>
      <OperationTable operations={health.operations} />
    </>
  );
}

function FolderCard({ health }: { readonly health: Health }) {
  const { disk, store } = health;
  return (
    <section className="page-card health-card">
      <h2>{words.folder}</h2>
      <dl className="pairs">
        <dt>{words.state}</dt>
        <dd>{store.mode === "writable" ? words.writable : words.readOnly}</dd>
        <dt>{words.place}</dt>
        <dd>
          <SafeName text={health.runs_dir} />
        </dd>
        <dt>{words.runs}</dt>
        <dd className="number">{health.runs === null ? words.unknown : countText(health.runs)}</dd>
        <dt>{words.disk}</dt>
        <dd>
          {disk === null ? (
            words.unknown
          ) : (
            <>
              {words.diskLevels[disk.level]}.{" "}
              {words.diskSentence(byteSizeText(disk.free_bytes), byteSizeText(disk.total_bytes))}
            </>
          )}
        </dd>
        <Growth growth={health.growth} />
      </dl>
    </section>
  );
}

function Growth({ growth }: { readonly growth: Health["growth"] }) {
  const { days_left: days = null, bytes_per_day: pace = null } = growth ?? {};
  return (
    <>
      <dt>{words.growth}</dt>
      <dd>{days === null || pace === null ? words.growthUnknown : words.growthDays(days, byteSizeText(pace))}</dd>
      <dt>{words.size}</dt>
      <dd>{growth === null ? words.unknown : byteSizeText(growth.store_bytes)}</dd>
    </>
  );
}

function LogCard({ health }: { readonly health: Health }) {
  const { catalog } = health;
  return (
    <section className="page-card health-card">
      <h2>{words.log}</h2>
      <dl className="pairs">
        <dt>{words.log}</dt>
        <dd>{health.ledger_size === null ? words.unknown : words.logLines(health.ledger_size)}</dd>
        <dt>{words.logHead}</dt>
        <dd>{health.ledger_root === null ? words.unknown : <Fingerprint sha256={health.ledger_root} />}</dd>
        <dt>{words.epoch}</dt>
        <dd>{health.epoch === null ? words.unknown : countText(health.epoch)}</dd>
        <dt>{words.journal}</dt>
        <dd>{health.journal_bytes === null ? words.unknown : byteSizeText(health.journal_bytes)}</dd>
        <dt>{words.list}</dt>
        <dd>
          {catalog === null ? (
            words.unknown
          ) : (
            <>
              {words.listRows(catalog.rows)}. {words.listUpTo(catalog.applied_seq)}.
            </>
          )}
        </dd>
      </dl>
    </section>
  );
}

function OperationTable({ operations }: { readonly operations: Health["operations"] }) {
  const { columns } = words;
  return (
    <section className="page-card health-card">
      <h2>{words.operations}</h2>
      <p className="soft">{operations.length === 0 ? words.noOperations : words.operationsHint}</p>
      <div className="table-scroll">
        <table className="table" aria-label={words.operations}>
          <thead>
            <tr>
              <th scope="col">{columns.operation}</th>
              <th scope="col" className="numeric">
                {columns.calls}
              </th>
              <th scope="col" className="numeric">
                {columns.errors}
              </th>
              <th scope="col" className="numeric">
                {columns.p50}
              </th>
              <th scope="col" className="numeric">
                {columns.p95}
              </th>
              <th scope="col" className="numeric">
                {columns.p99}
              </th>
            </tr>
          </thead>
          <tbody>
            {operations.map((row) => (
              <tr key={row.operation}>
                <td className="mono">{row.operation}</td>
                <td className="numeric">{countText(row.calls)}</td>
                <td className="numeric">{countText(row.errors)}</td>
                <td className="numeric">{msText(row.p50_ms)}</td>
                <td className="numeric">{msText(row.p95_ms)}</td>
                <td className="numeric">{msText(row.p99_ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function msText(ms: number | null): string {
  return ms === null ? en.words.none : decimalText(ms, 2);
}
