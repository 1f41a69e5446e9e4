/** The minimum of a route: the same body and the same answer, with only the provider's time in between. */
import { Elysia } from "elysia";
import { StartBody } from "../../app/http/schemas/verifications.ts";
import { takeSample } from "./sample.ts";
import type { Subject, SubjectOptions } from "./subject-api.ts";

export async function openBare({ providerMs = 0 }: SubjectOptions): Promise<Subject> {
  const { started } = await takeSample();
  const answer = () => Response.json(started, { status: 201 });
  const answerLater = async () => {
    await Bun.sleep(providerMs);
    return answer();
  };
  const app = new Elysia()
    .post("/v1/verifications", providerMs > 0 ? answerLater : answer, { body: StartBody })
    .listen({ hostname: "127.0.0.1", port: 0 });
  return { port: app.server?.port ?? 0, prepare: async () => [] };
}
