/** Buttons and links with `data-ramz-verify`: a proof into the form around them, without a line of script on the page. */
import type { VerifyOptions } from "../embed/options.ts";

const MARK = "[data-ramz-verify]";
const FIELD = "proof";

export function onButtons(verify: (options: VerifyOptions) => Promise<string>): void {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>(MARK) : null;
    if (target === null || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void begin(target, verify);
  });
}

async function begin(
  target: HTMLElement,
  verify: (options: VerifyOptions) => Promise<string>,
): Promise<void> {
  const { ramzVerify: name = "", app, lang, returnTo, state } = target.dataset;
  const given = { app, lang, returnTo, state };
  const options = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  try {
    handOver(target, name || FIELD, await verify(options));
  } catch (error) {
    const { code }: { readonly code?: unknown } = Object(error);
    if (code === "unavailable" && target instanceof HTMLAnchorElement) location.assign(target.href);
    else target.dispatchEvent(new CustomEvent("ramz:error", { bubbles: true, detail: { code } }));
  }
}

/** Into the field; a submit button then submits its form, as the person asked for. */
function handOver(target: HTMLElement, name: string, proof: string): void {
  const form = target.closest("form");
  if (form !== null) fieldOf(form, name).value = proof;
  const goesOn = target.dispatchEvent(
    new CustomEvent("ramz:proof", { bubbles: true, cancelable: true, detail: { proof } }),
  );
  const isSubmit = target instanceof HTMLButtonElement && target.type === "submit";
  if (goesOn && isSubmit && form !== null) form.requestSubmit(target);
}

function fieldOf(form: HTMLFormElement, name: string): HTMLInputElement {
  const found = form.elements.namedItem(name);
  if (found instanceof HTMLInputElement) return found;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = name;
  form.append(field);
  return field;
}
