/** The test files that do not run among all others, by what they need of the processors. */

/** They compare response times, which other tests distort. */
export const ALONE: readonly string[] = ["tests/immunity/v13-timing.test.ts"];

/**
 * They spend most of their time waiting, for times that pass, for servers that agree and for commands that start, and judge no time that a busy machine exceeds: one
 * process runs them beside those that compute.
 */
export const WAITING: readonly string[] = [
  "tests/adapters/stores/redis-contract-cluster.test.ts",
  "tests/adapters/stores/redis-contract-sentinels.test.ts",
  "tests/adapters/stores/redis-contract-single.test.ts",
  "tests/adapters/stores/redis-contract-tls.test.ts",
  "tests/adapters/stores/sqlite-outage.test.ts",
  "tests/adapters/system/store-dump.test.ts",
  "tests/adapters/telemetry/log/log-gone.test.ts",
  "tests/adapters/telemetry/observers/overdue.test.ts",
  "tests/adapters/telemetry/sdk/refusals.test.ts",
  "tests/app/cli/doctor/announced-nodes.test.ts",
  "tests/app/cli/doctor/doctor.test.ts",
  "tests/app/cli/plugin-tools.test.ts",
  "tests/app/cli/recipe-tools.test.ts",
  "tests/app/cli/replay/replay.test.ts",
  "tests/app/cli/send/send.test.ts",
  "tests/app/cli/serve/launcher.test.ts",
  "tests/app/cli/serve/read-only.test.ts",
  "tests/app/cli/serve/starting.test.ts",
  "tests/app/cli/serve/stopping.test.ts",
  "tests/app/cli/tools.test.ts",
  "tests/app/config/config.test.ts",
  "tests/app/http/request/idle.test.ts",
  "tests/clients/python/python.test.ts",
  "tests/contracts/built-in.test.ts",
  "tests/contracts/recipes.test.ts",
  "tests/e2e/compat/prelude-client.test.ts",
  "tests/e2e/hooks/once.test.ts",
  "tests/e2e/receipts/kavenegar.test.ts",
];
