/** The protocol of each log-in server. */
import { authgearProtocol } from "./authgear.ts";
import { genericProtocol } from "./generic.ts";
import { oktaProtocol } from "./okta.ts";
import type { ProtocolOf } from "./protocol.ts";
import { supabaseProtocol } from "./supabase.ts";
import { zitadelProtocol } from "./zitadel.ts";

export const protocolOf: ProtocolOf = (settings, codePattern, proofs) => {
  const { preset } = settings;
  switch (preset) {
    case "supabase":
      return supabaseProtocol(settings, codePattern, proofs);
    case "authgear":
      return authgearProtocol(settings, codePattern, proofs);
    case "zitadel":
      return zitadelProtocol(settings, codePattern, proofs);
    case "okta":
      return oktaProtocol(settings, codePattern, proofs);
    case "logto":
    case "authentik":
    case "casdoor":
    case "keycloak":
    case "kratos":
    case "fusionauth":
    case "authsignal":
    case "generic":
      return genericProtocol(preset, settings, codePattern, proofs);
  }
};
