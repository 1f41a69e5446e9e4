"""Verifies a phone number in Django, in one file. RAMZ_URL and RAMZ_KEY say where Ramz is. Run it by: python django_site.py runserver"""

import os
import sys

import django
from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST
from ramz_client import Approved, Ramz, Sent, Unavailable, Wait, WrongCode

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=os.environ.get("SECRET_KEY", "for this example alone"),
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
)

ramz = Ramz(os.environ.get("RAMZ_URL", "http://127.0.0.1:8000"), os.environ.get("RAMZ_KEY"))


@require_POST
def start(request: HttpRequest) -> JsonResponse:
    match ramz.start({"to": request.POST["to"], "purpose": "login"}):
        case Sent(verification):
            # No guess from another session reaches this verification.
            request.session["verification"] = verification["id"]
            return JsonResponse({"resend_in": verification["resend_in"]})
        case Wait(problem, retry_after_s):
            return JsonResponse({"detail": problem["detail"], "retry_after": retry_after_s}, status=429)
        case Unavailable():
            return JsonResponse({"detail": "Please try again in a moment."}, status=503)
        case refused:
            return JsonResponse({"detail": refused.problem["detail"]}, status=422)


@require_POST
def check(request: HttpRequest) -> JsonResponse:
    match ramz.check(request.POST["code"], id=request.session.get("verification", "none")):
        case Approved(verification):
            # Log the person in here.
            return JsonResponse({"verified": verification["to"]})
        case WrongCode(checks_left, problem):
            return JsonResponse({"detail": problem["detail"], "checks_left": checks_left}, status=422)
        case Unavailable():
            return JsonResponse({"detail": "Please try again in a moment."}, status=503)
        case refused:
            return JsonResponse({"detail": refused.problem["detail"]}, status=422)


urlpatterns = [path("start", start), path("check", check)]

if __name__ == "__main__":
    django.setup()
    execute_from_command_line(sys.argv)
