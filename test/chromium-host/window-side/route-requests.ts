import type { Page, Request, Route } from "playwright-core";
import { hasOwnScheme, toAppUrl } from "../app-url.ts";
import type { Link } from "../link.ts";
import type { ToMainSide } from "../questions.ts";
import type { BrowserWindows } from "./browser-windows.ts";
import type { OpenBrowser } from "./open-browser.ts";

/** What routing needs around it. */
export interface RoutingParts {
  readonly browser: OpenBrowser;
  readonly main: Link<ToMainSide>;
  readonly windows: BrowserWindows;
}

/**
 * Puts main in charge of everything a page asks for, as Electron does: may it navigate, may it request, and what does the app's own
 * scheme answer. What main lets through goes out for real: the host hides no hole.
 */
export async function routeRequests(parts: RoutingParts): Promise<void> {
  const { context } = parts.browser;
  await context.route("**/*", (route) => answerRoute(parts, route));
  context.on("page", (page) => void judgePopup(parts, page));
}

async function answerRoute(parts: RoutingParts, route: Route): Promise<void> {
  const request = route.request();
  try {
    await (request.isNavigationRequest() ? answerNavigation(parts, route) : answerRequest(parts, route));
  } catch {
    // The page or main is going; what is not answered must not hang.
    await route.abort("failed").catch(() => undefined);
  }
}

async function answerNavigation(parts: RoutingParts, route: Route): Promise<void> {
  const request = route.request();
  const target = findTarget(parts, request);
  if (target === null) return route.abort("blockedbyclient");
  const { id, isMainFrame, isWanted } = target;
  if (!isWanted) {
    const { prevented } = await parts.main.ask("contents.willNavigate", {
      id,
      url: toAppUrl(request.url()),
      isMainFrame,
    });
    // An answer without content leaves a page where it is.
    if (prevented) return route.fulfill({ status: 204 });
  }
  return answerRequest(parts, route);
}

function findTarget(parts: RoutingParts, request: Request) {
  const page = pageOf(request);
  const window = page === null ? null : parts.windows.findByPage(page, request.url());
  if (page === null || window === null) return null;
  const isMainFrame = request.frame() === page.mainFrame();
  return { id: window.id, isMainFrame, isWanted: isMainFrame && window.isWanted };
}

function pageOf(request: Request): Page | null {
  try {
    return request.frame().page();
  } catch {
    // A page that a page opened asks before Playwright knows it.
    return null;
  }
}

async function answerRequest(parts: RoutingParts, route: Route): Promise<void> {
  const url = toAppUrl(route.request().url());
  const { cancel } = await parts.main.ask("request.before", { url });
  if (cancel) return route.abort("blockedbyclient");
  if (!hasOwnScheme(url)) return route.continue();
  const response = await parts.main.ask("protocol.respond", { url, method: route.request().method() });
  if (response === null) return route.abort("failed");
  const { status, headers, body } = response;
  return route.fulfill({ status, headers: { ...headers }, body: Buffer.from(body) });
}

/** A page that a page opened is there before anyone was asked. It cannot load anything meanwhile: it is no window of ours. */
async function judgePopup(parts: RoutingParts, page: Page): Promise<void> {
  const opener = await page.opener();
  const window = opener === null ? null : parts.windows.findByPage(opener, "");
  if (window !== null && !(await parts.windows.mayOpen(window.id, page.url()))) await page.close();
}
