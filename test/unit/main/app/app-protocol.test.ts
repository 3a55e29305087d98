import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  APP_ORIGIN,
  answerFromFiles,
  CONTENT_POLICY,
  isAppUrl,
  START_URL,
} from "../../../../src/main/app/app-protocol.ts";

const files = new Map([
  ["index.html", Buffer.from("<!doctype html>")],
  ["assets/index-a1.js", Buffer.from("1")],
  ["assets/index-a1.css", Buffer.from("")],
  ["notes.weird", Buffer.from("?")],
]);

function ask(url: string, init?: RequestInit): Response {
  return answerFromFiles(files)(new Request(url, init));
}

const HOSTILE_PARTS = [
  "..",
  "%2e%2e",
  "%252e%252e",
  "..%2f",
  "..\\",
  "%5c..",
  "%00",
  "::$DATA",
  "//",
  "\\\\host\\share",
  "C:",
  "index.html",
];

describe("app protocol", () => {
  it("serves a built file with its type, the content policy and no guessing of types", async () => {
    const answer = ask(START_URL);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(answer.headers.get("content-security-policy")).toBe(CONTENT_POLICY);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await answer.text()).toBe("<!doctype html>");
    expect(ask(`${APP_ORIGIN}/assets/index-a1.js`).headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(ask(`${APP_ORIGIN}/assets/index-a1.css`).headers.get("content-type")).toBe("text/css; charset=utf-8");
  });

  it("allows nothing inline, nothing evaluated and nothing from elsewhere", () => {
    expect(CONTENT_POLICY).toContain("default-src 'none'");
    expect(CONTENT_POLICY).toContain("require-trusted-types-for 'script'");
    expect(CONTENT_POLICY).not.toMatch(/unsafe|\*|https?:|data:|blob:/);
  });

  it("answers 404 for what is not among the files, with the policy all the same", () => {
    for (const path of ["", "assets", "assets/", "INDEX.HTML", "index.html/", "package.json", "notes.weird"]) {
      const answer = ask(`${APP_ORIGIN}/${path}`);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.headers.get("content-security-policy")).toBe(CONTENT_POLICY);
    }
  });

  it("serves only GET and only its own host", () => {
    expect(ask(START_URL, { method: "POST", body: "x" }).status).toBe(405);
    expect(ask("app://other/index.html").status).toBe(404);
    expect(ask("app://rmos-runs.evil/index.html").status).toBe(404);
    expect(ask("https://rmos-runs/index.html").status).toBe(404);
  });

  it("gives no hostile spelling of a path anything but one of its files", () => {
    const path = fc.array(fc.oneof(fc.constantFrom(...HOSTILE_PARTS), fc.string({ maxLength: 8 })), { maxLength: 6 });
    fc.assert(
      fc.property(path, fc.constantFrom("/", "\\", "%2f"), (parts, separator) => {
        const url = `${APP_ORIGIN}/${parts.join(separator)}`;
        fc.pre(URL.canParse(url));
        const answer = ask(url);
        const asked = new URL(url).pathname.slice(1);
        expect(answer.status).toBe(files.has(asked) && asked !== "notes.weird" ? 200 : 404);
      }),
      { numRuns: 5_000 },
    );
  });

  it("knows the URLs of the app from those that only look alike", () => {
    expect(isAppUrl(START_URL)).toBe(true);
    for (const url of ["app://rmos-runs", "app://rmos-runs.evil/", "app://rmos-runsx/", "https://rmos-runs/", ""]) {
      expect(isAppUrl(url)).toBe(false);
    }
  });
});
