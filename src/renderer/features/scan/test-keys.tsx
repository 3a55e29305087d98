import type { ArrivedKey } from "../../state/scan-store.ts";
import { useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { keyed } from "../../ui/keyed.ts";
import { REACHABLE } from "../../ui/reachable.ts";
import { SafeName } from "../../ui/safe-name.tsx";

const words = en.scan.test;

/** Key by key, with the time before each; one that came too late says so. */
export function TestKeys({ keys }: { readonly keys: readonly ArrivedKey[] }) {
  const { longestGapMs } = useWindowStore("scan", (state) => state.limits);
  return (
    <div className="page-card scanner-card">
      <h2 id="scanner-keys">{words.keys}</h2>
      <section className="table-scroll scanner-keys" aria-labelledby="scanner-keys" {...REACHABLE}>
        <table className="table" aria-labelledby="scanner-keys">
          <thead>
            <tr>
              <th scope="col">{words.keyColumns.key}</th>
              <th scope="col">{words.keyColumns.gap}</th>
            </tr>
          </thead>
          <tbody>
            {keyed(keys.map(({ shown }) => shown)).map(({ key, text }, index) => (
              <tr key={key}>
                <td className="mono">
                  <SafeName text={text} />
                </td>
                <td>{gapText(keys[index]?.gapMs ?? null, longestGapMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function gapText(gapMs: number | null, limitMs: number) {
  if (gapMs === null) return words.first;
  const text = words.ms(Math.round(gapMs));
  return gapMs > limitMs ? <strong>{words.late(text)}</strong> : text;
}
