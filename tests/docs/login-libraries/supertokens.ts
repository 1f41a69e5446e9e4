import SuperTokens from "supertokens-node";
import Passwordless from "supertokens-node/recipe/passwordless";
import type { TypePasswordlessSmsDeliveryInput } from "supertokens-node/recipe/passwordless/types";
import Session from "supertokens-node/recipe/session";
import type { UserContext } from "supertokens-node/types";
import { ask } from "./ramz.ts";

type Sms = TypePasswordlessSmsDeliveryInput & { readonly userContext: UserContext };

/** What the person can act on. The page of the log-in shows its sentence. */
class Refused extends Error {}

/** The address of the person, as your proxy names it. */
function addressIn(userContext: UserContext): { readonly client_ip?: string } {
  const client_ip = SuperTokens.getRequestFromUserContext(userContext)?.getHeaderValue("x-real-ip");
  return client_ip === undefined ? {} : { client_ip };
}

async function sendSms({ phoneNumber: to, userInputCode, codeLifetime, userContext }: Sms): Promise<void> {
  if (userInputCode === undefined) throw new Error("Ramz carries codes and no links: use USER_INPUT_CODE");
  const { status, code, detail } = await ask("/v1/deliveries", {
    to,
    code: userInputCode,
    expires_in: Math.floor(codeLifetime / 1000),
    ...addressIn(userContext),
  });
  if (status < 300) return;
  if (status === 429 || code.startsWith("recipient_")) throw new Refused(detail);
  throw new Error(`Ramz: ${code}: ${detail}`);
}

/** The answer of one of SuperTokens' routes, with a refusal as the error that its pages show. */
async function shown<T>(work: Promise<T> | undefined) {
  try {
    if (work === undefined) throw new Error("this route is disabled");
    return await work;
  } catch (error) {
    if (error instanceof Refused) return { status: "GENERAL_ERROR" as const, message: error.message };
    throw error;
  }
}

SuperTokens.init({
  framework: "custom",
  supertokens: { connectionURI: process.env["SUPERTOKENS_URL"] ?? "http://127.0.0.1:3567" },
  appInfo: {
    appName: "Shop",
    apiDomain: "http://localhost:3001",
    websiteDomain: "http://localhost:3000",
  },
  recipeList: [
    Session.init(),
    Passwordless.init({
      contactMethod: "PHONE",
      flowType: "USER_INPUT_CODE",
      smsDelivery: { override: (original) => ({ ...original, sendSms }) },
      override: {
        apis: (original) => ({
          ...original,
          createCodePOST: (input) => shown(original.createCodePOST?.(input)),
          resendCodePOST: (input) => shown(original.resendCodePOST?.(input)),
        }),
      },
    }),
  ],
});
