import { test as base, expect } from "@playwright/test";
import { launchApp } from "./launch.ts";
import type { LaunchedApp, LaunchOptions } from "./launched-app.ts";

interface AppFixtures {
  /** Starts the app for this test and ends it with the test. A page that complains of anything fails the test. */
  readonly launch: (options?: LaunchOptions) => Promise<LaunchedApp>;
  /** Set to true where a page is meant to complain: `test.use({ mayComplain: true })`. */
  readonly mayComplain: boolean;
}

/** Playwright's `test` with a `launch` that cleans up. */
export const test = base.extend<AppFixtures>({
  mayComplain: [false, { option: true }],
  launch: async ({ mayComplain }, use, testInfo) => {
    const running: LaunchedApp[] = [];
    await use(async (options) => {
      const app = await launchApp(options);
      running.push(app);
      testInfo.annotations.push({ type: "window", description: app.kind });
      return app;
    });
    await Promise.all(running.map((app) => app.close()));
    if (!mayComplain) expect(running.flatMap((app) => app.troubles)).toEqual([]);
  },
});

export { expect } from "@playwright/test";
