from django.contrib.auth import get_user_model, login
from django.http import JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from .ramz import Refused, ask


@require_POST
def send_code(request):
    start = {
        "to": request.POST.get("to", ""),
        "purpose": "login",
        "client_ip": request.META["REMOTE_ADDR"],
    }
    try:
        verification = ask("/v1/verifications", start, get_language())
    except Refused as refused:
        return refusal(refused)
    request.session["verification"] = verification["id"]
    return JsonResponse({"resend_in": verification["resend_in"]})


@require_POST
def log_in(request):
    path = f"/v1/verifications/{request.session.get('verification')}/checks"
    try:
        verified = ask(path, {"code": request.POST.get("code", "")}, get_language())
    except Refused as refused:
        return refusal(refused)
    user, _ = get_user_model().objects.get_or_create(username=verified["to"])
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return JsonResponse({"phone": verified["to"]})


def refusal(refused):
    body = {"code": refused.code, "detail": str(refused), "retry_after": refused.retry_after}
    return JsonResponse(body, status=refused.status)
