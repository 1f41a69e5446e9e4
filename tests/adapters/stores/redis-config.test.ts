/** RAMZ_STORE for Redis: its meaning, and every problem with its remedy. */
import { expect, test } from "bun:test";
import { shownSettings } from "../../../app/cli/config/show.ts";
import { loadConfig } from "../../../app/config/load.ts";

const RAMZ_SECRET = "of-the-tests-0123456789-abcdefghij";
const load = (RAMZ_STORE: string, env = {}) => loadConfig({ RAMZ_SECRET, RAMZ_STORE, ...env });

test.each([
  ["redis://h", { topology: "single", nodes: [{ host: "h", port: 6379 }], database: 0, tls: null }],
  ["redis://[::1]:7000/3", { nodes: [{ host: "::1", port: 7000 }], database: 3 }],
  ["rediss://u:p%40s@h:1?ca=/c.pem", { user: "u", tls: { caFile: "/c.pem" } }],
  ["redis+sentinel://a:1,b/name?db=2", { topology: "sentinel", group: "name", database: 2 }],
  [
    "redis+sentinel://a:1,b/name",
    {
      nodes: [
        { host: "a", port: 1 },
        { host: "b", port: 26_379 },
      ],
    },
  ],
  ["rediss+cluster://u:p@a:1,b:2", { topology: "cluster", tls: { caFile: null } }],
])("%s is understood", (url, meaning) => {
  const { config, problems } = load(url);
  expect(problems).toEqual([]);
  expect(config.store).toMatchObject({ kind: "redis", ...meaning });
});

test.each([
  ["redis://", "host:6379"],
  ["redis://h:99999", "host:6379"],
  ["redis://a,b", "redis+cluster://"],
  ["redis://h/x", "Write its number"],
  ["redis://h?ca=/c.pem", "rediss"],
  ["redis://h?tls=1", "Known options: ca"],
  ["redis://u@h", "user:password@"],
  ["redis://u:100%@h", "%25"],
  ["redis+sentinel://a:1", "name of the group"],
  ["redis+cluster://a:1/2", "Leave it out"],
  ["redis+other://a:1", "redis+sentinel://"],
])("%s is one problem with its remedy", (url, remedy) => {
  const { problems } = load(url);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toStartWith("RAMZ_STORE: ");
  expect(problems[0]).toContain(remedy);
});

test("the wait for replicas must be shorter than a command may take, and every process needs the secret", () => {
  const late = { RAMZ_REDIS_WAIT: "1", RAMZ_REDIS_WAIT_TIMEOUT_MS: "2000" };
  expect(load("redis://h", late).problems[0]).toContain("RAMZ_REDIS_COMMAND_TIMEOUT_MS");
  expect(load("redis://h", { RAMZ_SECRET: "" }).problems[0]).toContain("the same for every process");
});

test("neither the settings shown nor a problem has user or password in it, in any spelling", () => {
  for (const user of ["user:pass@", "user:p@ss/word@", ":pass@"]) {
    const settings = shownSettings(load(`redis://${user}h:1`));
    expect(settings.find(({ name }) => name === "store")?.value).toBe("redis://***@h:1");
    expect(load(`redis://${user}h:x`).problems.join()).not.toMatch(/user|pass|word@/);
  }
});

test("in production, a Redis on another machine without TLS or password is a warning, not a problem", () => {
  const production = { NODE_ENV: "production", RAMZ_AUTH: "none" };
  expect(load("redis://10.0.0.7", production).problems).toEqual([]);
  expect(load("redis://10.0.0.7", production).warnings).toHaveLength(2);
  expect(load("rediss://u:p@10.0.0.7", production).warnings).toEqual([]);
  expect(load("redis://127.0.0.1", production).warnings).toEqual([]);
});
