import { expect, it } from "vitest";
import { joinPlaces } from "../../../../src/main/catalog/join-places.ts";

const at = (epoch: number, offset: number) => ({ epoch, offset, byteLength: 9 });

it("gives the places of both once, oldest first", () => {
  expect(joinPlaces([at(1, 50), at(2, 0)], [at(2, 0), at(2, 10), at(1, 90)])).toEqual([
    at(1, 50),
    at(1, 90),
    at(2, 0),
    at(2, 10),
  ]);
});
