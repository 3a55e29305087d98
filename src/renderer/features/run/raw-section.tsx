import { useEffect } from "react";
import type { RunView } from "../../../shared/operations/run-operations.ts";
import { useStores, useWindowStore } from "../../state/stores-context.ts";
import { en } from "../../text/en.ts";
import { ErrorBox } from "../../ui/error-box.tsx";
import { LineView } from "../../ui/line-view.tsx";
import { Section } from "../../ui/section.tsx";

const words = en.runPage.raw;

/** The record exactly as stored, digit for digit; bytes that are no text are shown as far as they can be read. */
export function RawSection(props: { readonly open: boolean; readonly onToggle: () => void; readonly view: RunView }) {
  const text = props.view.record_text;
  return (
    <Section id="run-raw" title={en.runPage.sections.raw} open={props.open} onToggle={props.onToggle}>
      {text === null ? <RawBytes /> : <RawText text={text} />}
    </Section>
  );
}

function RawText({ text }: { readonly text: string }) {
  return text === "" ? <p className="soft">{words.empty}</p> : <LineView text={text} label={words.label} />;
}

function RawBytes() {
  const { runView } = useStores();
  const rawText = useWindowStore("runView", (state) => state.rawText);
  useEffect(() => void runView.getState().readRaw(), [runView]);
  if (rawText.state === "failed") return <ErrorBox title={words.failed} error={rawText.error} />;
  if (rawText.state !== "ready") return <p className="soft">{words.reading}</p>;
  return (
    <>
      <p>{words.notText}</p>
      <RawText text={rawText.value} />
    </>
  );
}
