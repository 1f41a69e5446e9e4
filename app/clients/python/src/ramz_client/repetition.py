"""When a call is repeated, and after how long: where that is safe and soon, so that a lost answer or a busy moment is not seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_FIRST_WAIT_S = 0.25
# What Ramz answers with Retry-After; 409 only where it has that header: busy and idempotency_in_progress.
_MAY_PASS = (409, 429, 502, 503, 504)
# What a proxy in front answers without it.
_OF_A_PROXY = (502, 503, 504)


@dataclass(frozen=True)
class Repetition:
    retries: int
    max_wait_s: float

    def wait_s(self, repeated: int, status: int | None, headers: Mapping[str, str]) -> float | None:
        """Seconds until the next try; None when there is none. `status` is None when no answer came."""
        if repeated >= self.retries:
            return None
        back_off_s = _FIRST_WAIT_S * float(2**repeated)
        if status is None:
            return back_off_s
        if status not in _MAY_PASS:
            return None
        named = headers.get("retry-after", "")
        if named.isdecimal():
            wait_s = max(float(named), back_off_s)
            return wait_s if wait_s <= self.max_wait_s else None
        return back_off_s if status in _OF_A_PROXY else None
