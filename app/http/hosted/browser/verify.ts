/** Makes the hosted page quicker: the code from the message or the clipboard, the wait counted down, the challenge solved. */
import { type Challenge, solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import { durationText } from "../../../language/duration.ts";
import { codeIn } from "../code-in.ts";
import type { ScriptData } from "../screens.tsx";
import { speakToParent } from "./framed.ts";

/** Ramz made the challenge with the same library. */
interface PageData extends Omit<ScriptData, "challenge"> {
  readonly challenge?: Challenge;
}

// Ramz wrote it by the same type.
const data: PageData = JSON.parse(document.getElementById("data")?.textContent ?? "");
const checkForm = document.querySelector<HTMLFormElement>("form#check");
const codeField = document.querySelector<HTMLInputElement>("input[name=code]");

if (checkForm !== null && codeField !== null) {
  fillIn(checkForm, codeField);
  void listenForMessage(checkForm, codeField);
}
for (const line of document.querySelectorAll<HTMLElement>("[data-wait]")) countDown(line);
if (data.framed !== undefined) speakToParent(data.framed);
void solve();

/** Sends the form as soon as the code is whole, once. */
function fillIn(form: HTMLFormElement, field: HTMLInputElement): void {
  field.addEventListener("input", () => {
    const code = codeIn(field.value, data.codeLength);
    if (/^\d*$/.test(code)) field.value = code;
    if (code.length === data.codeLength && /^\d+$/.test(code)) submitOnce(form);
  });
}

function submitOnce(form: HTMLFormElement): void {
  if (form.dataset["sent"] !== undefined) return;
  form.dataset["sent"] = "";
  form.requestSubmit();
}

/** WebOTP: the browser offers the code of a message that names this site. The types of the DOM do not know it yet. */
async function listenForMessage(form: HTMLFormElement, field: HTMLInputElement): Promise<void> {
  if (!("OTPCredential" in window)) return;
  const abort = new AbortController();
  form.addEventListener("submit", () => abort.abort());
  const options = { otp: { transport: ["sms"] }, signal: abort.signal };
  const received: unknown = await navigator.credentials.get(options).catch(() => null);
  const code: unknown = Object(received).code;
  if (typeof code !== "string") return;
  field.value = code;
  submitOnce(form);
}

/** Counts a wait down, second by second, and holds the buttons of the resend until it is over. */
function countDown(line: HTMLElement): void {
  const { wait, text = "", after = "\u00a0" } = line.dataset;
  const held = line.closest("form.resend")?.querySelectorAll("button") ?? [];
  const endsAt = performance.now() + Number(wait) * 1000;
  // An alert is read out once, not with every second.
  line.setAttribute("aria-live", "off");
  const show = () => {
    const leftS = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
    for (const button of held) button.disabled = leftS > 0;
    line.textContent = leftS > 0 ? text.replace("{wait}", durationText(leftS, data.language)) : after;
    if (leftS > 0) setTimeout(show, 250);
  };
  show();
}

/** Solves the challenge and sends the form again, unless a solution was refused before: then the person does. */
async function solve(): Promise<void> {
  const form = document.querySelector<HTMLFormElement>("form[data-challenged]");
  if (data.challenge === undefined || form === null) return;
  const notice = document.querySelector<HTMLElement>(".challenge");
  if (notice !== null) notice.textContent = notice.dataset["working"] ?? "";
  const { challenge } = data;
  const solution = await solveChallenge({ challenge, deriveKey });
  notice?.remove();
  if (solution === null) return;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "challenge_response";
  field.value = btoa(JSON.stringify({ challenge, solution }));
  form.append(field);
  if (document.getElementById("said") === null) submitOnce(form);
}
