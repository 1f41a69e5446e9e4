exports.onExecuteSendPhoneMessage = async (event) => {
  const { recipient, code, message_type } = event.message_options;
  const answer = await fetch(`${event.secrets.RAMZ_URL}/v1/deliveries`, {
    method: "POST",
    headers: { authorization: `Bearer ${event.secrets.RAMZ_KEY}`, "content-type": "application/json" },
    body: JSON.stringify({
      to: recipient,
      code: code.replaceAll(".", ""),
      channel: message_type === "voice" ? "call" : "sms",
      locale: event.request.language?.startsWith("fa") ? "fa" : "en",
      client_ip: event.request.ip,
    }),
    signal: AbortSignal.timeout(10_000),
  });
  if (answer.ok) return;
  const { code: why, detail } = await answer.json();
  throw new Error(`Ramz: ${why}: ${detail}`);
};
