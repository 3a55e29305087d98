import { errors } from "./en/errors.ts";
import { frame } from "./en/frame.ts";
import { health } from "./en/health.ts";
import { imports } from "./en/imports.ts";
import { record } from "./en/record.ts";
import { recordCheck } from "./en/record-check.ts";
import { runPage } from "./en/run-page.ts";
import { runs } from "./en/runs.ts";
import { settings } from "./en/settings.ts";
import { time } from "./en/time.ts";
import { words } from "./en/words.ts";

/**
 * Every word the window shows, in English. Whole sentences, one word for one meaning; a test holds the wording rules.
 * Source: experience, part 5.
 */
export const en = {
  words,
  frame,
  runs,
  runPage,
  record,
  recordCheck,
  imports,
  health,
  settings,
  errors,
  time,
} as const;
