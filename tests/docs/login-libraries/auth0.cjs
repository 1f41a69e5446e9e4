exports.onExecuteCustomPhoneProvider = async (event, api) => {
  const { recipient, code, delivery_method, locale = "" } = event.notification;
  if (!code) return api.notification.drop("Ramz carries codes, and this message has none");
  const answer = await fetch(`${event.secrets.RAMZ_URL}/v1/deliveries`, {
    method: "POST",
    headers: { authorization: `Bearer ${event.secrets.RAMZ_KEY}`, "content-type": "application/json" },
    body: JSON.stringify({
      to: recipient,
      code: code.replaceAll(".", ""), // A code to be spoken may come as 4.9.3.8.1.7.
      channel: delivery_method === "voice" ? "call" : "sms",
      locale: locale.startsWith("fa") ? "fa" : "en",
      client_ip: event.request.ip,
    }),
    signal: AbortSignal.timeout(10_000),
  });
  if (answer.ok) return;
  const { code: why, detail } = await answer.json();
  const reason = `Ramz: ${why}: ${detail}`;
  if (answer.status >= 500) api.notification.retry(reason);
  else api.notification.drop(reason);
};
