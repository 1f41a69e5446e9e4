"""Verifies a proof without a call to Ramz for each: signature, issuer, app, purpose and time, and that it was not used before."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import httpx
import jwt

_FETCH_AGAIN_S = 30.0
_REQUIRED = ["exp", "iat", "sub", "jti", "purpose"]


class UsedProofs(Protocol):
    """Where used proofs are remembered. Of several processes, all must have the same."""

    def claim(self, id: str, expires_at: float) -> bool:
        """Remembers the id until this time (seconds since 1970); False when it was there before. Must be one atomic step."""


class UsedInMemory:
    """For one process. Forgets proofs that are too old to be valid."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()

    def claim(self, id: str, expires_at: float) -> bool:
        with self._lock:
            now = time.time()
            self._until = {old: at for old, at in self._until.items() if at > now}
            if id in self._until:
                return False
            self._until[id] = expires_at
            return True


@dataclass(frozen=True)
class ValidProof:
    """`phone_number` is in E.164; where Ramz has RAMZ_PROOF_PHONE=hash it is None, and there is `phone_hash`."""

    verification_id: str
    purpose: str
    phone_number: str | None
    phone_hash: str | None
    approved_at: float


@dataclass(frozen=True)
class RefusedProof:
    """`replayed`: it was used before. `invalid`: altered, or not for this app."""

    reason: Literal["invalid", "expired", "other_purpose", "replayed"]


class ProofVerifier:
    """Reads the keys from /.well-known/jwks.json, and again when a proof names an unknown one, at most every half minute."""

    def __init__(self, base_url: str, app: str, used: UsedProofs) -> None:
        self._url = base_url.rstrip("/") + "/.well-known/jwks.json"
        self._app = app
        self._used = used
        self._keys: dict[str, Any] = {}
        self._fetched_at: float | None = None
        self._lock = threading.Lock()

    def verify(self, proof: str, purpose: str) -> ValidProof | RefusedProof:
        """A proof for one purpose proves nothing for another: name yours. Raises httpx.HTTPError when the keys cannot be read."""
        try:
            key = self._key(str(jwt.get_unverified_header(proof).get("kid")))
            if key is None:
                return RefusedProof("invalid")
            claims = jwt.decode(
                proof, key, algorithms=["EdDSA"], issuer="ramz", audience=self._app, options={"require": _REQUIRED}
            )
        except jwt.ExpiredSignatureError:
            return RefusedProof("expired")
        except jwt.PyJWTError:
            return RefusedProof("invalid")
        if claims["purpose"] != purpose:
            return RefusedProof("other_purpose")
        if not self._used.claim(claims["jti"], claims["exp"]):
            return RefusedProof("replayed")
        return ValidProof(
            claims["sub"], purpose, claims.get("phone_number"), claims.get("phone_hash"), claims["iat"]
        )

    def _key(self, kid: str) -> Any | None:
        with self._lock:
            now = time.monotonic()
            is_fresh = self._fetched_at is not None and now - self._fetched_at < _FETCH_AGAIN_S
            if kid not in self._keys and not is_fresh:
                response = httpx.get(self._url, timeout=5.0)
                response.raise_for_status()
                key_set = jwt.PyJWKSet.from_dict(response.json())
                self._keys = {str(key.key_id): key.key for key in key_set.keys}
                self._fetched_at = now
            return self._keys.get(kid)
