import logging

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import get_language

from .models import Phone
from .ramz import Refused, ask

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    def send_verification_code_sms(self, user, phone, code, **kwargs):
        delivery = {
            "to": phone,
            "code": code,
            "expires_in": app_settings.PHONE_VERIFICATION_TIMEOUT,
            "client_ip": self.get_client_ip(self.request),
        }
        try:
            ask("/v1/deliveries", delivery, get_language())
        except (Refused, RuntimeError, OSError) as error:
            # Not shown: allauth calls this for known numbers alone, and an error would say which are.
            log.warning("no code for a log-in was sent: %s", error)

    def get_phone(self, user):
        phone = Phone.objects.filter(user=user).first()
        return phone and (phone.number, phone.verified)

    def set_phone(self, user, phone, verified):
        Phone.objects.update_or_create(user=user, defaults={"number": phone, "verified": verified})

    def set_phone_verified(self, user, phone):
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone):
        found = Phone.objects.filter(number=phone).select_related("user").first()
        return found and found.user
