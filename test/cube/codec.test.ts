import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCube, writeCube } from "../../src/cube/codec.ts";
import { buildCube } from "../../src/cube/cube.ts";
import { frameOf } from "../../src/survey/frame.ts";
import { choice, codebookOf } from "../release/made.ts";

const codebook = codebookOf([choice("region", "quasi", 4), choice("mood", "ordinary", 5)], ["region"]);
const row = fc.record({ region: fc.constantFrom("v0", "v1", "v2", "v3", null), mood: fc.constantFrom("v0", "v1", "v4", "客户", '"\u0000\n', null) }).map((cells) => ({ ...cells, region__na: cells.region === null ? "hidden" : null, mood__na: cells.mood === null ? "refused" : null }));

describe("the bytes of a cube", () => {
  test("give back the same cube, weighted or not", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), fc.boolean(), (rows, weighted) => {
        const cube = buildCube(codebook, frameOf(codebook, rows), weighted ? Float64Array.from(rows, (_, i) => 0.25 + i / 7) : undefined);
        expect(readCube(writeCube(cube))).toEqual(cube);
      }),
      { numRuns: 200 },
    );
  });

  test("cut off at any place or with garbage in front are refused in words", () => {
    const bytes = writeCube(buildCube(codebook, frameOf(codebook, [{ region: "v0", region__na: null, mood: "v1", mood__na: null }])));
    for (let length = 0; length < bytes.length; length++) expect(() => readCube(bytes.subarray(0, length))).toThrow(/cube/);
    expect(() => readCube(new TextEncoder().encode("<!doctype html><title>404</title>"))).toThrow("this is not a cube");
    const damaged = bytes.slice();
    damaged[8] = 0;
    expect(() => readCube(damaged)).toThrow("this cube is damaged");
    expect(() => readCube(Uint8Array.from([...bytes, 0]))).toThrow("this cube is cut off");
  });
});
