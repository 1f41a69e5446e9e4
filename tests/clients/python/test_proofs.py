"""Proofs of a real Ramz, verified by the synchronous and by the asynchronous verifier."""

import asyncio
import http.server
import os
import threading
import time
import unittest
import unittest.mock

import httpx
import ramz_client as r
from ramz_client import keys
from support import KEY, URL, code_for, fresh_number

FOREIGN_URL, FOREIGN_PROOF = os.environ["FOREIGN_URL"], os.environ["FOREIGN_PROOF"]
PAST_URL, PAST_PROOF = os.environ["PAST_URL"], os.environ["PAST_PROOF"]
INVALID = r.RefusedProof("invalid")


def proof_for(to):
    with r.Ramz(URL, KEY) as ramz:
        ramz.start({"to": to, "purpose": "login"})
        return ramz.check(code_for(to), to=to, purpose="login").proof


class Keys:
    """A server of keys: those of `origin`, after a wait. Counts how often they were read."""

    def __init__(self, origin, wait_s=0.0):
        self.origin, self.wait_s, self.reads = origin, wait_s, 0

    def __enter__(self):
        keys = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                keys.reads += 1
                time.sleep(keys.wait_s)
                answer = httpx.get(keys.origin + self.path)
                self.send_response(answer.status_code)
                self.end_headers()
                self.wfile.write(answer.content)

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


class Verifying:
    """`self.verifier` makes a verifier, and `self.verify` asks it, in the way of the subclass."""

    def test_once_for_its_purpose_and_app(self):
        to = fresh_number()
        proof = proof_for(to)
        verifier = self.verifier(URL)
        self.assertEqual(self.verify(verifier, proof, "payment"), r.RefusedProof("other_purpose"))
        self.assertEqual(self.verify(self.verifier(URL, "bank"), proof), INVALID)
        valid = self.verify(verifier, proof)
        self.assertIsInstance(valid, r.ValidProof)
        self.assertEqual((valid.phone_number, valid.purpose), (to, "login"))
        self.assertEqual(self.verify(verifier, proof), r.RefusedProof("replayed"))

    def test_altered_foreign_and_no_proofs_are_invalid(self):
        header, payload, signature = proof_for(fresh_number()).split(".")
        verifier = self.verifier(URL)
        flipped = ("A" if signature[0] != "A" else "B") + signature[1:]
        unsigned = f"eyJhbGciOiJub25lIn0.{payload}."
        for bad in (f"{header}.{payload}.{flipped}", unsigned, FOREIGN_PROOF, "none", ""):
            self.assertEqual(self.verify(verifier, bad), INVALID, bad)

    def test_too_old(self):
        self.assertEqual(self.verify(self.verifier(PAST_URL), PAST_PROOF), r.RefusedProof("expired"))

    def test_keys_that_cannot_be_read_are_no_fault_of_the_proof(self):
        for url in ("http://127.0.0.1:9", f"{URL}/none", f"{URL}/openapi/json?"):
            with self.assertRaises(httpx.HTTPError):
                self.verify(self.verifier(url), FOREIGN_PROOF)

    def test_keys_are_read_once_again_for_an_unknown_one_after_half_a_minute_and_when_old(self):
        proof = proof_for(fresh_number())
        with Keys(URL) as server:
            verifier = self.verifier(server.url)
            for _ in range(3):
                self.verify(verifier, proof)
                self.assertEqual(self.verify(verifier, FOREIGN_PROOF), INVALID)
            self.assertEqual(server.reads, 1)
            server.origin = FOREIGN_URL
            with unittest.mock.patch.object(keys, "_READ_AGAIN_S", 0):
                self.assertIsInstance(self.verify(verifier, FOREIGN_PROOF), r.ValidProof)
                self.verify(verifier, FOREIGN_PROOF)
            self.assertEqual(server.reads, 2)
            server.origin = URL
            with unittest.mock.patch.object(keys, "_KEPT_S", 0):
                self.assertEqual(self.verify(verifier, FOREIGN_PROOF), INVALID)
            self.assertEqual(server.reads, 3)


class TestProofVerifier(Verifying, unittest.TestCase):
    def verifier(self, url, app="shop"):
        return r.ProofVerifier(url, app, r.UsedInMemory())

    def verify(self, verifier, proof, purpose="login"):
        return verifier.verify(proof, purpose)


class TestAsyncProofVerifier(Verifying, unittest.TestCase):
    def verifier(self, url, app="shop"):
        return r.AsyncProofVerifier(url, app, r.UsedInMemory())

    def verify(self, verifier, proof, purpose="login"):
        return asyncio.run(verifier.verify(proof, purpose))

    def test_the_loop_goes_on_while_keys_are_read_once_for_all_who_wait(self):
        proofs = [proof_for(fresh_number()) for _ in range(3)]

        async def verify_together(url):
            verifier = self.verifier(url)
            given_up = asyncio.ensure_future(verifier.verify(proofs[0], "login"))
            waiting = [asyncio.ensure_future(verifier.verify(proof, "login")) for proof in proofs]
            await asyncio.sleep(0)
            given_up.cancel()
            turns = 0
            while not all(one.done() for one in waiting):
                await asyncio.sleep(0.01)
                turns += 1
            return turns, [type(one.result()) for one in waiting]

        with Keys(URL, wait_s=0.3) as server:
            turns, results = asyncio.run(verify_together(server.url))
            self.assertEqual((results, server.reads), ([r.ValidProof] * 3, 1))
        self.assertGreater(turns, 5)

    def test_a_failure_to_read_keys_is_everyones_and_not_kept(self):
        proof = proof_for(fresh_number())

        async def verify_twice(server):
            verifier = self.verifier(server.url)
            together = await asyncio.gather(
                *(verifier.verify(proof, "login") for _ in range(3)), return_exceptions=True
            )
            reads, server.origin = server.reads, URL
            return [type(one) for one in together], reads, type(await verifier.verify(proof, "login"))

        with Keys(f"{URL}/none") as server:
            failed = [httpx.HTTPStatusError] * 3
            self.assertEqual(asyncio.run(verify_twice(server)), (failed, 1, r.ValidProof))

    def test_used_proofs_may_be_remembered_by_a_coroutine(self):
        class Used:
            ids = set()

            async def claim(self, id, expires_at):
                await asyncio.sleep(0)
                is_first = id not in self.ids
                self.ids.add(id)
                return is_first

        async def verify_twice():
            verifier = r.AsyncProofVerifier(URL, "shop", Used())
            return await verifier.verify(proof, "login"), await verifier.verify(proof, "login")

        proof = proof_for(fresh_number())
        first, second = asyncio.run(verify_twice())
        self.assertIsInstance(first, r.ValidProof)
        self.assertEqual(second, r.RefusedProof("replayed"))


class TestUsedInMemory(unittest.TestCase):
    def test_used_proofs_are_forgotten_when_too_old(self):
        used = r.UsedInMemory()
        self.assertTrue(used.claim("a", time.time() + 60))
        self.assertTrue(used.claim("b", time.time() - 1))
        self.assertEqual((used.claim("a", time.time()), used.claim("b", time.time())), (False, True))
