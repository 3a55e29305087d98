import { useEffect } from "react";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { LimitsCard } from "./limits-card.tsx";
import "./scan.css";
import { TestKeys } from "./test-keys.tsx";
import { TestResult } from "./test-result.tsx";

const words = en.scan.test;

/** Shows what a scanner sends and what is made of it. While it is open scans act on nothing. */
export function ScannerPage() {
  const { scan } = useStores();
  const keys = useWindowStore("scan", (state) => state.keys);
  const tested = useWindowStore("scan", (state) => state.tested);
  useEffect(() => {
    scan.getState().setTesting(true);
    return () => scan.getState().setTesting(false);
  }, [scan]);
  return (
    <div className="card-page scanner-page">
      <p className="scanner-intro">{words.intro}</p>
      <TestResult keys={keys} tested={tested} />
      {keys.length === 0 ? null : <TestKeys keys={tested?.keys ?? keys} />}
      <LimitsCard />
      <section className="page-card scanner-card">
        <h2>{words.how}</h2>
        <ol className="scanner-steps">
          {words.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <p className="soft">{words.where}</p>
      </section>
    </div>
  );
}
