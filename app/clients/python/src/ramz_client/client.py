"""The face of the client, once synchronous and once asynchronous. Both make the calls of calls.py."""

from __future__ import annotations

import asyncio
import time
from types import TracebackType
from typing import TypeVar

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

Result = TypeVar("Result")

# Longer than the chain's deadline, which is 15 seconds unless set.
_TIMEOUT_S = 20.0
_RETRIES = 2
_MAX_WAIT_S = 3.0
_NO_ANSWER_RETRY_S = 1


def _headers(api_key: str | None, language: str) -> dict[str, str]:
    key = {"authorization": f"Bearer {api_key}"} if api_key else {}
    return {"accept-language": language, **key}


def _request_headers(call: Call[Result]) -> dict[str, str]:
    return {"idempotency-key": call.idempotency_key} if call.idempotency_key else {}


class Ramz:
    """A client for a back end. Calls return what a person can act on, and raise a RamzError when the call or a setting is wrong."""

    def __init__(
        self,
        base_url: str,
        api_key: str | None = None,
        *,
        language: str = "en",
        timeout_s: float = _TIMEOUT_S,
        retries: int = _RETRIES,
        max_wait_s: float = _MAX_WAIT_S,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._repetition = Repetition(retries, max_wait_s)
        self._http = httpx.Client(
            base_url=base_url, headers=_headers(api_key, language), timeout=timeout_s, transport=transport
        )

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
        return self._make(calls.check(code, _named(id, to, purpose), idempotency_key))

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
        repeated = 0
        while True:
            failure: httpx.TransportError | None = None
            response: httpx.Response | None = None
            try:
                response = self._http.request(call.method, call.path, json=call.body, headers=_request_headers(call))
            except httpx.TransportError as error:
                failure = error
            wait_s = _wait_s(self._repetition, call, repeated, response)
            if wait_s is None:
                return _settled(call, response, failure)
            time.sleep(wait_s)
            repeated += 1


class AsyncRamz:
    """The same for asyncio."""

    def __init__(
        self,
        base_url: str,
        api_key: str | None = None,
        *,
        language: str = "en",
        timeout_s: float = _TIMEOUT_S,
        retries: int = _RETRIES,
        max_wait_s: float = _MAX_WAIT_S,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._repetition = Repetition(retries, max_wait_s)
        self._http = httpx.AsyncClient(
            base_url=base_url, headers=_headers(api_key, language), timeout=timeout_s, transport=transport
        )

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
        return await self._make(calls.check(code, _named(id, to, purpose), idempotency_key))

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
        repeated = 0
        while True:
            failure: httpx.TransportError | None = None
            response: httpx.Response | None = None
            try:
                response = await self._http.request(
                    call.method, call.path, json=call.body, headers=_request_headers(call)
                )
            except httpx.TransportError as error:
                failure = error
            wait_s = _wait_s(self._repetition, call, repeated, response)
            if wait_s is None:
                return _settled(call, response, failure)
            await asyncio.sleep(wait_s)
            repeated += 1


def _named(id: str | None, to: str | None, purpose: str) -> dict[str, str]:
    """What the verification is named by."""
    if (id is None) == (to is None):
        raise TypeError("name the verification by id, or by to: one of the two")
    return {"to": to, "purpose": purpose} if id is None and to is not None else {"id": id or ""}


def _wait_s(
    repetition: Repetition, call: Call[Result], repeated: int, response: httpx.Response | None
) -> float | None:
    if not call.may_repeat:
        return None
    if response is None:
        return repetition.wait_s(repeated, None, {})
    return repetition.wait_s(repeated, response.status_code, response.headers)


def _settled(
    call: Call[Result], response: httpx.Response | None, failure: httpx.TransportError | None
) -> Result | Unavailable:
    if response is None:
        return Unavailable(_NO_ANSWER_RETRY_S, None, failure)
    return call.read(Answer(response.status_code, response.text))
