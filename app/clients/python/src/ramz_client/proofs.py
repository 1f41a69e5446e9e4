"""Verifies a proof without a call to Ramz for each: signature, issuer, app, purpose and time, and that it was not used before."""

from __future__ import annotations

import asyncio
import inspect
import threading
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import httpx
import jwt

from .keys import READ_TIMEOUT_S, KeySet

_REQUIRED = ["exp", "iat", "sub", "jti", "purpose"]


class UsedProofs(Protocol):
    """Where used proofs are remembered. Of several processes, all must have the same."""

    def claim(self, id: str, expires_at: float) -> bool:
        """Remembers the id until this time (seconds since 1970); False when it was there before. Must be one atomic step."""


class AsyncUsedProofs(Protocol):
    """The same for asyncio, where `claim` may be a coroutine function."""

    def claim(self, id: str, expires_at: float) -> bool | Awaitable[bool]: ...


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
    """Reads the keys of /.well-known/jwks.json every ten minutes, and when a proof names an unknown one, at most every half minute."""

    def __init__(self, base_url: str, app: str, used: UsedProofs) -> None:
        self._keys = KeySet(base_url)
        self._app = app
        self._used = used
        self._lock = threading.Lock()

    def verify(self, proof: str, purpose: str) -> ValidProof | RefusedProof:
        """A proof for one purpose proves nothing for another: name yours. Raises httpx.HTTPError when the keys cannot be read."""
        claims = _claims_of(proof, self._key(_key_id_of(proof)), self._app, purpose)
        if isinstance(claims, RefusedProof):
            return claims
        return _settled(claims, self._used.claim(claims["jti"], claims["exp"]))

    def _key(self, key_id: str | None) -> Any | None:
        if key_id is None:
            return None
        with self._lock:
            if self._keys.must_be_read(key_id):
                self._keys.read(httpx.get(self._keys.url, timeout=READ_TIMEOUT_S))
            return self._keys.get(key_id)


class AsyncProofVerifier:
    """The same for asyncio: the event loop goes on while keys are read, and proofs that need them wait for one call together."""

    def __init__(self, base_url: str, app: str, used: AsyncUsedProofs) -> None:
        self._keys = KeySet(base_url)
        self._app = app
        self._used = used
        self._reading: asyncio.Task[None] | None = None

    async def verify(self, proof: str, purpose: str) -> ValidProof | RefusedProof:
        claims = _claims_of(proof, await self._key(_key_id_of(proof)), self._app, purpose)
        if isinstance(claims, RefusedProof):
            return claims
        claimed = self._used.claim(claims["jti"], claims["exp"])
        return _settled(claims, await claimed if inspect.isawaitable(claimed) else claimed)

    async def _key(self, key_id: str | None) -> Any | None:
        if key_id is None:
            return None
        if self._keys.must_be_read(key_id):
            if self._reading is None:
                self._reading = asyncio.ensure_future(self._read())
                self._reading.add_done_callback(self._has_read)
            # One request that is given up must not take the keys from the others.
            await asyncio.shield(self._reading)
        return self._keys.get(key_id)

    async def _read(self) -> None:
        async with httpx.AsyncClient(timeout=READ_TIMEOUT_S) as http:
            self._keys.read(await http.get(self._keys.url))

    def _has_read(self, reading: asyncio.Task[None]) -> None:
        self._reading = None
        if not reading.cancelled():
            # Raised where it was awaited; asyncio warns of one that was given up.
            reading.exception()


def _key_id_of(proof: str) -> str | None:
    """None for what is no proof at all."""
    try:
        return str(jwt.get_unverified_header(proof).get("kid"))
    except jwt.PyJWTError:
        return None


def _claims_of(proof: str, key: Any | None, app: str, purpose: str) -> dict[str, Any] | RefusedProof:
    """What a proof says, once everything about it is right but that it may have been used."""
    if key is None:
        return RefusedProof("invalid")
    try:
        claims: dict[str, Any] = jwt.decode(
            proof, key, algorithms=["EdDSA"], issuer="ramz", audience=app, options={"require": _REQUIRED}
        )
    except jwt.ExpiredSignatureError:
        return RefusedProof("expired")
    except jwt.PyJWTError:
        return RefusedProof("invalid")
    return claims if claims["purpose"] == purpose else RefusedProof("other_purpose")


def _settled(claims: dict[str, Any], is_first_use: bool) -> ValidProof | RefusedProof:
    if not is_first_use:
        return RefusedProof("replayed")
    number, hashed = claims.get("phone_number"), claims.get("phone_hash")
    return ValidProof(claims["sub"], claims["purpose"], number, hashed, claims["iat"])
