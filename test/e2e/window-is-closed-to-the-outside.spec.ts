import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/app-test.ts";

// Every one of these pages is hostile on purpose: the console says what was refused.
test.use({ mayComplain: true });

interface Canary {
  readonly url: string;
  /** What reached it. Nothing may. */
  readonly hits: string[];
  readonly server: Server;
}

let canary: Canary;

test.beforeAll(async () => {
  const hits: string[] = [];
  const server = createServer((request, response) => {
    hits.push(request.url ?? "");
    response.setHeader("Access-Control-Allow-Origin", "*").end("reached");
  });
  server.on("upgrade", (request, socket) => {
    hits.push(`upgrade ${request.url}`);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  canary = { url: `http://127.0.0.1:${port}`, hits, server };
});

test.afterEach(() => {
  expect(canary.hits).toEqual([]);
});

test.afterAll(() => {
  canary.server.close();
});

/** Long enough for a request on this machine to arrive, if it were let out. */
async function letRequestsArrive(page: Page): Promise<void> {
  await page.waitForTimeout(300);
}

/** Runs page code outside of Playwright's own evaluation, which the content policy does not bind. */
function inPage<Result>(page: Page, code: (target: string) => Promise<Result> | Result): Promise<Result> {
  return page.evaluate(code, canary.url);
}

test("a page cannot leave for another address, in its main frame or in another", async ({ launch }) => {
  const { page } = await launch();
  const before = page.url();
  const ways: readonly ((target: string) => void)[] = [
    (target) => location.assign(target),
    (target) => location.replace(`${target}/replace`),
    () => location.assign("about:blank"),
    () => location.assign("data:text/html,<p>elsewhere</p>"),
    (target) => {
      const link = Object.assign(document.createElement("a"), { href: `${target}/link`, textContent: "link" });
      document.body.append(link);
      link.click();
    },
    (target) => {
      const form = Object.assign(document.createElement("form"), { action: `${target}/form`, method: "post" });
      document.body.append(form);
      form.submit();
    },
    (target) => {
      const refresh = Object.assign(document.createElement("meta"), {
        httpEquiv: "refresh",
        content: `0;url=${target}/meta`,
      });
      document.head.append(refresh);
    },
    (target) => document.body.append(Object.assign(document.createElement("iframe"), { src: `${target}/frame` })),
  ];
  for (const way of ways) {
    await inPage(page, way);
    await letRequestsArrive(page);
    expect(page.url()).toBe(before);
  }
  expect(page.frames().every((frame) => !frame.url().startsWith(canary.url))).toBe(true);
});

test("a page cannot open a window", async ({ launch }) => {
  const { page } = await launch();
  const opened = await inPage(page, (target) => {
    const link = Object.assign(document.createElement("a"), {
      href: `${target}/blank`,
      target: "_blank",
      textContent: "new",
    });
    document.body.append(link);
    link.click();
    return window.open(`${target}/open`) === null;
  });
  await letRequestsArrive(page);
  expect(opened).toBe(true);
  expect(page.context().pages()).toEqual([page]);
});

test("a page can ask nothing of the network", async ({ launch }) => {
  const { page, kind } = await launch();
  // Chromium's own rule about addresses of this machine would stop these first, and only these.
  if (kind === "chromium-host") await page.context().grantPermissions(["local-network-access"]);
  const outcomes = await inPage(page, async (target) => {
    const attempt = (work: Promise<unknown>) =>
      work.then(
        () => "reached",
        () => "refused",
      );
    const loaded = (element: HTMLImageElement | HTMLScriptElement | HTMLLinkElement) =>
      new Promise<string>((resolve) => {
        element.addEventListener("load", () => resolve("reached"));
        element.addEventListener("error", () => resolve("refused"));
        document.head.append(element);
      });
    const socket = () =>
      new Promise<string>((resolve) => {
        try {
          const opened = new WebSocket(target.replace("http", "ws"));
          opened.onopen = () => resolve("reached");
          opened.onerror = () => resolve("refused");
        } catch {
          resolve("refused");
        }
      });
    const stream = () =>
      new Promise<string>((resolve) => {
        const source = new EventSource(`${target}/events`);
        source.onopen = () => resolve("reached");
        source.onerror = () => resolve("refused");
      });
    navigator.sendBeacon(`${target}/beacon`, "x");
    return {
      fetch: await attempt(fetch(target)),
      opaqueFetch: await attempt(fetch(target, { mode: "no-cors" })),
      image: await loaded(Object.assign(new Image(), { src: `${target}/image.png` })),
      style: await loaded(
        Object.assign(document.createElement("link"), { rel: "stylesheet", href: `${target}/style.css` }),
      ),
      prefetch: await loaded(
        Object.assign(document.createElement("link"), { rel: "prefetch", href: `${target}/prefetch` }),
      ),
      socket: await socket(),
      stream: await stream(),
      font: await attempt(new FontFace("remote", `url(${target}/font.woff2)`).load()),
    };
  });
  await letRequestsArrive(page);
  expect(outcomes).toEqual({
    fetch: "refused",
    opaqueFetch: "refused",
    image: "refused",
    style: "refused",
    prefetch: "refused",
    socket: "refused",
    stream: "refused",
    font: "refused",
  });
});

test("a page cannot make code from text", async ({ launch }) => {
  const { page } = await launch();
  const outcomes = await page.evaluate(async () => {
    const attempt = (work: () => unknown) => {
      try {
        work();
        return "ran";
      } catch {
        return "refused";
      }
    };
    // From a timer: what Playwright evaluates directly is not bound by the content policy.
    return new Promise<Record<string, unknown>>((resolve) => {
      setTimeout(() => {
        const inline = document.createElement("script");
        const markup = document.createElement("div");
        const remote = document.createElement("script");
        const results = {
          eval: attempt(() => Reflect.get(window, "eval").call(window, "window.ranEval = 1")),
          function: attempt(() => Reflect.construct(Function, ["window.ranFunction = 1"])()),
          timer: attempt(() => Reflect.apply(setTimeout, window, ["window.ranTimer = 1", 0])),
          markup: attempt(() => Reflect.set(markup, "innerHTML", "<img src=x onerror='window.ranMarkup = 1'>")),
          inlineText: attempt(() => Reflect.set(inline, "text", "window.ranInline = 1")),
          remoteSource: attempt(() => Reflect.set(remote, "src", "data:text/javascript,window.ranRemote = 1")),
        };
        inline.append("window.ranInline = 1");
        document.body.append(inline, markup);
        const link = Object.assign(document.createElement("a"), { href: "javascript:window.ranLink = 1" });
        document.body.append(link);
        link.click();
        setTimeout(() => resolve({ ...results, ran: Object.keys(window).filter((key) => key.startsWith("ran")) }), 200);
      }, 0);
    });
  });
  expect(outcomes).toEqual({
    eval: "refused",
    function: "refused",
    timer: "refused",
    markup: "refused",
    inlineText: "refused",
    remoteSource: "refused",
    ran: [],
  });
});

test("a page is given no permission", async ({ launch }) => {
  const { page } = await launch();
  const outcomes = await page.evaluate(async () => {
    const attempt = (work: Promise<unknown>) =>
      work.then(
        (value) => value,
        () => "refused",
      );
    const position = new Promise((resolve, reject) => {
      navigator.geolocation.getCurrentPosition(resolve, reject);
    });
    return {
      notifications: await Notification.requestPermission(),
      position: await attempt(position),
      clipboardRead: await attempt(navigator.clipboard.readText()),
      clipboardWrite: await attempt(navigator.clipboard.writeText("x")),
      microphone: await attempt(navigator.mediaDevices.getUserMedia({ audio: true })),
      screen: await attempt(navigator.mediaDevices.getDisplayMedia()),
      midi: await attempt(navigator.requestMIDIAccess()),
    };
  });
  expect(outcomes).toEqual({
    notifications: "denied",
    position: "refused",
    clipboardRead: "refused",
    clipboardWrite: "refused",
    microphone: "refused",
    screen: "refused",
    midi: "refused",
  });
});

test("a page cannot save a download or keep a service worker", async ({ launch }) => {
  const { page } = await launch();
  const downloads: string[] = [];
  page.on("download", (download) => downloads.push(download.url()));
  const worker = await page.evaluate(async () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["x"]));
    link.download = "x.txt";
    document.body.append(link);
    link.click();
    return (
      navigator.serviceWorker?.register("index.html").then(
        () => "registered",
        () => "refused",
      ) ?? "refused"
    );
  });
  await letRequestsArrive(page);
  expect(worker).toBe("refused");
  for (const url of downloads) expect(url.startsWith("blob:")).toBe(true);
});

