/** `/verify`: a page on which people prove their number, for apps that want none of their own (decision 0039). */
import type { Service } from "../../service/service.ts";
import type { Assets } from "../pages/assets.ts";
import { failureProblem } from "../problems/failure.ts";
import { openSurface } from "../request/surface.ts";
import { describeHosted } from "../schemas/hosted-docs.ts";
import { logoAddress } from "../pages/logo.ts";
import { filesFor } from "./screens.tsx";
import { checkCode, sendCode, showCodeForm, showNumberForm } from "./steps.ts";
import { inVisit, later } from "./visit.ts";

/** Whether any app has the page; else `/verify` is an unknown path. */
export function hasHosted({ apps }: Pick<Service, "apps">): boolean {
  return [...apps.values()].some(({ hosted }) => hosted !== null);
}

export function hostedRoutes(service: Service, assets: Assets) {
  const { routes } = openSurface(service, { prefix: "/verify", refuse: failureProblem, browsers: false });
  for (const { hosted } of service.apps.values()) {
    if (hosted === null) continue;
    assets.expect(filesFor(hosted.color));
    logoAddress(assets, hosted.logo);
  }
  return routes
    .get("", ({ context }) => inVisit(service, assets, context, "otp.read", showNumberForm), {
      detail: describeHosted.number,
    })
    .post("", ({ context }) => inVisit(service, assets, context, "otp.start", sendCode), {
      detail: describeHosted.send,
    })
    .get("/code", ({ context }) => inVisit(service, assets, context, "otp.read", later(showCodeForm)), {
      detail: describeHosted.code,
    })
    .post("/code", ({ context }) => inVisit(service, assets, context, "otp.check", later(checkCode)), {
      detail: describeHosted.check,
    });
}
