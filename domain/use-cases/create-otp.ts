/** Puts the use cases together over one set of ports. */
import type { Otp } from "../otp.ts";
import { createBreakers } from "../delivery/circuit-breaker.ts";
import { createSendsInFlight } from "./sends-in-flight.ts";
import { createStart } from "./start/start.ts";
import { createCheck } from "./check.ts";
import { createCancel } from "./cancel.ts";
import { createRead } from "./read.ts";
import { createForget } from "./forget.ts";
import type { OtpPorts, OtpContext } from "./context.ts";

/** Breakers may be shared by several apps; without test numbers every number is real. */
type GivenPorts = Omit<OtpPorts, "breakers" | "testNumbers"> &
  Partial<Pick<OtpPorts, "breakers" | "testNumbers">>;

export function createOtp(ports: GivenPorts): Otp {
  const parts: OtpContext = {
    ...ports,
    testNumbers: ports.testNumbers ?? {},
    breakers: ports.breakers ?? createBreakers(),
    sendsInFlight: createSendsInFlight(),
  };
  return {
    start: createStart(parts),
    check: createCheck(parts),
    cancel: createCancel(parts),
    read: createRead(parts),
    forget: createForget(parts),
  };
}
