/** The OpenAPI document is a contract: every answer it promises was seen over HTTP, and every answer seen is as promised. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Contract } from "./contract.ts";
import type { Ground } from "./ground.ts";
import { SCENES } from "./scenes.ts";

const grounds: Ground[] = [];
let contract: Contract;
beforeAll(async () => {
  for (const scene of SCENES) grounds.push(await scene());
  const [ground] = grounds;
  if (ground === undefined) throw new Error("there is no scene");
  ({ contract } = ground);
}, 60_000);
afterAll(async () => {
  for (const ground of grounds) await ground[Symbol.asyncDispose]();
});

test("every answer that was seen is documented, with its shape, its code and its headers", () => {
  expect(contract.faults()).toEqual([]);
});

test("every answer that is documented was seen", () => {
  expect(contract.unseen()).toEqual([]);
});
