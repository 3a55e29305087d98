import type { QueryError } from "../../../shared/query/query-error.ts";
import { en } from "../../text/en.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { SafeName } from "../../ui/safe-name.tsx";

const MOST_NAMED = 12;

/** Which word of a query cannot be understood, why, what is allowed, and the way to put it right. */
export function QueryErrorLine(props: {
  readonly id: string;
  readonly text: string;
  readonly error: QueryError | null;
  readonly onTake: (text: string) => void;
  readonly onShow: (place: { readonly start: number; readonly length: number }) => void;
}) {
  const { id, text, error, onTake, onShow } = props;
  if (error === null) return <div id={id} role="status" className="query-error-none" />;
  const { start, length, word, problem, allowed, suggestion } = error;
  const words = en.runs.query;
  const named = allowed.slice(0, MOST_NAMED).join(", ");
  return (
    <div id={id} role="status" className="query-error">
      <Icon name="triangle-mark" size="1.1em" />
      <p>
        <strong>
          <SafeName text={words.problems[problem](word)} />
        </strong>{" "}
        {allowed.length === 0 ? null : words.allowed(named, allowed.length > MOST_NAMED)} {words.oldList}
      </p>
      <Button kind="quiet" onPress={() => onShow({ start, length })}>
        {words.showWord}
      </Button>
      {suggestion === null ? null : (
        <Button onPress={() => onTake(text.slice(0, start) + suggestion + text.slice(start + length))}>
          {words.take(suggestion)}
        </Button>
      )}
    </div>
  );
}
