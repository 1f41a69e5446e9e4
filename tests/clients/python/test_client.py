"""The Python client against a real Ramz."""

import asyncio
import json
import os
import pathlib
import time
import unittest
import uuid

import ramz_client as r
from ramz_client import calls
from support import KEY, PROXY, STRANGER, URL, code_for, fresh_number, messages_to, plan, seen, wrong

DOCUMENT = pathlib.Path(os.environ["OPENAPI"])


class Everything:
    """Every call and what it comes to; `self.call` makes one, with the client of the subclass."""

    def of(self, kind, result):
        self.assertIsInstance(result, kind)
        return result

    def started(self):
        to = fresh_number()
        sent = self.of(r.Sent, self.call("start", {"to": to, "purpose": "login"}))
        return to, sent.verification["id"], code_for(to)

    def test_start(self):
        to = fresh_number()
        sent = self.of(r.Sent, self.call("start", {"to": to}))
        self.assertEqual((sent.verification["to"], sent.is_resent), (to, False))
        wait = self.of(r.Wait, self.call("start", {"to": to}))
        self.assertEqual(wait.problem["code"], "cooldown")
        self.assertGreater(wait.retry_after_s, 50)
        refused = self.of(r.NumberRefused, self.call("start", {"to": "12"}))
        self.assertEqual(refused.problem["code"], "recipient_invalid")

    def test_start_under_a_key_of_the_callers(self):
        to, key = fresh_number(), str(uuid.uuid4())
        first = self.call("start", {"to": to}, idempotency_key=key)
        self.assertEqual(self.call("start", {"to": to}, idempotency_key=key), first)
        self.assertEqual(len(messages_to(to)), 1)

    def test_wrong_calls(self):
        with self.assertRaisesRegex(r.RamzError, "invalid_request: .*purpose"):
            self.call("start", {"to": fresh_number(), "purpose": "NO"})
        with self.assertRaises(r.RamzError) as raised:
            self.call("start", {"to": fresh_number()}, api_key="")
        self.assertEqual((raised.exception.status, raised.exception.problem["code"]), (401, "unauthorized"))
        with self.assertRaises(TypeError):
            self.call("check", "123456", id="a", to="b")

    def test_check_and_redeem(self):
        to, id, code = self.started()
        self.assertEqual(self.of(r.WrongCode, self.call("check", wrong(code), id=id)).checks_left, 4)
        self.of(r.WrongFormat, self.call("check", "12", id=id))
        self.of(r.NumberRefused, self.call("check", code, to="1"))
        approved = self.of(r.Approved, self.call("check", code, to=to, purpose="login"))
        self.assertEqual(approved.verification["status"], "approved")
        over = self.of(r.Over, self.call("check", code, id=id))
        self.assertEqual(over.problem["code"], "already_approved")
        proved = self.of(r.Redeemed, self.call("redeem", approved.proof)).proved
        self.assertEqual((proved["phone_number"], proved["purpose"]), (to, "login"))
        again = self.of(r.ProofRefused, self.call("redeem", approved.proof))
        self.assertEqual(again.problem["code"], "proof_redeemed")

    def test_get_and_cancel(self):
        _, id, code = self.started()
        self.assertEqual(self.of(r.Found, self.call("get", id)).verification["status"], "pending")
        self.of(r.Canceled, self.call("cancel", id))
        self.assertEqual(self.of(r.Over, self.call("check", code, id=id)).problem["code"], "canceled")
        self.of(r.NotFound, self.call("get", "no/such"))
        self.of(r.Over, self.call("cancel", "none"))

    def test_deliveries(self):
        to = fresh_number()
        id = self.of(r.Carried, self.call("carry", {"to": to, "code": "493817"})).delivery["id"]
        self.assertEqual(code_for(to), "493817")
        self.assertEqual(self.of(r.FoundDelivery, self.call("get_delivery", id)).delivery["status"], "accepted")
        self.assertTrue(self.of(r.Reported, self.call("report", id, True)).delivery["used"])
        self.of(r.AlreadyUsed, self.call("report", id, False))
        self.of(r.NotFound, self.call("get_delivery", "none"))
        with self.assertRaisesRegex(r.RamzError, "own_code_not_allowed"):
            self.call("carry", {"to": to, "code": "493817"}, api_key=STRANGER)

    def test_a_lost_answer_sends_no_second_code(self):
        for fate in ("answer_lost", "not_reached", 503, 502):
            to = fresh_number()
            plan(fate)
            self.of(r.Sent, self.call("start", {"to": to}, base_url=PROXY))
            self.assertEqual((len(seen()), len(set(seen()))), (2, 1))
            self.assertEqual(len(messages_to(to)), 1)

    def test_a_lost_check_is_fetched_again_and_a_lost_redemption_is_not(self):
        _, id, code = self.started()
        plan("answer_lost")
        proof = self.of(r.Approved, self.call("check", code, id=id, base_url=PROXY)).proof
        plan("answer_lost")
        lost = self.of(r.Unavailable, self.call("redeem", proof, base_url=PROXY))
        self.assertIsNone(lost.problem)
        self.assertIsNotNone(lost.cause)
        self.assertEqual(seen(), ["POST /v1/proofs/redeem"])

    def test_ramz_may_be_below_a_path_of_a_proxy(self):
        for path in ("/otp", "/otp/"):
            plan()
            self.of(r.NotFound, self.call("get", "none", base_url=PROXY + path))
            self.assertEqual(seen(), ["GET /otp/v1/verifications/none"])

    def test_what_stays_lost_is_unavailable_and_a_long_wait_is_the_callers(self):
        plan(503, "not_reached", 502)
        self.of(r.Unavailable, self.call("start", {"to": fresh_number()}, base_url=PROXY))
        self.assertEqual(len(seen()), 3)
        to, _, _ = self.started()
        plan()
        at = time.monotonic()
        self.of(r.Wait, self.call("start", {"to": to, "purpose": "login"}, base_url=PROXY))
        self.assertLess(time.monotonic() - at, 2)
        self.assertEqual(len(seen()), 1)


