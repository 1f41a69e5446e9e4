/** What the OpenAPI document says of the routes of deliveries. */
import { DeliveryBody, DeliveryReply, OutcomeBody } from "./deliveries.ts";
import { QUOTAS } from "./header-docs.ts";
import { OF_A_NUMBER, OF_A_SEND, problems, WITH_BODY } from "./problem-docs.ts";
import {
  json,
  replayedAt,
  SEND_REPLAYED_AT,
  startMayBeRepeated,
  takes,
  withHeaders,
  withKey,
} from "./route-docs.ts";

const deliveries = withKey("Deliveries");

export const describeDelivery = {
  carry: {
    operationId: "createDelivery",
    ...deliveries,
    ...startMayBeRepeated,
    summary: "Carry a code of your own",
    description:
      "Sends a code that you made and will check yourself through the same chain and limits. The code is not kept. Only with a key that has own_code = true.",
    requestBody: takes(DeliveryBody),
    responses: replayedAt(SEND_REPLAYED_AT, {
      "201": withHeaders(json("A provider took it, or may have.", DeliveryReply), QUOTAS),
      "202": withHeaders(
        json(
          "A message may be out, and its chain goes on; the delivery says later what became of it.",
          DeliveryReply,
        ),
        QUOTAS,
      ),
      ...problems(
        ...WITH_BODY,
        ...OF_A_NUMBER,
        "own_code_not_allowed",
        "client_ip_not_allowed",
        ...OF_A_SEND,
      ),
    }),
  },
  read: {
    operationId: "getDelivery",
    ...deliveries,
    summary: "See what became of a delivery",
    description: "With the timeline of attempts. Spends nothing and changes nothing.",
    responses: { "200": json("The delivery.", DeliveryReply), ...problems("not_found") },
  },
  report: {
    operationId: "reportOutcome",
    ...deliveries,
    summary: "Report whether a code was used",
    description:
      "Only then the pumping guard counts the delivery. A code reported as unused may be reported as used later.",
    requestBody: takes(OutcomeBody),
    responses: {
      "200": json("The delivery, as reported.", DeliveryReply),
      ...problems(...WITH_BODY, "own_code_not_allowed", "not_found", "already_used", "busy"),
    },
  },
} as const;
