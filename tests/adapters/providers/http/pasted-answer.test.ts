import { expect, test } from "bun:test";
import { pastedAnswer } from "../../../../adapters/providers/http/_recipe/pasted-answer.ts";

test.each([
  ["a body alone counts as 200", '{"id": 1}\n', 200, {}, '{"id": 1}'],
  [
    "what curl -i prints",
    'HTTP/1.1 401 Unauthorized\r\nX-Code: 7\r\n\r\n{"id": 1}',
    401,
    { "x-code": "7" },
    '{"id": 1}',
  ],
  ["HTTP/2 has no reason phrase", "HTTP/2 503\n\nbusy\n\nvery", 503, {}, "busy\n\nvery"],
  ["a head without a body", "HTTP/1.1 204 No Content\nserver: x\n", 204, { server: "x" }, ""],
  [
    "of a proxy's head and the vendor's, the vendor's",
    "HTTP/1.1 200 Connection established\n\nHTTP/1.1 402 Payment Required\n\n{}",
    402,
    {},
    "{}",
  ],
  ["nothing", "", 200, {}, ""],
])("reads %s", (_, pasted, status, headers, text) => {
  expect(pastedAnswer(pasted)).toEqual({ status, headers, text, truncated: false });
});
