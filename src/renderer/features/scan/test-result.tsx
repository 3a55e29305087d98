import { type KeyboardRepair, readScan } from "../../state/read-scan.ts";
import type { ScanLimits } from "../../state/scan-burst.ts";
import type { ArrivedKey, TestedScan } from "../../state/scan-store.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { SafeName } from "../../ui/safe-name.tsx";

const words = en.scan.test;
const { keyboards } = en.scan;

/** What was understood of the last keys, in words. */
export function TestResult(props: { readonly keys: readonly ArrivedKey[]; readonly tested: TestedScan | null }) {
  const { scan } = useStores();
  const { keys, tested } = props;
  const limits = useWindowStore("scan", (state) => state.limits);
  return (
    <section className="page-card scanner-card scanner-result" aria-label={words.understood}>
      <div role="status" className="scanner-said">
        {keys.length === 0 ? (
          <p className="scanner-headline">
            <Icon name="barcode" size="1.6em" />
            {words.ready}
          </p>
        ) : tested === null ? (
          <NoScan keys={keys} limits={limits} />
        ) : (
          <Understood tested={tested} />
        )}
      </div>
      {keys.length === 0 ? null : (
        <div>
          <Button icon="again" onPress={() => scan.getState().clearTest()}>
            {words.clear}
          </Button>
        </div>
      )}
    </section>
  );
}

function Understood({ tested }: { readonly tested: TestedScan }) {
  const read = readScan(tested.text);
  const number = read?.code.kind === "number" ? read.code.runNumber : null;
  const headline = read === null ? words.foreign : number === null ? words.oursId : words.ours(number);
  return (
    <>
      <p className="scanner-headline">
        <Icon name={read === null ? "square-question" : "circle-tick"} size="1.6em" />
        {headline}
      </p>
      {read === null ? null : <p>{read.repair === null ? words.asIs : repairText(read.repair)}</p>}
      {read === null || read.repair === null ? null : <p>{words.repairedMeans}</p>}
      <dl className="scanner-facts">
        <Fact label={words.text} text={tested.text} code />
        {read === null ? null : <Fact label={words.meant} text={read.text} code />}
        <Fact label={words.count} text={String([...tested.text].length)} />
        <Fact label={words.gap} text={words.ms(Math.round(tested.longestGapMs))} />
      </dl>
    </>
  );
}

function repairText({ pc, scanner }: KeyboardRepair): string {
  return words.repaired(keyboards[pc], keyboards[scanner]);
}

function NoScan({ keys, limits }: { readonly keys: readonly ArrivedKey[]; readonly limits: ScanLimits }) {
  const longest = Math.max(0, ...keys.map(({ gapMs }) => gapMs ?? 0));
  const characters = keys.filter(({ shown }) => [...shown].length === 1).length;
  const last = keys.at(-1)?.shown;
  const isEnded = last === "Enter" || last === "Tab";
  return (
    <>
      <p className="scanner-headline">
        <Icon name="pen" size="1.6em" />
        {words.typed}
      </p>
      {longest > limits.longestGapMs ? (
        <p>{words.slow(words.ms(Math.round(longest)), words.ms(limits.longestGapMs))}</p>
      ) : null}
      {characters < limits.leastCharacters ? <p>{words.short(characters, limits.leastCharacters)}</p> : null}
      {isEnded ? null : <p>{words.noEnd}</p>}
    </>
  );
}

function Fact({
  label,
  text,
  code = false,
}: {
  readonly label: string;
  readonly text: string;
  readonly code?: boolean;
}) {
  return (
    <div>
      <dt className="fact-label">{label}</dt>
      <dd className={code ? "mono" : undefined}>
        <SafeName text={text} />
      </dd>
    </div>
  );
}
