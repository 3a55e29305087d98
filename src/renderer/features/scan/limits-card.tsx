import { type ScanLimits, USUAL_LIMITS } from "../../state/scan-burst.ts";
import { LIMIT_RANGES } from "../../state/scan-limits.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";

const words = en.scan.test;

/** The limits that tell a scan from typing, changed by large buttons. */
export function LimitsCard() {
  const { scan } = useStores();
  return (
    <section className="page-card scanner-card">
      <h2>{words.limits}</h2>
      <p className="soft">{words.limitsHint}</p>
      <Stepper name="leastCharacters" label={words.least} less={words.fewer} more={words.more} />
      <Stepper name="longestGapMs" label={words.longest} less={words.shorter} more={words.longer} />
      <div>
        <Button icon="undo" onPress={() => scan.getState().setLimits(USUAL_LIMITS)}>
          {words.reset}
        </Button>
      </div>
    </section>
  );
}

function Stepper(props: {
  readonly name: keyof ScanLimits;
  readonly label: string;
  readonly less: string;
  readonly more: string;
}) {
  const { scan } = useStores();
  const { name, label, less, more } = props;
  const value = useWindowStore("scan", (state) => state.limits[name]);
  const { step } = LIMIT_RANGES[name];
  const change = (by: number) => () => scan.getState().setLimits({ [name]: value + by });
  return (
    <fieldset className="choices scanner-limit">
      <legend>{label}</legend>
      <Button onPress={change(-step)}>{less}</Button>
      <output className="number scanner-limit-value">{value}</output>
      <Button onPress={change(step)}>{more}</Button>
    </fieldset>
  );
}
