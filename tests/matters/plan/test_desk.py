"""The desk and the plan: what is late leads to the form that does it, begun about its action."""

from datetime import timedelta

from django.urls import reverse

from mithaq.front.desk.desk import desk
from tests.node.officers.screens import signed_in
from tests.node.simulated import NOW


def test_a_late_report_is_begun_about_its_action(planned, salma, monkeypatch):
    late = NOW + timedelta(days=120)
    monkeypatch.setattr("mithaq.node.clock.now", lambda: late)
    rows = [row for row in desk(salma, now=late).late if row.ours and row.move and row.move.url]
    form = reverse("web:step", args=[planned.reference, "submit-report"])
    reports = {row.move.url for row in rows if row.move.url.startswith(form)}
    assert reports
    actions = {planned.one.id, planned.two.id, planned.three.id}
    assert {url.partition("?about=")[2] for url in reports} <= actions
    page = signed_in(salma).get(min(reports)).content.decode()
    about = min(reports).partition("?about=")[2]
    assert f'<option value="{about}" selected>' in page
