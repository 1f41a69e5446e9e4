const { createHash } = require("node:crypto");

/** Has Ramz carry the code of this event. Throws when nothing was sent; Cognito then fails the request of the person. */
exports.carry = async (event, code) => {
  const { triggerSource, request } = event;
  if (triggerSource === "CustomSMSSender_AdminCreateUser")
    throw new Error("a temporary password is no code: send the invitation by e-mail");
  const { RAMZ_URL, RAMZ_KEY } = process.env;
  const answer = await fetch(`${RAMZ_URL}/v1/deliveries`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${RAMZ_KEY}`,
      "content-type": "application/json",
      // Cognito repeats a call that failed or took too long. The repetition gets the first answer, and sends nothing.
      "idempotency-key": createHash("sha256").update(request.code).digest("hex"),
    },
    body: JSON.stringify({ to: request.userAttributes.phone_number, code }),
    signal: AbortSignal.timeout(4_000),
  });
  if (answer.ok) return;
  const { code: why, detail } = await answer.json();
  throw new Error(`Ramz: ${why}: ${detail}`);
};
