"""What calls come to: a class for each thing that a person or a program can act on, and an error for what is wrong with the call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from .models import ApprovedVerification, Challenge, Delivery, Problem, RedeemedProof, Verification


class RamzError(Exception):
    """The call is wrong, or something is set wrongly: a missing key, a field that Ramz refuses, an internal error."""

    def __init__(self, status: int, problem: Problem | None, text: str = "") -> None:
        self.status = status
        self.problem = problem
        super().__init__(f"{status}: {text}" if problem is None else _sentence(problem))


def _sentence(problem: Problem) -> str:
    fields = "; ".join(f"{error['field']}: {error['detail']}" for error in problem.get("errors", []))
    return f"{problem['code']}: {problem['detail']} {fields}".strip()


@dataclass(frozen=True)
class Unavailable:
    """Ramz, its store or the network does not answer at the moment. `problem` is None when there was no answer; then `cause` says why."""

    retry_after_s: int
    problem: Problem | None = None
    cause: Exception | None = None


@dataclass(frozen=True)
class Sent:
    """The code is on its way; `is_resent` when it is that of an earlier start."""

    verification: Verification
    is_resent: bool


@dataclass(frozen=True)
class Wait:
    """A limit refused it. Show `problem["detail"]`, and allow another try after so many seconds."""

    problem: Problem
    retry_after_s: int


@dataclass(frozen=True)
class NotSent:
    """Every provider failed, or it was canceled on its way."""

    problem: Problem
    retry_after_s: int


@dataclass(frozen=True)
class NumberRefused:
    """Not a number that Ramz sends to."""

    problem: Problem


@dataclass(frozen=True)
class ChallengeRequired:
    """Let the browser solve it, and start again with the solution as `challenge_response`."""

    challenge: Challenge
    problem: Problem


@dataclass(frozen=True)
class Approved:
    verification: ApprovedVerification
    proof: str


@dataclass(frozen=True)
class WrongCode:
    checks_left: int
    problem: Problem


@dataclass(frozen=True)
class WrongFormat:
    """Not as many digits as the code has. It was not compared, and counts as no guess."""

    problem: Problem


@dataclass(frozen=True)
class Over:
    """The code is worth nothing any more: `problem["code"]` says why. A new start gives a new one."""

    problem: Problem
    retry_after_s: int


@dataclass(frozen=True)
class Found:
    verification: Verification


@dataclass(frozen=True)
class FoundDelivery:
    delivery: Delivery


@dataclass(frozen=True)
class NotFound:
    problem: Problem


@dataclass(frozen=True)
class Canceled:
    verification: Verification


@dataclass(frozen=True)
class Redeemed:
    proved: RedeemedProof


@dataclass(frozen=True)
class ProofRefused:
    """Altered, expired, redeemed before, or of another app: `problem["code"]` says which."""

    problem: Problem


@dataclass(frozen=True)
class Carried:
    """A provider took it, or may have: `delivery["status"]` says which."""

    delivery: Delivery


@dataclass(frozen=True)
class Reported:
    delivery: Delivery


@dataclass(frozen=True)
class AlreadyUsed:
    """It was reported as used before, and that stays."""

    problem: Problem


StartResult: TypeAlias = Sent | Wait | NotSent | NumberRefused | ChallengeRequired | Unavailable
CheckResult: TypeAlias = Approved | WrongCode | WrongFormat | Over | NumberRefused | Unavailable
ReadResult: TypeAlias = Found | NotFound | Unavailable
CancelResult: TypeAlias = Canceled | Over | Unavailable
RedeemResult: TypeAlias = Redeemed | ProofRefused | Unavailable
CarryResult: TypeAlias = Carried | Wait | NotSent | NumberRefused | Unavailable
ReadDeliveryResult: TypeAlias = FoundDelivery | NotFound | Unavailable
ReportResult: TypeAlias = Reported | AlreadyUsed | NotFound | Unavailable
