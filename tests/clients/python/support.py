"""What the tests share: the address and keys of a real Ramz, and its flaky proxy, from the environment."""

import os
import urllib.parse

import httpx

URL, PROXY = os.environ["RAMZ_URL"], os.environ["PROXY_URL"]
KEY, STRANGER = os.environ["RAMZ_KEY"], os.environ["STRANGER_KEY"]

_made = int(os.environ["NUMBERS_FROM"])


def fresh_number():
    global _made
    _made += 1
    return f"+98913{_made:07d}"


_http = httpx.Client()


def messages_to(to):
    return _http.get(f"{URL}/dev/messages?to={urllib.parse.quote(to)}").json()


def code_for(to):
    return messages_to(to)[0]["code"]


def wrong(code):
    return f"{(int(code) + 1) % 1000000:06d}"


def plan(*fates):
    _http.put(f"{PROXY}/proxy", json=fates)


def seen():
    return _http.get(f"{PROXY}/proxy").json()
