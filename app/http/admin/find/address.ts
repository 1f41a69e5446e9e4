/** Addresses of what was found. A number stands sealed in its address, so that no log of a proxy and no history of a browser has it. */
import type { Service } from "../../../service/service.ts";

const SEALED_FOR = "number in an address of the console";

export function addressOfId(id: string): string {
  return `/admin/find/${encodeURIComponent(id)}`;
}

export function sealedNumber({ sealing }: Pick<Service, "sealing">, number: string): string {
  return sealing.seal(number, SEALED_FOR);
}

/** Where an operator is asked whether to unblock the number in an app. */
export function addressOfUnblock(service: Pick<Service, "sealing">, app: string, number: string): string {
  return `/admin/unblock/ask?${new URLSearchParams({ app, of: sealedNumber(service, number) })}`;
}

export function addressOfNumber(service: Pick<Service, "sealing">, number: string): string {
  return `/admin/find/number?${new URLSearchParams({ of: sealedNumber(service, number) })}`;
}

export function addressOfActs(service: Pick<Service, "sealing">, number: string): string {
  return `/admin/acts?${new URLSearchParams({ of: sealedNumber(service, number) })}`;
}

/** The number in `of`; null when there is none that was sealed here. */
export function numberIn(
  { sealing }: Pick<Service, "sealing">,
  of: string | null | undefined,
): string | null {
  return of === null || of === undefined ? null : sealing.unseal(of, SEALED_FOR);
}
