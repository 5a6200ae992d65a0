"""Where providers knock."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from karum.payments import services
from karum.payments.providers import BadWebhook, ProviderUnreachable
from karum.payments.providers.known import is_known

BODY_BYTES_MAX = 65_536


@csrf_exempt  # a provider has no session: its signature says who it is
@require_http_methods(["POST", "PUT"])  # MTN MoMo puts
def webhook(request: HttpRequest, provider: str) -> JsonResponse:
    """200 when the message is safely written down, whatever it did; 400 when it is not the provider's; 503 asks the
    provider to send it again."""
    if not is_known(provider):
        return JsonResponse({"error": f"this hub has no payment provider {provider!r}"}, status=404)
    if len(request.body) > BODY_BYTES_MAX:
        return JsonResponse({"error": f"a message has at most {BODY_BYTES_MAX} bytes"}, status=413)
    try:
        result = services.receive_webhook(provider, request.body, request.headers, now=timezone.now())
    except BadWebhook as error:
        return JsonResponse({"error": str(error)}, status=400)
    except ProviderUnreachable as error:
        return JsonResponse({"error": str(error)}, status=503)
    return JsonResponse({"result": result})
