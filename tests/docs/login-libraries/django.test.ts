/** The page about Django: what calls Ramz runs with Python's standard library. Its Django files, which need packages, are only parsed. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { freshNumber } from "../../support/http.ts";
import { programPath, PYTHON } from "../../support/programs.ts";
import { ramzOf } from "./ramz-of-page.ts";

const PAGE = "docs/how-to/django.md";
const [checked, carried] = [ramzOf(PAGE, 0), ramzOf(PAGE, 1)];

/** What this program prints, with the page's `ramz.py` to import. */
async function run(program: string, ...args: readonly string[]): Promise<string> {
  const load = `
import ast, sys, importlib.util
spec = importlib.util.spec_from_file_location("ramz", sys.argv[1])
ramz = importlib.util.module_from_spec(spec)
spec.loader.exec_module(ramz)
Refused, ask = ramz.Refused, ramz.ask
`;
  const file = join(import.meta.dir, "django-ramz.py");
  const { RAMZ_URL, RAMZ_KEY } = process.env;
  const child = Bun.spawn([programPath(PYTHON), "-c", load + program, file, ...args], {
    env: { RAMZ_URL, RAMZ_KEY, PYTHONIOENCODING: "utf8" },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  expect(err).toBe("");
  return out.trim();
}

test("ramz.py starts, says why a person is refused, and checks", async () => {
  const to = freshNumber();
  const start = `
verification = ask("/v1/verifications", {"to": sys.argv[2], "purpose": "login", "client_ip": "203.0.113.7"})
try:
    ask("/v1/verifications", {"to": sys.argv[2], "purpose": "login"}, "fa")
except Refused as refused:
    print(verification["id"], refused.status, refused.code, refused.retry_after > 50, refused)
`;
  const check = `
for code in ("000000", sys.argv[3]):
    try:
        print(ask(f"/v1/verifications/{sys.argv[2]}/checks", {"code": code})["to"])
    except Refused as refused:
        print(refused.code)
`;
  await checked.within(async () => {
    const started = await run(start, to);
    expect(started).toMatch(/^ver_\S+ 429 cooldown True .*دقیقه/);
    const [id = ""] = started.split(" ");
    expect(await run(check, id, await checked.api.codeFor(to))).toBe(`code_incorrect\n${to}`);
  });
});

test("ramz.py carries a code, and raises what is no fault of the person", async () => {
  const to = freshNumber();
  const program = `
try:
    print(ask("/v1/deliveries", {"to": sys.argv[2], "code": "493817", "expires_in": 900})["status"])
except RuntimeError as error:
    print(error)
`;
  await carried.within(async () => {
    expect(await run(program, to)).toBe("accepted");
    expect(await carried.api.codeFor(to)).toBe("493817");
  });
  await carried.whileSendsFail(async () => {
    expect(await run(program, freshNumber())).toStartWith("Ramz: delivery_failed: ");
  });
});

test("the Django files are Python", async () => {
  const files = ["models", "views", "adapter"].map((name) => join(import.meta.dir, `django-${name}.py`));
  const parse = "for path in sys.argv[2:]: print(type(ast.parse(open(path).read())).__name__)";
  expect(await run(parse, ...files)).toBe("Module\nModule\nModule");
});
