import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ErrorBox } from "../../../../src/renderer/ui/error-box.tsx";
import { AppError } from "../../../../src/shared/app-error.ts";
import { ERROR_CODES } from "../../../../src/shared/error-codes.ts";

it.each(ERROR_CODES)("%s is told with what happened, the sentence of main, and its code", (code) => {
  const html = renderToStaticMarkup(<ErrorBox title="Not saved." error={new AppError(code, "Sentence of main.")} />);
  expect(html).toContain("Not saved.");
  expect(html).toContain("Sentence of main.");
  expect(html).toContain(`Code ${code}`);
  expect(html).toContain('role="alert"');
});
