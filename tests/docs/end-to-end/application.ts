/** An application with a sign-in form and a back end that calls Ramz, for the tests on the page to run against. */
import { type Api, field } from "../../support/http.ts";

export interface Application {
  readonly url: string;
  stop(): Promise<void>;
}

export function startApplication(ramz: Api): Application {
  async function send(to: string): Promise<Response> {
    const { status, body } = await ramz.post("/v1/verifications", { to });
    return status < 300 ? codeForm(field(body, "id")) : numberForm(field(body, "code"));
  }
  async function check(id: string, code: string): Promise<Response> {
    const { status, body } = await ramz.post(`/v1/verifications/${id}/checks`, { code });
    return status < 300 ? htmlOf("<p>You are signed in</p>") : codeForm(id, field(body, "code"));
  }
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    routes: {
      "/sign-in": {
        GET: () => numberForm(),
        async POST(request) {
          const form = await request.formData();
          const value = (name: string) => {
            const sent = form.get(name);
            return typeof sent === "string" ? sent : "";
          };
          return form.has("code") ? check(value("id"), value("code")) : send(value("to"));
        },
      },
    },
  });
  return { url: server.url.origin, stop: () => server.stop(true) };
}

function numberForm(refusal?: string): Response {
  return htmlOf(`<label>Phone number <input name="to"></label><button>Send code</button>`, refusal);
}

function codeForm(id: string, refusal?: string): Response {
  const fields = `<input type="hidden" name="id" value="${id}"><label>Code <input name="code"></label>`;
  return htmlOf(`${fields}<button>Sign in</button>`, refusal);
}

function htmlOf(fields: string, refusal?: string): Response {
  const alert = refusal === undefined ? "" : `<p role="alert">${refusal}</p>`;
  const page = `<!doctype html><title>Sign in</title>${alert}<form method="post" action="/sign-in">${fields}</form>`;
  return new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });
}
