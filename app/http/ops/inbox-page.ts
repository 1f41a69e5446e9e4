/** The development inbox: newest message first, refreshed by itself. One file, no framework, nothing from elsewhere. */
export const INBOX_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ramz inbox</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.25rem; }
  ol { list-style: none; padding: 0; }
  li { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding: .75rem 1rem; margin: .5rem 0;
       border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: .5rem; }
  li.expired { opacity: .5; }
  .code { grid-row: span 2; align-self: center; font: 600 1.75rem ui-monospace, monospace; letter-spacing: .1em; }
  small { opacity: .7; }
</style>
<h1>Ramz inbox <small>· codes that were shown instead of sent</small></h1>
<p id="empty">Nothing sent yet. Codes appear here by themselves.</p>
<ol id="messages" aria-live="polite"></ol>
<script>
  const list = document.getElementById("messages");
  const empty = document.getElementById("empty");
  function row(message) {
    const item = document.createElement("li");
    const left = Math.round((Date.parse(message.expires_at) - Date.now()) / 1000);
    item.className = left > 0 ? "" : "expired";
    const to = document.createElement("bdi");
    to.textContent = message.to;
    const code = document.createElement("bdi");
    code.className = "code";
    code.textContent = message.code;
    const note = document.createElement("small");
    const age = left > 0 ? "good for " + left + " s" : "expired";
    note.textContent = message.channel + " · " + new Date(message.sent_at).toLocaleTimeString() + " · " + age;
    item.append(to, code, note);
    return item;
  }
  async function refresh() {
    try {
      const messages = await (await fetch("/dev/messages")).json();
      empty.hidden = messages.length > 0;
      list.replaceChildren(...messages.map(row));
    } catch {
      empty.hidden = false;
      empty.textContent = "Ramz does not answer.";
    }
    setTimeout(refresh, 1000);
  }
  refresh();
</script>
</html>
`;
