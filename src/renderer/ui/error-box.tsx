import type { AppError } from "../../shared/app-error.ts";
import { en } from "../text/en.ts";
import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";
import { SafeName } from "./safe-name.tsx";

/** What happened, what it means, what to do, and the code for support. It stays until the person acts. */
export function ErrorBox(props: {
  readonly title: string;
  readonly error: AppError;
  readonly action?: { readonly label: string; readonly onPress: () => void };
}) {
  const { title, error, action } = props;
  return (
    <div className="error-box" role="alert">
      <p className="error-title">
        <Icon name="triangle-mark" />
        {title}
      </p>
      <p>{en.errors.what[error.code]}</p>
      <p>
        <SafeName text={error.message} /> <span className="soft">{en.errors.code(error.code)}</span>
      </p>
      {action === undefined ? null : (
        <div>
          <Button onPress={action.onPress}>{action.label}</Button>
        </div>
      )}
    </div>
  );
}
