import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { SafeLine, SafeName } from "../../../../src/renderer/ui/safe-name.tsx";

it("a name is kept apart from the words around it and shows what cannot be seen", () => {
  expect(renderToStaticMarkup(<SafeName text={"a\u202eb"} />)).toBe(
    '<bdi>a<span class="escaped">‹U+202E›</span>b</bdi>',
  );
});

it("markup in a name is text", () => {
  expect(renderToStaticMarkup(<SafeName text="<img src=x>" />)).toBe("<bdi>&lt;img src=x&gt;</bdi>");
});

it("a line keeps its blanks", () => {
  expect(renderToStaticMarkup(<SafeLine line={"  a\t"} />)).toBe("<bdi>  a\t</bdi>");
});
