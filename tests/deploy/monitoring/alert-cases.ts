/** For each alert, series that raise it and series that do not. */

export interface Case {
  readonly name: string;
  /** Between two values of a series, and between two evaluations; one minute by default. */
  readonly stepMinutes?: number;
  /** By series, in promtool's notation. */
  readonly series: Readonly<Record<string, string>>;
  readonly atMinute: number;
  /** What is raised then; nothing by default. */
  readonly raised?: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly summary: string;
  }[];
}

const VERIFY = 'otp_provider="kavenegar/verify"';
const MCI = `${VERIFY}, otp_operator="mci"`;
const sent = `otp_conversion_total{${MCI}, outcome="sent"}`;
const approved = `otp_conversion_total{${MCI}, outcome="approved"}`;
const attempts = (labels: string) => `otp_delivery_attempts_total{${VERIFY}, ${labels}}`;
const places = (given: boolean) => `otp_bulkhead_wait_seconds_count{${VERIFY}, otp_place_given="${given}"}`;
const took = (le: string) =>
  `http_server_request_duration_seconds_bucket{http_route="/v1/verifications", le="${le}"}`;
const TOOK_COUNT = 'http_server_request_duration_seconds_count{http_route="/v1/verifications"}';
const suspicious = 'otp_quota_decisions_total{decision="suspicious", rule="block", mode="enforce"}';