test("the app's own address serves its built files and nothing else, under the strict policy", async ({ launch }) => {
  const { page } = await launch();
  const paths = ["", "/", "/../../package.json", "/%2e%2e/%2e%2e/package.json", "/..%2f..%2fpackage.json"];
  const more = [
    "/assets/",
    "/assets",
    "/assets/..%5c..%5cpackage.json",
    "/index.html%00",
    "/index.html/",
    "/INDEX.HTML",
  ];
  const statuses = await page.evaluate(
    async (all) => {
      const answers = await Promise.all(all.map((path) => fetch(new URL(location.href).origin + path)));
      return answers.map((answer) => answer.status);
    },
    [...paths, ...more],
  );
  expect(new Set(statuses)).toEqual(new Set([404]));
  const index = await page.evaluate(async () => {
    const answer = await fetch(location.href);
    const text = await answer.text();
    return {
      status: answer.status,
      policy: answer.headers.get("content-security-policy"),
      sniff: answer.headers.get("x-content-type-options"),
      isPage: text.toLowerCase().includes("<!doctype html>"),
    };
  });
  expect(index.status).toBe(200);
  expect(index.isPage).toBe(true);
  expect(index.sniff).toBe("nosniff");
  expect(index.policy).toContain("default-src 'none'");
  expect(index.policy).not.toContain("unsafe-");
});
