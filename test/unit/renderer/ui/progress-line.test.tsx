import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { ProgressLine, progressText } from "../../../../src/renderer/ui/progress-line.tsx";
import type { JobProgress } from "../../../../src/shared/ipc/events.ts";

const PROGRESS: JobProgress = {
  job_id: "j",
  operation: "check.run",
  done: 212,
  total: 900,
  unit: "files",
  message: null,
};

it("numbers stand beside the bar, in files, runs or sizes", () => {
  expect(progressText(PROGRESS)).toBe("23 % · 212 of 900 files");
  expect(progressText({ ...PROGRESS, total: null, unit: "runs" })).toBe("212 runs");
  expect(progressText({ ...PROGRESS, done: 5_000_000, total: 10_000_000, unit: "bytes" })).toBe("50 % · 5 MB of 10 MB");
  expect(progressText({ ...PROGRESS, unit: "runs", bytes: 41_200_000 })).toBe("23 % · 212 of 900 runs · 41.2 MB read");
  expect(progressText(null)).toBe("");
});

it("an amount that is not known is not read out as a number", () => {
  const html = renderToStaticMarkup(<ProgressLine label="Importing runs" progress={null} long={true} />);
  expect(html).not.toContain("aria-valuenow");
  expect(html).toContain("Longer than usual. Still working.");
});
