/** `POST /v1/proofs/redeem`: for the back end that got a proof from a browser and needs to know, once, what it proves. */
import type { RedeemVerdict } from "../../../domain/use-cases/redeem.ts";
import type { Service } from "../../service/service.ts";
import { ProblemError } from "../problems/problem.ts";
import { bodyReader } from "../request/json-body.ts";
import type { Routes, Serve } from "../request/surface.ts";
import { describeVerification } from "../schemas/verification-docs.ts";
import { RedeemBody } from "../schemas/verifications.ts";

const REDEEM = { span: "otp.redeem", scope: "check" } as const;

const readRedeem = bodyReader(RedeemBody);

export function addProofRoutes(routes: Routes, serve: Serve, service: Service): void {
  routes.post(
    "/proofs/redeem",
    ({ context }) =>
      serve(context, REDEEM, async ({ request, caller }) => {
        const { proof } = await readRedeem(request);
        return answerRedeem(await service.redeem({ app: caller.app.name, proof }));
      }),
    { detail: describeVerification.redeem },
  );
}

function answerRedeem(verdict: RedeemVerdict): Response {
  switch (verdict.kind) {
    case "redeemed": {
      const { verificationId, purpose, number, approvedAt, redeemedAt } = verdict;
      return Response.json({
        verification_id: verificationId,
        purpose,
        ...("phoneNumber" in number
          ? { phone_number: number.phoneNumber }
          : { phone_hash: number.phoneHash }),
        approved_at: new Date(approvedAt).toISOString(),
        redeemed_at: new Date(redeemedAt).toISOString(),
      });
    }
    case "proof_redeemed":
    case "proof_invalid":
      throw new ProblemError(verdict.kind);
  }
}
