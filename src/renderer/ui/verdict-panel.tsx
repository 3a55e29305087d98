import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";
import { keyed } from "./keyed.ts";
import { SafeName } from "./safe-name.tsx";

/** What a verdict says and how loud it is. */
export interface VerdictLook {
  readonly tone: "plain" | "warn" | "stop" | "unsure" | "changed";
  readonly icon: IconName;
  readonly headline: string;
  readonly why: readonly string[];
  readonly advice: string | null;
}

/** An answer large enough for two metres: word, shape and reason, with what it is about at the side. */
export function VerdictPanel(props: {
  readonly verdict: VerdictLook;
  readonly question: string;
  /** What the panel is called where the question is not enough. */
  readonly label?: string;
  readonly size?: "page" | "far";
  readonly children: ReactNode;
}) {
  const { verdict, question, label = question, size = "page", children } = props;
  return (
    <section className="verdict" data-tone={verdict.tone} data-size={size} aria-label={label}>
      <span className="verdict-mark">
        <Icon name={verdict.icon} size="100%" />
      </span>
      <div className="verdict-words">
        <p className="verdict-question">{question}</p>
        <h2 className="verdict-headline">{verdict.headline}</h2>
        {keyed(verdict.why).map(({ key, text }) => (
          <p key={key} className="verdict-why">
            <SafeName text={text} />
          </p>
        ))}
        {verdict.advice === null ? null : <p className="verdict-why">{verdict.advice}</p>}
      </div>
      <div className="verdict-side">{children}</div>
    </section>
  );
}
