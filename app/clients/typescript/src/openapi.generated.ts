/* Generated from app/clients/openapi.json by tests/clients/generate.ts. Do not edit. */
export interface paths {
  "/v1/verifications": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a code
     * @description Opens a verification and sends its code. While one is live for this number and purpose, the same code is sent again.
     */
    post: operations["startVerification"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/verifications/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * See how a verification stands
     * @description With the timeline of attempts. Spends nothing and changes nothing.
     */
    get: operations["getVerification"];
    put?: never;
    post?: never;
    /**
     * Cancel a verification
     * @description Its code is worth nothing from here on, and a chain that is still running stops.
     */
    delete: operations["cancelVerification"];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/verifications/{id}/checks": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Check a code
     * @description Compares one guess and counts it. A code works once.
     */
    post: operations["checkCode"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/checks": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Check a code by number
     * @description The same, for the live verification of a number and purpose.
     */
    post: operations["checkCodeByNumber"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/deliveries": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Carry a code of your own
     * @description Sends a code that you made and will check yourself through the same chain and limits. The code is not kept. Only with a key that has own_code = true.
     */
    post: operations["createDelivery"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/deliveries/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * See what became of a delivery
     * @description With the timeline of attempts. Spends nothing and changes nothing.
     */
    get: operations["getDelivery"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/deliveries/{id}/outcome": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Report whether a code was used
     * @description Only then the pumping guard counts the delivery. A code reported as unused may be reported as used later.
     */
    post: operations["reportOutcome"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/proofs/redeem": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Redeem a proof
     * @description Says what a proof for this app proves, once.
     */
    post: operations["redeemProof"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/usr/otp": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send a code */
    post: operations["legacyStart"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/api/v1/usr/otp/verify": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Check a code */
    post: operations["legacyCheck"];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/healthz": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The process is alive */
    get: operations["getLiveness"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/readyz": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The store answers and a provider can be called */
    get: operations["getReadiness"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/metrics": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Metrics for Prometheus */
    get: operations["getMetrics"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/.well-known/jwks.json": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Public keys that proofs are signed with */
    get: operations["getProofKeys"];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    ApprovedVerification: {
      id: string;
      to: string;
      /** @constant */
      status: "approved";
      purpose: string;
      channel: components["schemas"]["RequestedChannel"];
      provider: string | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      expires_at: string;
      expires_in: number;
      /** Format: date-time */
      resend_at: string;
      resend_in: number;
      checks_left: number;
      metadata?: components["schemas"]["Metadata"];
      attempts: components["schemas"]["Attempt"][];
      trace_id: string;
      /** @description A signed statement (JWS, EdDSA) that the number was proved, good for five minutes. */
      proof: string;
    };
    Attempt: {
      provider: string;
      channel: components["schemas"]["Channel"];
      /** @enum {string} */
      outcome: "accepted" | "refused" | "unavailable" | "unknown" | "skipped" | "planned";
      fault?: string;
      reason?: string;
      vendor_code?: string;
      hint?: string;
      message_id?: string;
      cost_rial?: number;
      /** Format: date-time */
      started_at: string;
      duration_ms: number;
      receipt?: components["schemas"]["Receipt"];
    };
    /** @description The challenge, as the ALTCHA widget takes it. Good once, for two minutes. */
    Challenge: {
      [key: string]: unknown;
    };
    /**
     * @description How the message reaches the person.
     * @enum {string}
     */
    Channel: "sms" | "call" | "messenger";
    CheckCode: {
      /**
       * @description The code as typed.
       * @example 123456
       */
      code: string;
    };
    CheckCodeByNumber: {
      /** @description The phone number, in E.164 or as it is written within the first configured country, in ASCII, Persian, Arabic-Indic or full-width digits; also as a tel: URI. */
      to: string;
      /**
       * @description The code as typed.
       * @example 123456
       */
      code: string;
      /**
       * @description What the code is for, e.g. login. A code for one purpose opens no other.
       * @default default
       */
      purpose?: string;
      /** @description Whether the end user has a session you know. Only from a key whose word is taken for it; else 403. */
      known_session?: boolean;
    };
    CreateDelivery: {
      /** @description The phone number, in E.164 or as it is written within the first configured country, in ASCII, Persian, Arabic-Indic or full-width digits; also as a tel: URI. */
      to: string;
      /**
       * @description Your code: 4 to 10 letters and digits; digits alone with the channels call and auto. It is sent and not kept.
       * @example 493817
       */
      code: string;
      channel?: components["schemas"]["RequestedChannel"];
      /**
       * Format: locale
       * @description Language of the message: fa or en, also as part of a language tag such as fa-IR.
       * @default fa
       * @example fa
       * @example en
       * @example fa-IR
       */
      locale?: string;
      /**
       * @description What the code is for, e.g. login. A code for one purpose opens no other.
       * @default default
       */
      purpose?: string;
      /**
       * @description How many seconds your code is good, for the text of the message. Nothing is sent after it.
       * @default 300
       */
      expires_in?: number;
      metadata?: components["schemas"]["Metadata"];
      /**
       * Format: ip-address
       * @description Address of the end user, by which sends are limited. Only from a key whose word is taken for it; else 403.
       */
      client_ip?: string;
      limits?: components["schemas"]["Limits"];
    };
    Delivery: {
      id: string;
      to: string;
      /** @enum {string} */
      status: "carrying" | "accepted" | "uncertain" | "undelivered";
      purpose: string;
      channel: components["schemas"]["RequestedChannel"];
      provider: string | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      expires_at: string;
      metadata?: components["schemas"]["Metadata"];
      /** @description As it was reported. Absent before a report. */
      used?: boolean;
      attempts: components["schemas"]["Attempt"][];
      trace_id: string;
    };
    FieldError: {
      /** @description The field's name; empty for the body as a whole. */
      field: string;
      detail: string;
    };
    JsonWebKeySet: {
      keys: {
        [key: string]: string;
      }[];
    };
    LegacyCheck: {
      /** @description The phone number, in E.164 or as it is written within the first configured country, in ASCII, Persian, Arabic-Indic or full-width digits; also as a tel: URI. */
      phone_number: string;
      /**
       * @description The code as typed.
       * @example 123456
       */
      code: string;
      /** @description Accepted for the predecessor's clients, not used. */
      affiliate?: unknown;
    };
    LegacyChecked: {
      phone_number: string;
      verified: boolean;
      verification_token: string;
    };
    LegacyDetail: {
      detail: string;
    };
    LegacyFields: {
      [key: string]: string[] | string | number;
    };
    LegacyForbidden: {
      detail: string;
      challenge?: components["schemas"]["Challenge"];
    };
    LegacyStart: {
      /** @description The phone number, in E.164 or as it is written within the first configured country, in ASCII, Persian, Arabic-Indic or full-width digits; also as a tel: URI. */
      phone_number: string;
      /** @description The solution of the challenge in an earlier 403 challenge_required, as the ALTCHA widget gives it. */
      challenge_response?: string;
    };
    LegacyStarted: {
      phone_number: string;
      message: string;
      expires_in: number;
    };
    LegacyWait: {
      detail: string;
      retry_after: number;
    };
    /**
     * @description What this send is counted by, beside the number: limits of the app by name, e.g. a device.
     * @example {
     *       "device": "a1b2"
     *     }
     */
    Limits: {
      [key: string]: string;
    };
    Liveness: {
      /** @constant */
      status: "live";
    };
    /** @description Facts of your own, echoed back. No personal data. */
    Metadata: {
      [key: string]: string;
    };
    Problem: {
      /** @description urn:ramz:problem:<code> */
      type: string;
      /** @description For people, in the language of the request. */
      title: string;
      status: number;
      code: components["schemas"]["ProblemCode"];
      /** @description What to do, in the language of the request. */
      detail: string;
      /** @description Seconds, as Retry-After says, too. */
      retry_after?: number;
      /** @description Of invalid_request: each wrong field. */
      errors?: components["schemas"]["FieldError"][];
      /** @description Of code_incorrect. */
      checks_left?: number;
      challenge?: components["schemas"]["Challenge"];
      verification?: components["schemas"]["Verification"];
      delivery?: components["schemas"]["Delivery"];
      trace_id: string;
    };
    /**
     * @description Stable. A later version may know further codes.
     * @enum {string}
     */
    ProblemCode:
      | "invalid_request"
      | "malformed_json"
      | "unauthorized"
      | "scope_missing"
      | "client_ip_not_allowed"
      | "known_session_not_allowed"
      | "cross_origin_refused"
      | "challenge_not_allowed"
      | "own_code_not_allowed"
      | "method_not_allowed"
      | "idempotency_in_progress"
      | "body_too_large"
      | "unsupported_media_type"
      | "host_not_served"
      | "idempotency_key_reused"
      | "internal"
      | "store_unavailable"
      | "not_found"
      | "already_approved"
      | "busy"
      | "expired"
      | "canceled"
      | "undelivered"
      | "recipient_invalid"
      | "code_incorrect"
      | "channel_unavailable"
      | "recipient_not_allowed"
      | "cooldown"
      | "send_limit"
      | "ip_limit"
      | "caller_limit"
      | "budget"
      | "low_conversion"
      | "challenge_required"
      | "checks_exhausted"
      | "proof_redeemed"
      | "proof_invalid"
      | "delivery_failed"
      | "overloaded"
      | "already_used"
      | "code_not_found"
      | "code_ambiguous";
    Readiness: {
      /** @enum {string} */
      status: "ready" | "not_ready" | "stopping";
      /** @enum {string} */
      store: "up" | "down";
      providers: {
        [key: string]: "able" | "resting";
      };
      /** @description Only while it is not ready. */
      retry_after?: number;
    };
    /** @description What the vendor said later of the message. Absent while it has said nothing. */
    Receipt: {
      /** @enum {string} */
      state: "delivered" | "undelivered";
      /** Format: date-time */
      at: string;
      /** @description From the vendor's acceptance to its receipt. */
      after_ms: number;
      /** @description The vendor's own word or code. */
      reason?: string;
    };
    RedeemProof: {
      /** @description The proof, as an approved check gave it. */
      proof: string;
    };
    RedeemedProof: {
      verification_id: string;
      purpose: string;
      phone_number?: string;
      phone_hash?: string;
      /** Format: date-time */
      approved_at: string;
      /** Format: date-time */
      redeemed_at: string;
    };
    ReportOutcome: {
      /** @description Whether the person typed the code in, and it was right. */
      used: boolean;
    };
    /**
     * @description How the code should reach the person. auto: by any provider of the chain, in its order.
     * @default sms
     * @enum {string}
     */
    RequestedChannel: "sms" | "call" | "messenger" | "auto";
    StartVerification: {
      /** @description The phone number, in E.164 or as it is written within the first configured country, in ASCII, Persian, Arabic-Indic or full-width digits; also as a tel: URI. */
      to: string;
      channel?: components["schemas"]["RequestedChannel"];
      /**
       * Format: locale
       * @description Language of the message: fa or en, also as part of a language tag such as fa-IR.
       * @default fa
       * @example fa
       * @example en
       * @example fa-IR
       */
      locale?: string;
      /**
       * @description What the code is for, e.g. login. A code for one purpose opens no other.
       * @default default
       */
      purpose?: string;
      metadata?: components["schemas"]["Metadata"];
      /**
       * Format: ip-address
       * @description Address of the end user, by which sends are limited. Only from a key whose word is taken for it; else 403.
       */
      client_ip?: string;
      limits?: components["schemas"]["Limits"];
      /** @description Whether the end user has a session you know. Only from a key whose word is taken for it; else 403. */
      known_session?: boolean;
      /** @description The solution of the challenge in an earlier 403 challenge_required, as the ALTCHA widget gives it. */
      challenge_response?: string;
      /** @description Whether the end user passed a challenge of your own. Only from a key whose word is taken for it; else 403. */
      challenge_passed?: boolean;
    };
    Verification: {
      id: string;
      to: string;
      /** @enum {string} */
      status: "pending" | "approved" | "canceled" | "expired" | "exhausted" | "undelivered";
      purpose: string;
      channel: components["schemas"]["RequestedChannel"];
      provider: string | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      expires_at: string;
      expires_in: number;
      /** Format: date-time */
      resend_at: string;
      resend_in: number;
      checks_left: number;
      metadata?: components["schemas"]["Metadata"];
      attempts: components["schemas"]["Attempt"][];
      trace_id: string;
    };
  };
  responses: {
    /** @description `unauthorized`: A key is required. */
    Unauthorized: {
      headers: {
        "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
        "Content-Language": components["headers"]["ContentLanguage"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          code: "unauthorized";
        };
      };
    };
    /** @description `not_found`: Not found. */
    NotFound: {
      headers: {
        "Content-Language": components["headers"]["ContentLanguage"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          code: "not_found";
        };
      };
    };
    /** @description `body_too_large`: The body is too large. */
    BodyTooLarge: {
      headers: {
        "Content-Language": components["headers"]["ContentLanguage"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          code: "body_too_large";
        };
      };
    };
    /** @description `unsupported_media_type`: The body is not declared as JSON. */
    UnsupportedMediaType: {
      headers: {
        "Content-Language": components["headers"]["ContentLanguage"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          code: "unsupported_media_type";
        };
      };
    };
    /** @description `internal`: Internal error. */
    Internal: {
      headers: {
        "Content-Language": components["headers"]["ContentLanguage"];
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"] & {
          /** @constant */
          code: "internal";
        };
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: {
    /** @description Whole seconds after which the same request may succeed. */
    RetryAfter: number;
    /** @description What is left of each quota that counted this request (draft-ietf-httpapi-ratelimit-headers-10). The one that refused comes first. */
    RateLimit: string;
    /** @description How much each of these quotas allows, in which window of seconds. */
    RateLimitPolicy: string;
    /** @description On a repeated answer only: it is that of an earlier call with the same Idempotency-Key. */
    IdempotencyReplayed: "true";
    /** @description How to send a key, and which scope is missing. */
    WWWAuthenticate: string;
    /** @description The language of title and detail. */
    ContentLanguage: "en" | "fa";
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  startVerification: {
    parameters: {
      query?: never;
      header?: {
        /** @description A name of your own for this call. Sent again with the same key and body, it gets the same answer and sends nothing. */
        "Idempotency-Key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["StartVerification"];
      };
    };
    responses: {
      /** @description The live verification; its code was sent again. */
      200: {
        headers: {
          RateLimit: components["headers"]["RateLimit"];
          "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Verification"];
        };
      };
      /** @description A new verification; its code is on the way. */
      201: {
        headers: {
          RateLimit: components["headers"]["RateLimit"];
          "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Verification"];
        };
      };
      /** @description `invalid_request`: Invalid request. `malformed_json`: The body is not JSON. */
      400: {
        headers: {
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "invalid_request" | "malformed_json";
          };
        };
      };
      401: components["responses"]["Unauthorized"];
      /** @description `recipient_not_allowed`: Sending to this number is not allowed. `client_ip_not_allowed`: client_ip is not allowed. `known_session_not_allowed`: known_session is not allowed. `challenge_not_allowed`: challenge_passed is not allowed. `challenge_required`: A challenge must be solved first. `scope_missing`: The key lacks a scope. */
      403: {
        headers: {
          RateLimit: components["headers"]["RateLimit"];
          "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
          "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
          "Content-Language": components["headers"]["ContentLanguage"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code:
              | "recipient_not_allowed"
              | "client_ip_not_allowed"
              | "known_session_not_allowed"
              | "challenge_not_allowed"
              | "challenge_required"
              | "scope_missing";
          };
        };
      };
      /** @description `idempotency_in_progress`: The first call has no response yet. `busy`: Too many requests at once. */
      409: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "idempotency_in_progress" | "busy";
          };
        };
      };
      /** @description `canceled`: Canceled. */
      410: {
        headers: {
          "Content-Language": components["headers"]["ContentLanguage"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "canceled";
          };
        };
      };
      413: components["responses"]["BodyTooLarge"];
      415: components["responses"]["UnsupportedMediaType"];
      /** @description `recipient_invalid`: Not a valid phone number. `channel_unavailable`: This channel is not available. `idempotency_key_reused`: The key belongs to another call. */
      422: {
        headers: {
          "Content-Language": components["headers"]["ContentLanguage"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "recipient_invalid" | "channel_unavailable" | "idempotency_key_reused";
          };
        };
      };
      /** @description `cooldown`: Too soon. `send_limit`: Too many codes for this number. `ip_limit`: Too many codes from this address. `caller_limit`: A limit of this app is reached. `budget`: The budget is used up. `low_conversion`: Too few codes are typed in. */
      429: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          RateLimit: components["headers"]["RateLimit"];
          "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
          "Content-Language": components["headers"]["ContentLanguage"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "cooldown" | "send_limit" | "ip_limit" | "caller_limit" | "budget" | "low_conversion";
          };
        };
      };
      500: components["responses"]["Internal"];
      /** @description `delivery_failed`: The code could not be sent. */
      502: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "delivery_failed";
          };
        };
      };
      /** @description `overloaded`: Too many messages at once. `store_unavailable`: The store is not available. */
      503: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "overloaded" | "store_unavailable";
          };
        };
      };
    };
  };
  getVerification: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The verification. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Verification"];
        };
      };
      401: components["responses"]["Unauthorized"];
      /** @description `scope_missing`: The key lacks a scope. */
      403: {
        headers: {
          "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "scope_missing";
          };
        };
      };
      404: components["responses"]["NotFound"];
      500: components["responses"]["Internal"];
      /** @description `store_unavailable`: The store is not available. */
      503: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "store_unavailable";
          };
        };
      };
    };
  };
  cancelVerification: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Canceled. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Verification"];
        };
      };
      401: components["responses"]["Unauthorized"];
      /** @description `scope_missing`: The key lacks a scope. */
      403: {
        headers: {
          "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "scope_missing";
          };
        };
      };
      404: components["responses"]["NotFound"];
      /** @description `already_approved`: Already approved. `busy`: Too many requests at once. */
      409: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "already_approved" | "busy";
          };
        };
      };
      /** @description `expired`: The code has expired. `undelivered`: The code was not sent. */
      410: {
        headers: {
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "expired" | "undelivered";
          };
        };
      };
      /** @description `checks_exhausted`: No checks left. */
      429: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "checks_exhausted";
          };
        };
      };
      500: components["responses"]["Internal"];
      /** @description `store_unavailable`: The store is not available. */
      503: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "store_unavailable";
          };
        };
      };
    };
  };
  checkCode: {
    parameters: {
      query?: never;
      header?: {
        /** @description A name of your own for this check. Sent again within two minutes with the same key and code, it gets the same answer with the same proof and counts no guess. */
        "Idempotency-Key"?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["CheckCode"];
      };
    };
    responses: {
      /** @description The code is right; `proof` says so. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ApprovedVerification"];
        };
      };
      /** @description `invalid_request`: Invalid request. `malformed_json`: The body is not JSON. */
      400: {
        headers: {
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "invalid_request" | "malformed_json";
          };
        };
      };
      401: components["responses"]["Unauthorized"];
      /** @description `scope_missing`: The key lacks a scope. */
      403: {
        headers: {
          "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "scope_missing";
          };
        };
      };
      404: components["responses"]["NotFound"];
      /** @description `already_approved`: Already approved. `busy`: Too many requests at once. */
      409: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "already_approved" | "busy";
          };
        };
      };
      /** @description `expired`: The code has expired. `canceled`: Canceled. `undelivered`: The code was not sent. */
      410: {
        headers: {
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "expired" | "canceled" | "undelivered";
          };
        };
      };
      413: components["responses"]["BodyTooLarge"];
      415: components["responses"]["UnsupportedMediaType"];
      /** @description `code_incorrect`: Wrong code. */
      422: {
        headers: {
          "Content-Language": components["headers"]["ContentLanguage"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "code_incorrect";
          };
        };
      };
      /** @description `checks_exhausted`: No checks left. */
      429: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "checks_exhausted";
          };
        };
      };
      500: components["responses"]["Internal"];
      /** @description `store_unavailable`: The store is not available. */
      503: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "store_unavailable";
          };
        };
      };
    };
  };
  checkCodeByNumber: {
    parameters: {
      query?: never;
      header?: {
        /** @description A name of your own for this check. Sent again within two minutes with the same key and code, it gets the same answer with the same proof and counts no guess. */
        "Idempotency-Key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["CheckCodeByNumber"];
      };
    };
    responses: {
      /** @description The code is right; `proof` says so. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["ApprovedVerification"];
        };
      };
      /** @description `invalid_request`: Invalid request. `malformed_json`: The body is not JSON. */
      400: {
        headers: {
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "invalid_request" | "malformed_json";
          };
        };
      };
      401: components["responses"]["Unauthorized"];
      /** @description `recipient_not_allowed`: Sending to this number is not allowed. `known_session_not_allowed`: known_session is not allowed. `scope_missing`: The key lacks a scope. */
      403: {
        headers: {
          "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "recipient_not_allowed" | "known_session_not_allowed" | "scope_missing";
          };
        };
      };
      404: components["responses"]["NotFound"];
      /** @description `already_approved`: Already approved. `busy`: Too many requests at once. */
      409: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "already_approved" | "busy";
          };
        };
      };
      /** @description `expired`: The code has expired. `canceled`: Canceled. `undelivered`: The code was not sent. */
      410: {
        headers: {
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "expired" | "canceled" | "undelivered";
          };
        };
      };
      413: components["responses"]["BodyTooLarge"];
      415: components["responses"]["UnsupportedMediaType"];
      /** @description `recipient_invalid`: Not a valid phone number. `code_incorrect`: Wrong code. */
      422: {
        headers: {
          "Content-Language": components["headers"]["ContentLanguage"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "recipient_invalid" | "code_incorrect";
          };
        };
      };
      /** @description `checks_exhausted`: No checks left. */
      429: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "checks_exhausted";
          };
        };
      };
      500: components["responses"]["Internal"];
      /** @description `store_unavailable`: The store is not available. */
      503: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "store_unavailable";
          };
        };
      };
    };
  };
  createDelivery: {
    parameters: {
      query?: never;
      header?: {
        /** @description A name of your own for this call. Sent again with the same key and body, it gets the same answer and sends nothing. */
        "Idempotency-Key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["CreateDelivery"];
      };
    };
    responses: {
      /** @description A provider took it, or may have. */
      201: {
        headers: {
          RateLimit: components["headers"]["RateLimit"];
          "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Delivery"];
        };
      };
      /** @description A message may be out, and its chain goes on; the delivery says later what became of it. */
      202: {
        headers: {
          RateLimit: components["headers"]["RateLimit"];
          "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Delivery"];
        };
      };
      /** @description `invalid_request`: Invalid request. `malformed_json`: The body is not JSON. */
      400: {
        headers: {
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "invalid_request" | "malformed_json";
          };
        };
      };
      401: components["responses"]["Unauthorized"];
      /** @description `recipient_not_allowed`: Sending to this number is not allowed. `own_code_not_allowed`: Codes of your own are not allowed. `client_ip_not_allowed`: client_ip is not allowed. `scope_missing`: The key lacks a scope. */
      403: {
        headers: {
          "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
          "Content-Language": components["headers"]["ContentLanguage"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code:
              "recipient_not_allowed" | "own_code_not_allowed" | "client_ip_not_allowed" | "scope_missing";
          };
        };
      };
      /** @description `idempotency_in_progress`: The first call has no response yet. `busy`: Too many requests at once. */
      409: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "idempotency_in_progress" | "busy";
          };
        };
      };
      413: components["responses"]["BodyTooLarge"];
      415: components["responses"]["UnsupportedMediaType"];
      /** @description `recipient_invalid`: Not a valid phone number. `channel_unavailable`: This channel is not available. `idempotency_key_reused`: The key belongs to another call. */
      422: {
        headers: {
          "Content-Language": components["headers"]["ContentLanguage"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "recipient_invalid" | "channel_unavailable" | "idempotency_key_reused";
          };
        };
      };
      /** @description `cooldown`: Too soon. `send_limit`: Too many codes for this number. `ip_limit`: Too many codes from this address. `caller_limit`: A limit of this app is reached. `budget`: The budget is used up. `low_conversion`: Too few codes are typed in. */
      429: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          RateLimit: components["headers"]["RateLimit"];
          "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
          "Content-Language": components["headers"]["ContentLanguage"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "cooldown" | "send_limit" | "ip_limit" | "caller_limit" | "budget" | "low_conversion";
          };
        };
      };
      500: components["responses"]["Internal"];
      /** @description `delivery_failed`: The code could not be sent. */
      502: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "delivery_failed";
          };
        };
      };
      /** @description `overloaded`: Too many messages at once. `store_unavailable`: The store is not available. */
      503: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "overloaded" | "store_unavailable";
          };
        };
      };
    };
  };
  getDelivery: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The delivery. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Delivery"];
        };
      };
      401: components["responses"]["Unauthorized"];
      /** @description `scope_missing`: The key lacks a scope. */
      403: {
        headers: {
          "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "scope_missing";
          };
        };
      };
      404: components["responses"]["NotFound"];
      500: components["responses"]["Internal"];
      /** @description `store_unavailable`: The store is not available. */
      503: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "store_unavailable";
          };
        };
      };
    };
  };
  reportOutcome: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["ReportOutcome"];
      };
    };
    responses: {
      /** @description The delivery, as reported. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Delivery"];
        };
      };
      /** @description `invalid_request`: Invalid request. `malformed_json`: The body is not JSON. */
      400: {
        headers: {
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "invalid_request" | "malformed_json";
          };
        };
      };
      401: components["responses"]["Unauthorized"];
      /** @description `own_code_not_allowed`: Codes of your own are not allowed. `scope_missing`: The key lacks a scope. */
      403: {
        headers: {
          "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "own_code_not_allowed" | "scope_missing";
          };
        };
      };
      404: components["responses"]["NotFound"];
      /** @description `already_used`: Already reported as used. `busy`: Too many requests at once. */
      409: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "already_used" | "busy";
          };
        };
      };
      413: components["responses"]["BodyTooLarge"];
      415: components["responses"]["UnsupportedMediaType"];
      500: components["responses"]["Internal"];
      /** @description `store_unavailable`: The store is not available. */
      503: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "store_unavailable";
          };
        };
      };
    };
  };
  redeemProof: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["RedeemProof"];
      };
    };
    responses: {
      /** @description What it proves; from here on it is spent. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["RedeemedProof"];
        };
      };
      /** @description `invalid_request`: Invalid request. `malformed_json`: The body is not JSON. */
      400: {
        headers: {
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @enum {string} */
            code: "invalid_request" | "malformed_json";
          };
        };
      };
      401: components["responses"]["Unauthorized"];
      /** @description `scope_missing`: The key lacks a scope. */
      403: {
        headers: {
          "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "scope_missing";
          };
        };
      };
      /** @description `proof_redeemed`: The proof was already redeemed. */
      409: {
        headers: {
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "proof_redeemed";
          };
        };
      };
      413: components["responses"]["BodyTooLarge"];
      415: components["responses"]["UnsupportedMediaType"];
      /** @description `proof_invalid`: Not a valid proof. */
      422: {
        headers: {
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "proof_invalid";
          };
        };
      };
      500: components["responses"]["Internal"];
      /** @description `store_unavailable`: The store is not available. */
      503: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Content-Language": components["headers"]["ContentLanguage"];
          [name: string]: unknown;
        };
        content: {
          "application/problem+json": components["schemas"]["Problem"] & {
            /** @constant */
            code: "store_unavailable";
          };
        };
      };
    };
  };
  legacyStart: {
    parameters: {
      query?: never;
      header?: {
        /** @description A name of your own for this call. Sent again with the same key and body, it gets the same answer and sends nothing. */
        "Idempotency-Key"?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["LegacyStart"];
      };
    };
    responses: {
      /** @description The code is on the way. */
      200: {
        headers: {
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyStarted"];
        };
      };
      /** @description What is wrong, by field. */
      400: {
        headers: {
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyFields"];
        };
      };
      /** @description A key is required. */
      401: {
        headers: {
          "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyDetail"];
        };
      };
      /** @description The key lacks a scope, or a challenge must be solved first. */
      403: {
        headers: {
          "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyForbidden"];
        };
      };
      /** @description A call with this Idempotency-Key is not answered yet. */
      409: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyWait"];
        };
      };
      /** @description The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyDetail"];
        };
      };
      /** @description The body is not JSON. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyDetail"];
        };
      };
      /** @description This Idempotency-Key belongs to another call. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyDetail"];
        };
      };
      /** @description Too soon or too often. */
      429: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          RateLimit: components["headers"]["RateLimit"];
          "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyWait"];
        };
      };
      /** @description Internal error. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyDetail"];
        };
      };
      /** @description No provider could send it. */
      502: {
        headers: {
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyDetail"];
        };
      };
      /** @description Try again in a moment. */
      503: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyWait"];
        };
      };
    };
  };
  legacyCheck: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        "application/json": components["schemas"]["LegacyCheck"];
      };
    };
    responses: {
      /** @description The code is right. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyChecked"];
        };
      };
      /** @description What is wrong, by field. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyFields"];
        };
      };
      /** @description A key is required. */
      401: {
        headers: {
          "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyDetail"];
        };
      };
      /** @description The key lacks a scope. */
      403: {
        headers: {
          "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyDetail"];
        };
      };
      /** @description The body is too large. */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyDetail"];
        };
      };
      /** @description The body is not JSON. */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyDetail"];
        };
      };
      /** @description No guesses left for today. */
      429: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          RateLimit: components["headers"]["RateLimit"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyWait"];
        };
      };
      /** @description Internal error. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyDetail"];
        };
      };
      /** @description Try again in a moment. */
      503: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["LegacyWait"];
        };
      };
    };
  };
  getLiveness: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Alive. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Liveness"];
        };
      };
    };
  };
  getReadiness: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Ready. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Readiness"];
        };
      };
      /** @description Not ready; ask again after `retry_after` seconds, as `Retry-After` says, too. */
      503: {
        headers: {
          "Retry-After": components["headers"]["RetryAfter"];
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["Readiness"];
        };
      };
    };
  };
  getMetrics: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Prometheus' text format. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "text/plain": string;
        };
      };
    };
  };
  getProofKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A JSON Web Key Set (RFC 7517). */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          "application/json": components["schemas"]["JsonWebKeySet"];
        };
      };
    };
  };
}
