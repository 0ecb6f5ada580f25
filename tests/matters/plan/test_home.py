"""The home page is the plan on a page; what waits for the officer stands above it, what is late beside it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from mithaq.matters.plan.chapters import chapters
from mithaq.matters.plan.shown import plan
from mithaq.node.ledger.models import Matter
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_home_page_is_the_plan_in_the_readers_language(planned, salma, language):
    salma.language = language
    salma.save()
    shown = signed_in(salma).get("/").content.decode()
    titles = {"ar": "الأشخاص المبحوث عنهم", "fr": "Personnes recherchées"}
    assert titles.get(language, planned.reference) in shown
    assert planned.reference in shown
    assert reverse("desk:desk") in shown


def test_the_plan_is_called_in_one_language_wherever_its_name_stands(planned, salma):
    names = {"ar": "مخطط العمل المشترك", "fr": "Plan d’action conjoint"}
    for language, other in (("ar", "fr"), ("fr", "ar")):
        salma.language = language
        salma.save()
        for address in ("/", "/matters/"):
            shown = signed_in(salma).get(address).content.decode().replace("&#x27;", "’")
            assert names[language] in shown
            assert names[other] not in shown


def test_without_a_plan_the_home_page_is_the_desk(db, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client = signed_in(officer("liaison-officer"))
    home, desk = (client.get(way).content.decode().partition("<main")[2] for way in ("/", "/desk/"))
    assert home == desk  # but for the bar, which says which of the two it is


def test_a_plan_that_is_over_is_no_home_page(planned, salma):
    Matter.objects.filter(pk=planned.matter.pk).update(final=True)
    assert "plan-sums" not in signed_in(salma).get("/").content.decode()


def test_titles_are_text_whatever_stands_in_them(planned, salma):
    for name in ("page", "tree"):
        shown = signed_in(salma).get(reverse(f"plan:{name}", args=[planned.reference])).content.decode()
        assert "Plateforme &lt;b&gt;sécurisée&lt;/b&gt; &amp; suivie" in shown
        assert "<b>sécurisée</b>" not in shown


def test_a_side_that_owes_nothing_is_there_all_the_same(planned, salma):
    shown = text_of(signed_in(salma).get(reverse("plan:late", args=[planned.reference])))
    assert shown.count("Aucune échéance n’est dépassée de ce côté.") == 2


def test_matters_that_serve_an_action_are_counted_as_far_as_the_officer_sees_them(planned, salma):
    Matter.objects.create(
        id="f" * 64, kind="inquiry", edition=1, reference="MA-INQ-2026-00009", opener="MA",
        opened_at=planned.now, moved_at=planned.now, plan_action=planned.one.id,
    )  # fmt: skip
    client = signed_in(salma)
    assert "1 affaire en cours" not in text_of(client.get("/"))
    watcher = signed_in(officer("duty-officer", "plan-coordinator", language="fr"))
    assert "1 affaire en cours" in text_of(watcher.get("/"))


def test_no_plan_has_no_page(planned, salma):
    client = signed_in(salma)
    agreement = Matter.objects.get(kind="agreement").reference
    for name in ("page", "tree", "late"):
        assert client.get(reverse(f"plan:{name}", args=["MA-PLN-1999-00001"])).status_code == 404
        assert client.get(reverse(f"plan:{name}", args=[agreement])).status_code == 404


def test_the_list_is_narrowed_to_what_serves_an_action(planned, salma):
    for number, action in enumerate((planned.one.id, planned.one.id, planned.two.id)):
        Matter.objects.create(
            id=f"{number:064x}", kind="inquiry", edition=1, reference=f"MA-INQ-2026-0000{number}",
            opener="MA", opened_at=planned.now, moved_at=planned.now, plan_action=action,
        )  # fmt: skip
    client = signed_in(officer("duty-officer", "plan-coordinator", language="fr"))
    action = reverse("plan:action", args=[planned.reference, planned.one.id])
    address = f"{reverse('web:matters')}?action={planned.one.id}"
    assert address in client.get(action).content.decode()
    shown = client.get(address)
    assert shown.context["page"].counted == 2
    assert "Former les enquêteurs" in text_of(shown)
    assert f'href="{action}"' in shown.content.decode()
    filtered = client.get(f"{address}&text=00001")
    assert [row.matter.reference for row in filtered.context["page"].rows] == ["MA-INQ-2026-00001"]
    assert f'name="action" value="{planned.one.id}"' in filtered.content.decode()


def test_what_names_no_action_narrows_nothing(planned, salma):
    client = signed_in(salma)
    whole = client.get(reverse("web:matters")).context["page"].counted
    for odd in ("x", "a" * 64 + "%0a", "<script>", "%00", "١"):
        shown = client.get(f"{reverse('web:matters')}?action={odd}")
        assert shown.context["page"].counted == whole, odd
    nobodys = client.get(f"{reverse('web:matters')}?action={'a' * 64}")
    assert nobodys.context["page"].counted == 0


def test_what_is_expected_comes_first_and_what_founds_a_plan_stands_behind(planned, salma):
    head = signed_in(salma).get("/").content.decode().partition('class="head-does"')[2].partition("</nav>")[0]
    buttons = re.findall(r'<a class="(button[^"]*)" href="([^"]+)"', head)
    prominent = [url for classes, url in buttons if classes == "button"]
    assert len(prominent) == 1
    assert "propose-axis" not in "".join(url for _, url in buttons)
    assert "propose-axis" in head.partition("<details")[2]  # it can still be done
    assert f"hand-over/?item={planned.handbook.id}" in prominent[0]  # what is owed, and due first


def test_what_another_side_did_stands_among_what_is_to_be_settled_until_we_accept_or_verify_it(
    planned, salma
):
    work = planned.deliverable(planned.two, lead="FR")
    planned.they("start-action", item=planned.two)
    planned.they("hand-over", {"evidence": "Le guide est joint au dossier."}, item=work)
    client = signed_in(salma)
    address = f"{reverse('web:step', args=[planned.reference, 'accept-deliverable'])}?item={work.id}"
    shown = client.get("/").content.decode()
    assert address in shown
    assert "Vérifier ce qui a été fait (1)" in text_of(client.get("/"))
    assert client.get(address).status_code == 200
    planned.we("accept-deliverable", item=work)
    assert address not in client.get("/").content.decode()


def test_an_action_has_the_short_name_of_the_papers_wherever_it_stands(planned, salma):
    client = signed_in(salma)
    code = plan(planned.reference, salma, now=planned.now).codes[planned.one.id]
    assert code == "FUG-1"
    addresses = [reverse(f"plan:{name}", args=[planned.reference]) for name in ("page", "tree", "board")]
    addresses.append(reverse("plan:action", args=[planned.reference, planned.one.id]))
    for address in addresses:
        assert code in client.get(address).content.decode()


def test_whoever_prepares_a_meeting_is_told_which_actions_are_late(planned, salma):
    for now in (NOW, NOW + timedelta(days=800)):
        with translation.override("fr"):
            [chapter] = chapters(salma, "FR", now)
            shown = plan(planned.reference, salma, now=now)
        late = [line for line in chapter.lines if line.late]
        assert len(late) == sum(action.is_late for action in shown.agreed)
        assert all("En retard" in line.cells[-1] for line in late)
    assert len(chapter.lines) == len(shown.agreed) > 1
    assert sum("Sans rapport" in line.cells[-1] for line in chapter.lines) == len(shown.agreed) - len(late)
    assert not list(chapters(salma, "ES", now))
