"""The keys that sign proofs, as they were read last, and when they are read again."""

from __future__ import annotations

import time
from typing import Any

import httpx
import jwt

READ_TIMEOUT_S = 5.0
# A key that was taken back is believed for no longer.
_KEPT_S = 600.0
# Proofs with made-up names of keys cause no more calls than this.
_READ_AGAIN_S = 30.0


class KeySet:
    def __init__(self, base_url: str) -> None:
        self.url = base_url.rstrip("/") + "/.well-known/jwks.json"
        self._keys: dict[str, Any] = {}
        self._read_at: float | None = None

    def must_be_read(self, key_id: str) -> bool:
        """Before a proof that names this key is verified: the key is unknown, or the keys are old."""
        if self._read_at is None:
            return True
        return time.monotonic() - self._read_at > (_KEPT_S if key_id in self._keys else _READ_AGAIN_S)

    def read(self, response: httpx.Response) -> None:
        """Raises httpx.HTTPError when it is no answer of Ramz; then the next proof has the keys read again."""
        response.raise_for_status()
        try:
            keys = jwt.PyJWKSet.from_dict(dict(response.json())).keys
        except (TypeError, ValueError, jwt.PyJWTError) as error:
            raise httpx.DecodingError(f"{self.url} is no set of keys", request=response.request) from error
        self._keys = {str(key.key_id): key.key for key in keys}
        self._read_at = time.monotonic()

    def get(self, key_id: str) -> Any | None:
        return self._keys.get(key_id)
