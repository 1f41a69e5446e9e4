"""Each call as a value, so that the synchronous and the asynchronous client make the same ones and read their answers alike."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast
from urllib.parse import quote

from .models import CreateDelivery, Problem, StartVerification
from .results import (
    AlreadyUsed,
    Approved,
    Canceled,
    CancelResult,
    Carried,
    CarryResult,
    ChallengeRequired,
    CheckResult,
    Found,
    FoundDelivery,
    NotFound,
    NotSent,
    NumberRefused,
    Over,
    ProofRefused,
    RamzError,
    ReadDeliveryResult,
    ReadResult,
    Redeemed,
    RedeemResult,
    Reported,
    ReportResult,
    Sent,
    StartResult,
    Unavailable,
    Wait,
    WrongCode,
    WrongFormat,
)

Result = TypeVar("Result")


@dataclass(frozen=True)
class Answer:
    status: int
    text: str

    @property
    def body(self) -> Any:
        try:
            return json.loads(self.text)
        except ValueError:
            return None

    @property
    def problem(self) -> Problem | None:
        body = self.body
        if not isinstance(body, dict) or "code" not in body or "trace_id" not in body:
            return None
        return cast(Problem, body)


@dataclass(frozen=True)
class Call(Generic[Result]):
    method: str
    path: str
    read: Callable[[Answer], Result | Unavailable]
    body: Mapping[str, Any] | None = None
    idempotency_key: str | None = None
    may_repeat: bool = True


def _waits(kind: Callable[[Problem, int], Result]) -> Callable[[Problem], Result]:
    return lambda problem: kind(problem, problem.get("retry_after", 0))


def _unavailable(problem: Problem) -> Unavailable:
    return Unavailable(problem.get("retry_after", 1), problem)


_UNAVAILABLE = {"busy": _unavailable, "idempotency_in_progress": _unavailable, "store_unavailable": _unavailable}
_NUMBER = {"recipient_invalid": NumberRefused, "recipient_not_allowed": NumberRefused}
_LIMITS = ("cooldown", "send_limit", "ip_limit", "caller_limit", "budget", "low_conversion")
_SEND: dict[str, Callable[[Problem], Any]] = {
    **_UNAVAILABLE,
    **_NUMBER,
    **{code: _waits(Wait) for code in _LIMITS},
    "delivery_failed": _waits(NotSent),
    "overloaded": _waits(NotSent),
}
_START: dict[str, Callable[[Problem], Any]] = {
    **_SEND,
    "canceled": _waits(NotSent),
    "challenge_required": lambda problem: ChallengeRequired(problem.get("challenge", {}), problem),
}
_OVER = ("already_approved", "expired", "canceled", "undelivered", "checks_exhausted", "not_found")
_ENDED: dict[str, Callable[[Problem], Any]] = {**_UNAVAILABLE, **{code: _waits(Over) for code in _OVER}}
_CHECK: dict[str, Callable[[Problem], Any]] = {
    **_ENDED,
    **_NUMBER,
    "code_incorrect": lambda problem: WrongCode(problem.get("checks_left", 0), problem),
}
_READ: dict[str, Callable[[Problem], Any]] = {**_UNAVAILABLE, "not_found": NotFound}
_REPORT: dict[str, Callable[[Problem], Any]] = {**_READ, "already_used": AlreadyUsed}
_REDEEM: dict[str, Callable[[Problem], Any]] = {
    **_UNAVAILABLE,
    "proof_invalid": ProofRefused,
    "proof_redeemed": ProofRefused,
}


def _refused(answer: Answer, kinds: Mapping[str, Callable[[Problem], Any]]) -> Any:
    """What a problem means; raises a RamzError where it is nothing that a person can act on."""
    problem = answer.problem
    if problem is None:
        if answer.status in (502, 503, 504):
            return Unavailable(1, None, RamzError(answer.status, None, answer.text))
        raise RamzError(answer.status, None, answer.text)
    kind = kinds.get(problem["code"])
    if kind is None:
        raise RamzError(answer.status, problem)
    return kind(problem)


def _key(given: str | None) -> str:
    return given or str(uuid.uuid4())


def start(body: StartVerification, key: str | None) -> Call[StartResult]:
    def read(answer: Answer) -> StartResult:
        if answer.status in (200, 201):
            return Sent(answer.body, is_resent=answer.status == 200)
        return cast(StartResult, _refused(answer, _START))

    return Call("POST", "/v1/verifications", read, body, _key(key))


def check(code: str, id: str | None, to: str | None, purpose: str, key: str | None) -> Call[CheckResult]:
    """By the id of the verification, or by number and purpose."""
    if (id is None) == (to is None):
        raise TypeError("name the verification by id, or by to: one of the two")

    def read(answer: Answer) -> CheckResult:
        if answer.status == 200:
            return Approved(answer.body, answer.body["proof"])
        problem = answer.problem
        errors = problem.get("errors", []) if problem else []
        # The person's input, and nothing else, is wrong.
        if problem and [error["field"] for error in errors] == ["code"]:
            return WrongFormat(problem)
        return cast(CheckResult, _refused(answer, _CHECK))

    if id is not None:
        return Call("POST", f"/v1/verifications/{_part(id)}/checks", read, {"code": code}, _key(key))
    return Call("POST", "/v1/checks", read, {"to": to, "purpose": purpose, "code": code}, _key(key))


def get(id: str) -> Call[ReadResult]:
    def read(answer: Answer) -> ReadResult:
        return Found(answer.body) if answer.status == 200 else _refused(answer, _READ)

    return Call("GET", f"/v1/verifications/{_part(id)}", read)


def cancel(id: str) -> Call[CancelResult]:
    def read(answer: Answer) -> CancelResult:
        return Canceled(answer.body) if answer.status == 200 else _refused(answer, _ENDED)

    return Call("DELETE", f"/v1/verifications/{_part(id)}", read)


def redeem(proof: str) -> Call[RedeemResult]:
    """Never repeated: a redemption whose answer is lost may have spent the proof."""

    def read(answer: Answer) -> RedeemResult:
        return Redeemed(answer.body) if answer.status == 200 else _refused(answer, _REDEEM)

    return Call("POST", "/v1/proofs/redeem", read, {"proof": proof}, may_repeat=False)


def carry(body: CreateDelivery, key: str | None) -> Call[CarryResult]:
    def read(answer: Answer) -> CarryResult:
        return Carried(answer.body) if answer.status in (201, 202) else _refused(answer, _SEND)

    return Call("POST", "/v1/deliveries", read, body, _key(key))


def get_delivery(id: str) -> Call[ReadDeliveryResult]:
    def read(answer: Answer) -> ReadDeliveryResult:
        return FoundDelivery(answer.body) if answer.status == 200 else _refused(answer, _READ)

    return Call("GET", f"/v1/deliveries/{_part(id)}", read)


def report(id: str, used: bool) -> Call[ReportResult]:
    def read(answer: Answer) -> ReportResult:
        return Reported(answer.body) if answer.status == 200 else _refused(answer, _REPORT)

    return Call("POST", f"/v1/deliveries/{_part(id)}/outcome", read, {"used": used})


def _part(id: str) -> str:
    return quote(id, safe="")