class TestRamz(Everything, unittest.TestCase):
    clients = {}

    def call(self, name, *args, base_url=URL, api_key=KEY, **named):
        ramz = self.clients.get((base_url, api_key)) or r.Ramz(base_url, api_key)
        self.clients[base_url, api_key] = ramz
        return getattr(ramz, name)(*args, **named)

    @classmethod
    def tearDownClass(cls):
        for ramz in cls.clients.values():
            ramz.close()


class TestAsyncRamz(Everything, unittest.TestCase):
    loop = asyncio.new_event_loop()
    clients = {}

    def call(self, name, *args, base_url=URL, api_key=KEY, **named):
        ramz = self.clients.get((base_url, api_key)) or r.AsyncRamz(base_url, api_key)
        self.clients[base_url, api_key] = ramz
        return self.loop.run_until_complete(getattr(ramz, name)(*args, **named))

    def test_a_call_that_is_given_up_does_not_wait_to_be_repeated(self):
        async def give_up():
            async with r.AsyncRamz(PROXY, KEY) as ramz:
                await asyncio.wait_for(ramz.get("none"), 0.5)

        plan("busy")
        at = time.monotonic()
        with self.assertRaises(TimeoutError):
            self.loop.run_until_complete(give_up())
        self.assertLess(time.monotonic() - at, 2)
        self.assertEqual(len(seen()), 1)

    @classmethod
    def tearDownClass(cls):
        for ramz in cls.clients.values():
            cls.loop.run_until_complete(ramz.aclose())
        cls.loop.close()


class TestLanguage(unittest.TestCase):
    def test_persian(self):
        with r.Ramz(URL, KEY, language="fa") as ramz:
            self.assertIn("شماره", ramz.start({"to": "12"}).problem["detail"])


# What is wrong with the call or a setting, and so raised.
RAISED = {
    "invalid_request", "malformed_json", "body_too_large", "unsupported_media_type", "unauthorized", "scope_missing",
    "internal", "client_ip_not_allowed", "known_session_not_allowed", "challenge_not_allowed", "own_code_not_allowed",
    "channel_unavailable", "idempotency_key_reused",
}  # fmt: skip


class TestCodes(unittest.TestCase):
    def test_every_documented_code_has_its_meaning(self):
        tables = {
            "startVerification": calls._START, "checkCode": calls._CHECK, "checkCodeByNumber": calls._CHECK,
            "getVerification": calls._READ, "cancelVerification": calls._ENDED, "redeemProof": calls._REDEEM,
            "createDelivery": calls._SEND, "getDelivery": calls._READ, "reportOutcome": calls._REPORT,
        }  # fmt: skip
        document = json.loads(DOCUMENT.read_text())
        operations = [one for path in document["paths"].values() for one in path.values()]
        for operation in operations:
            table = tables.pop(operation["operationId"], None)
            if table is not None:
                self.assertEqual(codes_of(document, operation) - RAISED - set(table), set(), operation["operationId"])
        self.assertEqual(tables, {})


def codes_of(document, operation):
    codes = set()
    for reply in operation["responses"].values():
        name = reply.get("$ref", "").rpartition("/")[2]
        content = (document["components"]["responses"][name] if name else reply).get("content", {})
        for media in content.values():
            for part in media["schema"].get("allOf", []):
                code = part.get("properties", {}).get("code", {})
                codes |= set(code.get("enum", [code["const"]] if "const" in code else []))
    return codes