export const CASES: Readonly<Record<string, readonly Case[]>> = {
  RamzDown: [
    {
      name: "a scrape that fails",
      series: { 'up{job="ramz", instance="otp:8000"}': "0x5" },
      atMinute: 2,
      raised: [
        {
          labels: { severity: "critical", job: "ramz", instance: "otp:8000" },
          summary: "Ramz at otp:8000 does not answer its scrape.",
        },
      ],
    },
    { name: "a scrape that works", series: { 'up{job="ramz", instance="otp:8000"}': "1x5" }, atMinute: 2 },
    {
      name: "another job that is down",
      series: { 'up{job="ramz", instance="otp:8000"}': "1x5", 'up{job="other", instance="a:1"}': "0x5" },
      atMinute: 2,
    },
    {
      name: "a job that is gone, or has another name",
      series: { 'up{job="other", instance="a:1"}': "1x5" },
      atMinute: 2,
      raised: [
        {
          labels: { severity: "critical", job: "ramz" },
          summary: "Prometheus has no target in the job ramz.",
        },
      ],
    },
  ],
  RamzConversionDrop: [
    {
      name: "codes that come back a quarter as often as during the day",
      stepMinutes: 10,
      series: { [sent]: "0+100x150", [approved]: "0+80x138 11060+20x12" },
      atMinute: 1440,
      raised: [
        {
          labels: { severity: "critical", otp_provider: "kavenegar/verify", otp_operator: "mci" },
          summary:
            "Of the codes that kavenegar/verify carries to mci, 20% come back, much less than over the day.",
        },
      ],
    },
    {
      name: "no code that came back since a restart",
      stepMinutes: 10,
      series: { [sent]: "0+100x125 0+100x25", [approved]: "0+80x125 stale" },
      atMinute: 1440,
      raised: [
        {
          labels: { severity: "critical", otp_provider: "kavenegar/verify", otp_operator: "mci" },
          summary:
            "Of the codes that kavenegar/verify carries to mci, 0% come back, much less than over the day.",
        },
      ],
    },
    {
      name: "a day like any other",
      stepMinutes: 10,
      series: { [sent]: "0+100x150", [approved]: "0+80x150" },
      atMinute: 1440,
    },
    {
      name: "too few messages to say",
      stepMinutes: 10,
      series: { [sent]: "0+4x150", [approved]: "0+3x138 414x12" },
      atMinute: 1440,
    },
  ],
  RamzFallbackRatio: [
    {
      name: "half of the messages",
      series: {
        [attempts('otp_attempt_outcome="accepted"')]: "0+5x30",
        [attempts('otp_attempt_outcome="unknown"')]: "0+5x30",
        'otp_delivery_fallbacks_total{otp_provider_from="kavenegar/verify", otp_provider_to="smsir/verify"}':
          "0+5x30",
      },
      atMinute: 25,
      raised: [
        {
          labels: { severity: "warning", otp_provider: "kavenegar/verify" },
          summary: "50% of the messages given to kavenegar/verify go on to the next provider.",
        },
      ],
    },
    {
      name: "one in ten",
      series: {
        [attempts('otp_attempt_outcome="accepted"')]: "0+9x30",
        [attempts('otp_attempt_outcome="unknown"')]: "0+1x30",
        'otp_delivery_fallbacks_total{otp_provider_from="kavenegar/verify", otp_provider_to="smsir/verify"}':
          "0+1x30",
      },
      atMinute: 25,
    },
    {
      name: "a few messages in the night",
      series: {
        [attempts('otp_attempt_outcome="unknown"')]: "0+1x30",
        'otp_delivery_fallbacks_total{otp_provider_from="kavenegar/verify", otp_provider_to="smsir/verify"}':
          "0+1x30",
      },
      atMinute: 25,
    },
  ],
  RamzCreditLow: [
    {
      name: "a warning, seen by one worker",
      series: {
        [`otp_provider_examination{${VERIFY}, subject="credit", worker="1"}`]: "0x10",
        [`otp_provider_examination{${VERIFY}, subject="credit", worker="2"}`]: "1x10",
      },
      atMinute: 3,
      raised: [
        {
          labels: { severity: "warning", otp_provider: "kavenegar/verify" },
          summary: "The credit of kavenegar/verify is low.",
        },
      ],
    },
    {
      name: "enough credit",
      series: { [`otp_provider_examination{${VERIFY}, subject="credit"}`]: "0x10" },
      atMinute: 3,
    },
  ],
  RamzProviderExamination: [
    {
      name: "a key that is refused",
      series: { [`otp_provider_examination{${VERIFY}, subject="key"}`]: "2x10" },
      atMinute: 3,
      raised: [
        {
          labels: { severity: "critical", otp_provider: "kavenegar/verify", subject: "key" },
          summary: "The examination of kavenegar/verify found a problem with its key.",
        },
      ],
    },
    {
      name: "a warning",
      series: { [`otp_provider_examination{${VERIFY}, subject="expiry"}`]: "1x10" },
      atMinute: 3,
    },
  ],
  RamzAccountRefused: [
    {
      name: "the first refusal of all",
      series: { [attempts('otp_attempt_outcome="refused", otp_attempt_fault="account"')]: "_x9 1x10" },
      atMinute: 12,
      raised: [
        {
          labels: { severity: "critical", otp_provider: "kavenegar/verify" },
          summary: "The vendor refuses the account of kavenegar/verify: key, credit, suspension or address.",
        },
      ],
    },
    {
      name: "a further refusal",
      series: { [attempts('otp_attempt_outcome="refused", otp_attempt_fault="account"')]: "3x59 4x10" },
      atMinute: 62,
      raised: [
        {
          labels: { severity: "critical", otp_provider: "kavenegar/verify" },
          summary: "The vendor refuses the account of kavenegar/verify: key, credit, suspension or address.",
        },
      ],
    },
    {
      name: "a refusal an hour ago",
      series: { [attempts('otp_attempt_outcome="refused", otp_attempt_fault="account"')]: "1x70" },
      atMinute: 65,
    },
    {
      name: "a refused template",
      series: { [attempts('otp_attempt_outcome="refused", otp_attempt_fault="message"')]: "_x9 1x10" },
      atMinute: 12,
    },
  ],
  RamzBreakerOpen: [
    {
      name: "open for long in one of two workers",
      series: {
        [`otp_breaker_open{${VERIFY}, worker="1"}`]: "0x10",
        [`otp_breaker_open{${VERIFY}, worker="2"}`]: "1x10",
      },
      atMinute: 7,
      raised: [
        {
          labels: { severity: "warning", otp_provider: "kavenegar/verify" },
          summary: "kavenegar/verify has been resting for five minutes.",
        },
      ],
    },
    { name: "open for a moment", series: { [`otp_breaker_open{${VERIFY}}`]: "0x4 1x1 0x5" }, atMinute: 7 },
  ],
  RamzBulkheadFull: [
    {
      name: "messages without a place",
      series: { [places(false)]: "_x9 1+1x20", [places(true)]: "0+10x30" },
      atMinute: 14,
      raised: [
        {
          labels: { severity: "warning", otp_provider: "kavenegar/verify" },
          summary: "Messages find no place at the account of kavenegar/verify in time.",
        },
      ],
    },
    { name: "messages that wait and get one", series: { [places(true)]: "0+10x30" }, atMinute: 14 },
  ],
  RamzStoreErrors: [
    {
      name: "the first that fails",
      series: { 'otp_store_failures_total{operation="save"}': "_x9 2x10" },
      atMinute: 12,
      raised: [
        {
          labels: { severity: "critical", operation: "save" },
          summary: "The store does not carry out save.",
        },
      ],
    },
    {
      name: "one an hour ago",
      series: { 'otp_store_failures_total{operation="save"}': "4x70" },
      atMinute: 65,
    },
  ],
  RamzSlow: [
    {
      name: "nine of ten starts take more than five seconds",
      series: {
        [took("5")]: "0+1x30",
        [took("10")]: "0+10x30",
        [took("+Inf")]: "0+10x30",
        [TOOK_COUNT]: "0+10x30",
      },
      atMinute: 20,
      raised: [
        {
          labels: { severity: "warning", http_route: "/v1/verifications" },
          summary: "One of a hundred requests to /v1/verifications takes longer than 9.944s.",
        },
      ],
    },
    {
      name: "starts of a second",
      series: {
        [took("5")]: "0+10x30",
        [took("10")]: "0+10x30",
        [took("+Inf")]: "0+10x30",
        [TOOK_COUNT]: "0+10x30",
      },
      atMinute: 20,
    },
    {
      name: "one slow request",
      series: {
        [took("5")]: "0x30",
        [took("10")]: "0x9 1x20",
        [took("+Inf")]: "0x9 1x20",
        [TOOK_COUNT]: "0x9 1x20",
      },
      atMinute: 20,
    },
  ],
  RamzBudget: [
    {
      name: "81 percent, as the worker that sent last has it",
      series: {
        'otp_budget_used{rule="service_messages_day", worker="1"}': "81x5",
        'otp_budget_used{rule="service_messages_day", worker="2"}': "60x5",
        'otp_budget_limit{rule="service_messages_day", worker="1"}': "100x5",
        'otp_budget_limit{rule="service_messages_day", worker="2"}': "100x5",
      },
      atMinute: 3,
      raised: [
        {
          labels: { severity: "warning", rule: "service_messages_day" },
          summary: "81% of the budget service_messages_day are used.",
        },
      ],
    },
    {
      name: "79 percent of an app's own",
      series: {
        'otp_budget_used{rule="app_messages_day", app="shop"}': "79x5",
        'otp_budget_limit{rule="app_messages_day", app="shop"}': "100x5",
      },
      atMinute: 3,
    },
  ],
  RamzGuardActive: [
    {
      name: "two suspicious sends a minute",
      series: { [suspicious]: "0+2x30" },
      atMinute: 20,
      raised: [
        {
          labels: { severity: "warning", rule: "block", mode: "enforce" },
          summary: "The guard finds sends suspicious by block (enforce): it may be SMS pumping.",
        },
      ],
    },
    { name: "one in five minutes", series: { [suspicious]: "0+0.2x30" }, atMinute: 20 },
  ],
};
