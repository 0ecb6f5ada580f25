"""The health page: JSON for machines, 200 while pages can be answered, 503 otherwise."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from mithaq.front.health.look import OK, can_answer, look
from mithaq.node import clock


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """How the parts of this node are."""
    parts = look(clock.now())
    well = all(word == OK for word in parts.values())
    answer = {"authority": settings.AUTHORITY, "status": "ok" if well else "attention", "parts": parts}
    return JsonResponse(answer, status=200 if can_answer(parts) else 503)
