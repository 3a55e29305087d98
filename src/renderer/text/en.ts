import { errors } from "./en/errors.ts";
import { frame } from "./en/frame.ts";
import { grouping } from "./en/grouping.ts";
import { health } from "./en/health.ts";
import { home } from "./en/home.ts";
import { imports } from "./en/imports.ts";
import { palette } from "./en/palette.ts";
import { record } from "./en/record.ts";
import { recordCheck } from "./en/record-check.ts";
import { related } from "./en/related.ts";
import { runPage } from "./en/run-page.ts";
import { runs } from "./en/runs.ts";
import { scan } from "./en/scan.ts";
import { settings } from "./en/settings.ts";
import { shortcuts } from "./en/shortcuts.ts";
import { time } from "./en/time.ts";
import { timeline } from "./en/timeline.ts";
import { views } from "./en/views.ts";
import { words } from "./en/words.ts";

/**
 * Every word the window shows, in English. Whole sentences, one word for one meaning; a test holds the wording rules.
 * Source: experience, part 5.
 */
export const en = {
  words,
  frame,
  home,
  runs,
  views,
  grouping,
  timeline,
  related,
  scan,
  palette,
  shortcuts,
  runPage,
  record,
  recordCheck,
  imports,
  health,
  settings,
  errors,
  time,
} as const;
