"""Verifies a phone number in FastAPI. RAMZ_URL, RAMZ_KEY and RAMZ_APP say where Ramz is. Run it by: uvicorn fastapi_app:app"""

import os

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel
from ramz_client import (
    Approved,
    AsyncProofVerifier,
    AsyncRamz,
    Sent,
    Unavailable,
    UsedInMemory,
    ValidProof,
    Wait,
    WrongCode,
)

app = FastAPI()
url = os.environ.get("RAMZ_URL", "http://127.0.0.1:8000")
ramz = AsyncRamz(url, os.environ.get("RAMZ_KEY"))
# For one process. With several, used proofs belong in your database.
proofs = AsyncProofVerifier(url, os.environ.get("RAMZ_APP", "default"), UsedInMemory())
app.add_event_handler("shutdown", ramz.aclose)


class Number(BaseModel):
    to: str


class Guess(BaseModel):
    id: str
    code: str


class Carried(BaseModel):
    proof: str


@app.post("/start")
async def start(number: Number) -> dict[str, str]:
    match await ramz.start({"to": number.to, "purpose": "login"}):
        case Sent(verification):
            return {"id": verification["id"]}
        case Wait(problem, retry_after_s):
            raise HTTPException(429, problem["detail"], {"retry-after": str(retry_after_s)})
        case Unavailable():
            raise HTTPException(503, "Please try again in a moment.")
        case refused:
            raise HTTPException(422, refused.problem["detail"])


@app.post("/check")
async def check(guess: Guess) -> dict[str, str]:
    match await ramz.check(guess.code, id=guess.id):
        case Approved(verification):
            # Log the person in here.
            return {"verified": verification["to"]}
        case WrongCode(checks_left, problem):
            raise HTTPException(422, {"detail": problem["detail"], "checks_left": checks_left})
        case Unavailable():
            raise HTTPException(503, "Please try again in a moment.")
        case refused:
            raise HTTPException(422, refused.problem["detail"])


@app.post("/proof")
async def take_proof(carried: Carried) -> dict[str, str | None]:
    """For a page or an app on a phone that had the number verified elsewhere, e.g. on Ramz's hosted page."""
    match await proofs.verify(carried.proof, "login"):
        case ValidProof(phone_number=number):
            # Log the person in here.
            return {"verified": number}
        case refused:
            raise HTTPException(422, f"The proof is {refused.reason}.")
