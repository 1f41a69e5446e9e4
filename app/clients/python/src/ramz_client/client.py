"""The face of the client, once synchronous and once asynchronous. Both make the calls of calls.py."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from types import TracebackType
from typing import Generic, TypeVar

import httpx

from . import calls
from .calls import Answer, Call
from .models import CreateDelivery, StartVerification
from .repetition import Repetition
from .results import (
    CancelResult,
    CarryResult,
    CheckResult,
    ReadDeliveryResult,
    ReadResult,
    RedeemResult,
    ReportResult,
    StartResult,
    Unavailable,
)

# Longer than the chain's deadline, which is 15 seconds unless set.
_TIMEOUT_S = 20.0
_RETRIES = 2
_MAX_WAIT_S = 3.0
_NO_ANSWER_RETRY_S = 1

Result = TypeVar("Result")
Http = TypeVar("Http", httpx.Client, httpx.AsyncClient)
Transport = TypeVar("Transport")
Outcome = httpx.Response | httpx.TransportError


class _Client(Generic[Http, Transport]):
    """What both clients share: the settings, the request of a call, and what follows from each outcome."""

    # httpx.Client or httpx.AsyncClient, which takes the settings.
    _open: Callable[..., Http]

    def __init__(
        self,
        base_url: str,
        api_key: str | None = None,
        *,
        language: str = "en",
        timeout_s: float = _TIMEOUT_S,
        retries: int = _RETRIES,
        max_wait_s: float = _MAX_WAIT_S,
        transport: Transport | None = None,
    ) -> None:
        key = {"authorization": f"Bearer {api_key}"} if api_key else {}
        self._repetition = Repetition(retries, max_wait_s)
        self._http: Http = self._open(
            base_url=base_url, headers={"accept-language": language, **key}, timeout=timeout_s, transport=transport
        )

    def _request(self, call: Call[Result]) -> httpx.Request:
        key = {"idempotency-key": call.idempotency_key} if call.idempotency_key else {}
        return self._http.build_request(call.method, call.path, json=call.body, headers=key)

    def _wait_s(self, call: Call[Result], repeated: int, outcome: Outcome) -> float | None:
        """Seconds until the call is repeated; None when it is not."""
        if not call.may_repeat:
            return None
        if isinstance(outcome, httpx.TransportError):
            return self._repetition.wait_s(repeated, None, {})
        return self._repetition.wait_s(repeated, outcome.status_code, outcome.headers)


def _result(call: Call[Result], outcome: Outcome) -> Result | Unavailable:
    if isinstance(outcome, httpx.TransportError):
        return Unavailable(_NO_ANSWER_RETRY_S, None, outcome)
    return call.read(Answer(outcome.status_code, outcome.text))


class Ramz(_Client[httpx.Client, httpx.BaseTransport]):
    """A client for a back end. Calls return what a person can act on, and raise a RamzError when the call or a setting is wrong."""

    _open = httpx.Client

    def start(self, body: StartVerification, *, idempotency_key: str | None = None) -> StartResult:
        """Sends a code. Repeated by itself where that is safe, and never sent twice."""
        return self._make(calls.start(body, idempotency_key))

    def check(
        self,
        code: str,
        *,
        id: str | None = None,
        to: str | None = None,
        purpose: str = "default",
        idempotency_key: str | None = None,
    ) -> CheckResult:
        """Compares what the person typed, by the id of the verification, or by number and purpose."""
        return self._make(calls.check(code, id, to, purpose, idempotency_key))

    def get(self, id: str) -> ReadResult:
        return self._make(calls.get(id))

    def cancel(self, id: str) -> CancelResult:
        """Makes the code worth nothing, and stops a chain that is still running."""
        return self._make(calls.cancel(id))

    def redeem(self, proof: str) -> RedeemResult:
        """What a proof for your app proves, once."""
        return self._make(calls.redeem(proof))

    def carry(self, body: CreateDelivery, *, idempotency_key: str | None = None) -> CarryResult:
        """Sends a code of your own."""
        return self._make(calls.carry(body, idempotency_key))

    def get_delivery(self, id: str) -> ReadDeliveryResult:
        return self._make(calls.get_delivery(id))

    def report(self, id: str, used: bool) -> ReportResult:
        """Says whether the code was used, so that the pumping guard counts it."""
        return self._make(calls.report(id, used))

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Ramz:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _make(self, call: Call[Result]) -> Result | Unavailable:
        request = self._request(call)
        repeated = 0
        while True:
            outcome: Outcome
            try:
                outcome = self._http.send(request)
            except httpx.TransportError as error:
                outcome = error
            wait_s = self._wait_s(call, repeated, outcome)
            if wait_s is None:
                return _result(call, outcome)
            time.sleep(wait_s)
            repeated += 1


class AsyncRamz(_Client[httpx.AsyncClient, httpx.AsyncBaseTransport]):
    """The same for asyncio."""

    _open = httpx.AsyncClient

    async def start(self, body: StartVerification, *, idempotency_key: str | None = None) -> StartResult:
        return await self._make(calls.start(body, idempotency_key))

    async def check(
        self,
        code: str,
        *,
        id: str | None = None,
        to: str | None = None,
        purpose: str = "default",
        idempotency_key: str | None = None,
    ) -> CheckResult:
        return await self._make(calls.check(code, id, to, purpose, idempotency_key))

    async def get(self, id: str) -> ReadResult:
        return await self._make(calls.get(id))

    async def cancel(self, id: str) -> CancelResult:
        return await self._make(calls.cancel(id))

    async def redeem(self, proof: str) -> RedeemResult:
        return await self._make(calls.redeem(proof))

    async def carry(self, body: CreateDelivery, *, idempotency_key: str | None = None) -> CarryResult:
        return await self._make(calls.carry(body, idempotency_key))

    async def get_delivery(self, id: str) -> ReadDeliveryResult:
        return await self._make(calls.get_delivery(id))

    async def report(self, id: str, used: bool) -> ReportResult:
        return await self._make(calls.report(id, used))

    async def aclose(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> AsyncRamz:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.aclose()

    async def _make(self, call: Call[Result]) -> Result | Unavailable:
        request = self._request(call)
        repeated = 0
        while True:
            outcome: Outcome
            try:
                outcome = await self._http.send(request)
            except httpx.TransportError as error:
                outcome = error
            wait_s = self._wait_s(call, repeated, outcome)
            if wait_s is None:
                return _result(call, outcome)
            await asyncio.sleep(wait_s)
            repeated += 1
