/** Each page of a log-in server: its configuration is read by Ramz, and its example is sent by the shell, as a reader does. */
import { expect, test } from "bun:test";
import { startServing } from "../support/serving.ts";
import { tempFolder } from "../support/process.ts";
import { blocksOf } from "./pages.ts";

const CODE = "482913";
const PHONE = "+989121234567";
const SECRET = "5f0c1e62b7d94a3381c6a07be2f4d9135f0c1e62b7d94a3381c6a07be2f4d913";

/** Supabase takes secrets of this form alone. */
const SUPABASE_SECRET = `v1,whsec_${Buffer.from(SECRET, "hex").toString("base64")}`;

const PAGES: readonly string[] = [
  "authentik",
  "authgear",
  "authsignal",
  "casdoor",
  "fusionauth",
  "keycloak",
  "kratos",
  "login-servers",
  "logto",
  "okta",
  "supabase",
  "zitadel",
];

test.each([...PAGES])("%s: its hook carries the code of its example", async (name) => {
  const blocks = blocksOf(`docs/how-to/${name}.md`);
  const example = blocks.findIndex(({ text }) => text.includes("127.0.0.1:8000/hooks/"));
  const toml = blocks.filter(({ language }) => language === "toml").map(({ text }) => text);
  const secret = name === "supabase" ? SUPABASE_SECRET : SECRET;
  using folder = tempFolder();
  folder.write("ramz.toml", toml.join("\n"));
  await using ramz = await startServing(
    { RAMZ_CONFIG: "ramz.toml", RAMZ_PROVIDERS: "console", HOOK_SECRET: secret },
    folder,
  );
  const shell = Bun.spawn(
    ["sh", "-c", blocks[example]?.text.replaceAll("http://127.0.0.1:8000", ramz.api.url) ?? ""],
    {
      env: { PATH: process.env["PATH"], HOOK_SECRET: secret },
      stdout: "pipe",
      stderr: "inherit",
    },
  );
  const answer = await new Response(shell.stdout).text();
  expect(await shell.exited).toBe(0);
  expect(plain(answer)).toEqual(plain(blocks[example + 1]?.text ?? ""));
  expect(await ramz.api.codeFor(PHONE)).toBe(CODE);
  expect(answer).not.toContain(CODE);
});

/** The answer with all ids of deliveries alike. */
function plain(json: string): unknown {
  return JSON.parse(json.replaceAll(/dlv_[\w-]{34}/g, "dlv_"));
}

test("each page says how to reach it, and the index leads to each", () => {
  const index = blocksOf("docs/how-to/login-servers.md")[0]?.before ?? "";
  for (const name of PAGES.filter((one) => one !== "login-servers")) {
    expect(index).toContain(`](${name}.md)`);
    const page = blocksOf(`docs/how-to/${name}.md`)
      .map(({ text, before }) => before + text)
      .join("\n");
    expect(page).toContain(`https://ramz.example/hooks/shop/${name}`);
  }
});
