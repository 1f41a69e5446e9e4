"""Calls Ramz. Needs only the standard library."""

import json
import os
from urllib.error import HTTPError
from urllib.request import Request, urlopen


class Refused(Exception):
    """What the person can act on. As a text it is Ramz's sentence."""

    def __init__(self, status, problem):
        super().__init__(problem["detail"])
        self.status = status
        self.code = problem["code"]
        self.retry_after = problem.get("retry_after")


def ask(path, body, language="en"):
    """The answer of Ramz. Raises Refused, or an error for the log: a wrong key, a failed vendor, no Ramz."""
    headers = {
        "authorization": f"Bearer {os.environ.get('RAMZ_KEY')}",
        "content-type": "application/json",
        "accept-language": language,
    }
    url = os.environ.get("RAMZ_URL", "http://127.0.0.1:8000") + path
    try:
        with urlopen(Request(url, json.dumps(body).encode(), headers), timeout=20) as answer:
            return json.load(answer)
    except HTTPError as error:
        problem = json.load(error)
        if error.code in (400, 404, 409, 410, 422, 429) or problem["code"].startswith("recipient_"):
            raise Refused(error.code, problem) from None
        raise RuntimeError(f"Ramz: {problem['code']}: {problem['detail']}") from None
