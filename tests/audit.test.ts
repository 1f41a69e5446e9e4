import { expect, test } from "bun:test";
import { audit } from "./audit.ts";

const ADVISORY = {
  id: 1,
  url: "https://example.org/advisory",
  title: "A hole in a package",
  severity: "high",
  vulnerable_versions: "*",
};

test.each([
  ["clean", () => Response.json({})],
  ["vulnerable", () => Response.json({ elysia: [ADVISORY] })],
  ["not_reached", () => new Response(null, { status: 405 })],
] as const)("packages are %s", async (verdict, answer) => {
  using registry = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: answer });
  const url = registry.url.href;
  expect(await audit({ ...process.env, NPM_CONFIG_REGISTRY: url, npm_config_registry: url })).toBe(verdict);
});
