/** The exports of `ramz/provider`, for authors of providers and their tests. */
export { createProvider } from "./create.ts";
export { createHost } from "./host.ts";
export type { HttpAnswer } from "./http-exchange.ts";
export { defineProvider, PLUGIN_API } from "./plugin.ts";
export type {
  Finding,
  InboxMessage,
  ProviderHost,
  ProviderInstance,
  ProviderPlugin,
  Tool,
  ToolReport,
} from "./plugin.ts";
export type {
  Callback,
  CallbackReading,
  FeedbackMessage,
  FeedbackOutcome,
  MessageStatus,
  Polling,
} from "../../../domain/delivery/receipt.ts";
export type { DeliveryMessage, DeliveryResult, Hint } from "../../../domain/delivery/provider.ts";
