/** A call signed with the empty key, which every attacker knows, is never taken for the vendor's when the operator has set no key. */
import { createHash, createHmac } from "node:crypto";
import { expect, test } from "bun:test";
import type { Proof } from "../../../../adapters/providers/http/_recipe/format-receipts.ts";
import { loadRecipe, presetNames } from "../../../../adapters/providers/http/_recipe/load-recipe.ts";
import { compileProof } from "../../../../adapters/providers/http/_recipe/prove-callback.ts";
import { createCallbackReader } from "../../../../adapters/providers/http/_recipe/read-callback.ts";
import type { Callback } from "../../../../domain/delivery/receipt.ts";

const AT = Date.UTC(2026, 0, 5, 12);
const SECONDS = String(AT / 1_000);
const URL_GIVEN = "https://otp.example.com/v1/receipts/http-x/secret";
const BODY = '{"event":"sms:failed"}';

const call = (change: Partial<Callback>): Callback => ({
  method: "POST",
  url: URL_GIVEN,
  query: "",
  headers: {},
  body: BODY,
  at: AT,
  ...change,
});

const forgedQuery = `a=1&sig=${createHmac("sha256", "").update("&a=1").digest("hex")}`;

/** The call as it is signed by one who has the empty key. */
function forgedFor(proof: Proof): Callback {
  switch (proof.kind) {
    case "path":
    case "confirm":
    case "ed25519":
      return call({});
    case "twilio": {
      const signature = createHmac("sha1", "").update(`${URL_GIVEN}a1`).digest("base64");
      return call({ headers: { "x-twilio-signature": signature }, body: "a=1" });
    }
    case "plivo": {
      const signature = createHmac("sha256", "").update(`${URL_GIVEN}?a1.n`).digest("base64");
      const headers = { "x-plivo-signature-v3": signature, "x-plivo-signature-v3-nonce": "n" };
      return call({ headers, body: "a=1" });
    }
    case "vonage":
      return call({ method: "GET", query: forgedQuery, body: "" });
    case "jwt": {
      const hash = createHash("sha256").update(BODY).digest("hex");
      const parts = [{ alg: "HS256" }, { iat: AT / 1_000, payload_hash: hash }].map((part) =>
        Buffer.from(JSON.stringify(part)).toString("base64url"),
      );
      const signature = createHmac("sha256", "").update(parts.join(".")).digest("base64url");
      return call({ headers: { authorization: `Bearer ${[...parts, signature].join(".")}` } });
    }
    case "hmac": {
      const { hash, header, timestamp_header: time, over, encoding, prefix = "" } = proof;
      const key = proof.key_hash === undefined ? "" : createHash("sha256").update("").digest();
      const text = over.replace("{body}", BODY).replace("{timestamp}", SECONDS);
      const signature = prefix + createHmac(hash, key).update(text).digest(encoding);
      return call({ headers: { [header]: signature, ...(time !== undefined && { [time]: SECONDS }) } });
    }
  }
}

const unset = () => undefined;
const empty = () => "";
const SIGNED: readonly Proof[] = [
  { kind: "twilio", key: "{key}" },
  { kind: "plivo", key: "{key}" },
  { kind: "vonage", key: "{key}" },
  { kind: "jwt", key: "{key}" },
  { kind: "ed25519", public_key: "{key}", header: "x-signature", over: "{body}" },
  { kind: "hmac", hash: "sha256", encoding: "hex", key: "{key}", header: "x-signature", over: "{body}" },
  {
    kind: "hmac",
    hash: "sha256",
    encoding: "hex",
    key: "{key}",
    key_hash: "sha256",
    header: "x-signature",
    over: "{body}",
  },
];

for (const proof of SIGNED) {
  test(`${JSON.stringify(proof)} without its key is a proof of the path only`, async () => {
    const forged = forgedFor(proof);
    const fields = Object.fromEntries(new URLSearchParams(forged.query));
    expect(await compileProof(proof, unset)(forged, fields)).toBe("path");
    expect(await compileProof(proof, empty)(forged, fields)).toBe("path");
    expect(await compileProof(proof, () => "a key of the vendor")(forged, fields)).toBe("refused");
  });
}

for (const name of presetNames()) {
  test(`http/${name}: no call is taken for signed while its optional options are not set`, async () => {
    const loaded = loadRecipe(`http/${name}`, ".");
    if (loaded.kind === "failed") throw new Error(loaded.cause);
    const { options, receipt } = loaded.recipe;
    const callback = receipt?.callback;
    if (receipt === undefined || callback === undefined) return;
    const required = (option: string) => (options[option]?.optional === true ? undefined : `its-${option}`);
    for (const values of [required, unset]) {
      const reading = await createCallbackReader(receipt, callback, values)(forgedFor(callback.proof));
      expect(reading).not.toMatchObject({ proof: "signed" });
    }
    const read = createCallbackReader(receipt, callback, unset);
    expect((await read(call({ method: "GET", query: "hub.challenge=77", body: "" }))).kind).not.toBe(
      "challenge",
    );
  });
}
