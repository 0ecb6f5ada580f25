"""Every page about officers × every function; in three languages; with bad input; sent twice."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import is_mfa_enabled
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from mithaq.front.config import settings as product
from mithaq.node import clock
from mithaq.node.officers import zones
from mithaq.node.officers.models import Absence, Assignment, BreakGlass, Officer, Unit
from mithaq.node.safeguards.house import note
from mithaq.node.safeguards.models import HouseEvent, Submission
from mithaq.pact.codes import code_list
from tests.node.officers.screens import once, signed_in, text_of
from tests.node.people import NOW, matter, officer, unit

pytestmark = pytest.mark.django_db

FUNCTIONS = (*code_list("functions").values, None)
PAGES = {
    "officers:list": {"administrator"},
    "officers:new": {"administrator"},
    "officers:units": {"administrator"},
    "officers:emergencies": {"dpo"},
    "officers:profile": set(FUNCTIONS),
}
NAMES = {
    "family_name": "Amrani",
    "given_name": "Salma",
    "family_name_ar": "العمراني",
    "given_name_ar": "سلمى",
    "language": "ar",
    "zone": "Africa/Casablanca",
}


@pytest.fixture
def administrator():
    return officer("administrator")


def reading(number=1, kind="inquiry", **said):
    """The reading of an invented matter."""
    from mithaq.node.ledger.models import Matter

    return Matter.objects.create(
        id=matter(number),
        kind=kind,
        edition=1,
        reference=f"MA-INQ-2026-{number:05d}",
        opener="MA",
        opened_at=NOW,
        moved_at=NOW,
        **said,
    )


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_page_is_for_the_functions_of_the_table(page, function):
    response = signed_in(officer(*filter(None, [function]))).get(reverse(page))
    assert response.status_code == (200 if function in PAGES[page] else 403)


@pytest.mark.parametrize("page", PAGES)
def test_whoever_is_not_signed_in_is_asked_to(client, page):
    response = client.get(reverse(page))
    assert response.status_code == 302
    assert response.url.startswith("/account/login/")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_speaks_every_language(page, language):
    persona = officer(*[f for f in PAGES[page] if f in {"administrator", "dpo"}][:1], language=language)
    page = signed_in(persona).get(reverse(page))
    assert f'lang="{language}"' in page.content.decode()
    assert "<h1>" in page.content.decode()


class TestEnrolling:
    def send(self, administrator, **changes):
        form = once(**{"username": "salma", **NAMES, "functions": ["duty-officer"], **changes})
        return signed_in(administrator).post(reverse("officers:new"), form)

    def test_a_new_officer_gets_a_temporary_password_that_is_shown_once(self, administrator, settings):
        settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS
        page = self.send(administrator)
        salma = Officer.objects.get(username="salma")
        password = next(word for word in text_of(page).split() if word.count("-") == 3 and len(word) == 19)
        assert salma.check_password(password)
        assert salma.password.startswith("argon2")
        assert salma.password_is_temporary
        assert salma.held == {"duty-officer"}
        assert HouseEvent.objects.filter(action="officer.enrolled", facts__who=salma.reference).exists()

    def test_the_same_form_twice_enrols_once(self, administrator):
        client = signed_in(administrator)
        form = once(**NAMES, username="salma", functions=[])
        client.post(reverse("officers:new"), form)
        again = client.post(reverse("officers:new"), {**form, "username": "salma2"})
        assert again.status_code == 302
        assert not Officer.objects.filter(username="salma2").exists()
        assert Submission.objects.count() == 1

    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({"username": ""}, id="no name to sign in with"),
            pytest.param({"username": "سلمى"}, id="a name no keyboard in Paris has"),
            pytest.param({"username": "x" * 61}, id="a long name"),
            pytest.param({"family_name": "   "}, id="blank family name"),
            pytest.param({"family_name": "\u202e\u2066"}, id="hidden characters alone"),
            pytest.param({"given_name": "x" * 1_000_000}, id="a megabyte"),
            pytest.param({"family_name": "العمراني"}, id="Arabic letters where Latin ones are asked for"),
            pytest.param({"given_name_ar": "Salma"}, id="Latin letters where Arabic ones are asked for"),
            pytest.param({"given_name": "Sal\u0645a"}, id="one word in two scripts"),
            pytest.param({"zone": "Mars/Olympus"}, id="a zone that is none"),
            pytest.param({"language": "de"}, id="a language we do not have"),
            pytest.param({"unit": "999999"}, id="a unit that is none"),
            pytest.param({"functions": ["king"]}, id="a function that is none"),
            pytest.param(
                {"functions": ["administrator", "approver"]}, id="functions that exclude each other"
            ),
            pytest.param({"functions": ["dpo", "duty-officer"]}, id="control of oneself"),
            pytest.param({"submission": "no-key"}, id="a key that is none"),
        ],
    )
    def test_bad_input_enrols_nobody_and_keeps_what_was_typed(self, administrator, changes):
        page = self.send(administrator, **changes)
        assert page.status_code == 200
        assert 'role="alert"' in page.content.decode()
        assert not Officer.objects.exclude(pk=administrator.pk).exists()

    @pytest.mark.parametrize(
        ("language", "of_letters", "of_the_name"),
        [
            ("ar", "يُكتب الاسم هنا بالحروف اللاتينية", "حروف لاتينية بلا علامات"),
            ("fr", "Ce nom s’écrit ici en caractères latins", "Lettres latines sans accents"),
            ("en", "The name is written in Latin letters here", "Only Latin letters without accents"),
        ],
    )
    def test_what_is_wrong_is_said_in_the_language_of_the_page(self, language, of_letters, of_the_name):
        page = text_of(
            self.send(officer("administrator", language=language), family_name="العمراني", username="é t é")
        )
        assert of_letters in page
        assert of_the_name in page
        with translation.override(language):
            said = gettext("Nothing was recorded. Please look at these points:")
            assert said.replace("\N{NO-BREAK SPACE}", " ") in page

    def test_a_new_officer_starts_with_the_zone_of_the_node_and_the_language_of_the_page(self, monkeypatch):
        monkeypatch.setattr(zones, "_own", [lambda: "Europe/Paris"])
        page = signed_in(officer("administrator", language="ar")).get(reverse("officers:new"))
        form = page.content.decode()
        assert '<option value="Europe/Paris" selected>فرنسا (باريس)</option>' in form
        assert '<option value="ar" selected' in form
        assert form.index("المغرب (الدار البيضاء)") < form.index('value="Africa/Cairo"')

    def test_hidden_characters_are_taken_out_and_logged_without_the_text(self, administrator, caplog):
        self.send(administrator, family_name="Am\u202erani")
        assert Officer.objects.get(username="salma").family_name == "Amrani"
        assert "U+202E" in caplog.text
        assert "Amrani" not in caplog.text

    def test_ten_megabytes_get_an_answer(self, administrator):
        page = self.send(administrator, family_name="x" * 10_000_000)
        assert page.status_code == 413
        assert not Officer.objects.filter(username="salma").exists()

    def test_nobody_enrols_long_after_signing_in(self, administrator):
        client = signed_in(administrator, just_now=False)
        page = client.post(reverse("officers:new"), once(username="salma", **NAMES))
        assert page.status_code == 302
        assert page.url.startswith("/account/confirm/")
        assert not Officer.objects.filter(username="salma").exists()


class TestChanging:
    def send(self, by, changed, **changes):
        form = once(**{**NAMES, "functions": ["duty-officer"], "is_active": "on", **changes})
        return signed_in(by).post(reverse("officers:officer", args=[changed.reference]), form)

    def test_functions_are_given_and_taken_and_noted(self, administrator):
        changed = officer("translator")
        assert self.send(administrator, changed).status_code == 302
        assert Officer.objects.get(pk=changed.pk).held == {"duty-officer"}
        facts = HouseEvent.objects.get(action="officer.functions").facts
        assert facts == {"who": changed.reference, "gained": "duty-officer", "lost": "translator"}

    def test_whoever_is_let_go_is_out_at_once(self, administrator):
        changed = officer("duty-officer")
        client = signed_in(changed)
        assert client.get(reverse("officers:profile")).status_code == 200
        self.send(administrator, changed, is_active="")
        assert client.get(reverse("officers:profile")).status_code == 302

    def test_nobody_changes_their_own_functions(self, administrator):
        page = self.send(administrator, administrator, functions=["administrator"])
        assert page.status_code == 302
        page = self.send(administrator, administrator, functions=["approver"])
        assert page.status_code == 422
        assert Officer.objects.get(pk=administrator.pk).held == {"administrator"}

    def test_the_last_administrator_stays(self, administrator):
        other = officer("administrator")
        assert self.send(other, administrator, functions=[]).status_code == 302
        third = officer("administrator")
        Officer.objects.filter(pk=third.pk).update(is_active=False)
        assert self.send(administrator, other, functions=[]).status_code == 403
        assert Officer.objects.get(pk=other.pk).held == {"administrator"}

    def test_a_password_is_renewed_for_others_only(self, administrator):
        changed = officer("duty-officer")
        client = signed_in(administrator)
        assert client.post(reverse("officers:renew-password", args=[changed.reference])).status_code == 200
        assert Officer.objects.get(pk=changed.pk).password_is_temporary
        page = client.post(reverse("officers:renew-password", args=[administrator.reference]))
        assert page.status_code == 422

    def test_a_lost_second_factor_is_removed_for_others_only(self, administrator):
        changed, client = officer("approver"), signed_in(administrator)
        page = reverse("officers:officer", args=[changed.reference])
        remove = reverse("officers:remove-second-factor", args=[changed.reference])
        assert remove not in client.get(page).content.decode()
        totp.TOTP.activate(changed, totp.generate_totp_secret())
        assert remove in client.get(page).content.decode()
        assert client.post(remove).url == page
        assert not is_mfa_enabled(changed)
        noted = HouseEvent.objects.get(action="officer.factor-taken")
        assert (noted.officer, noted.facts["who"]) == (administrator.reference, changed.reference)
        own = reverse("officers:remove-second-factor", args=[administrator.reference])
        assert client.post(own).status_code == 422
        assert signed_in(officer("approver")).post(remove).status_code == 403


class TestUnits:
    FORM = {
        "service": "ma-judicial-police",
        "code": "fugitives",
        "name_ar": "وحدة الفارين",
        "name_fr": "Fugitifs",
        "name_en": "Fugitives",
    }

    def test_a_unit_is_opened_once(self, administrator):
        client = signed_in(administrator)
        assert client.post(reverse("officers:units"), once(**self.FORM)).status_code == 302
        assert client.post(reverse("officers:units"), once(**self.FORM)).status_code == 200
        opened = Unit.objects.get()
        assert opened.service.name_fr == "Direction de la police judiciaire"

    @pytest.mark.parametrize(
        "changes", [{"code": "a b"}, {"code": "وحدة"}, {"name_ar": ""}, {"service": "fr-dgpn"}]
    )
    def test_bad_input_opens_none(self, administrator, changes):
        page = signed_in(administrator).post(reverse("officers:units"), once(**{**self.FORM, **changes}))
        assert 'role="alert"' in page.content.decode()
        assert not Unit.objects.exists()


class TestOnesOwn:
    def test_names_language_and_zone_are_ones_own_and_nothing_else(self):
        own = officer("duty-officer")
        form = once(**NAMES, functions=["administrator"], unit=unit().pk, username="king")
        assert signed_in(own).post(reverse("officers:profile"), form).status_code == 302
        own = Officer.objects.get(pk=own.pk)
        assert (own.family_name_ar, own.language, own.zone) == ("العمراني", "ar", "Africa/Casablanca")
        assert (own.held, own.unit) == ({"duty-officer"}, None)
        assert own.username != "king"

    def test_a_deputy_is_named_and_called_off(self):
        own, deputy = officer("approver"), officer()
        today = clock.now().date()
        client = signed_in(own)
        client.post(reverse("officers:away"), once(deputy=deputy.pk, from_on=today, until_on=today))
        assert Officer.objects.get(pk=deputy.pk).held == {"approver"}
        client.post(reverse("officers:back", args=[Absence.objects.get().pk]))
        assert Officer.objects.get(pk=deputy.pk).held == set()

    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({"until_on": "2026-01-01"}, id="ends before it begins"),
            pytest.param({"from_on": "2026-02-31"}, id="no such day"),
            pytest.param({"from_on": ""}, id="no day"),
            pytest.param({"deputy": "self"}, id="one's own deputy"),
            pytest.param({"deputy": "administrator"}, id="whoever looks after the machine"),
        ],
    )
    def test_bad_input_names_no_deputy(self, changes, administrator):
        own = officer("approver")
        people = {"self": own.pk, "administrator": administrator.pk}
        form = {"deputy": officer().pk, "from_on": "2026-11-24", "until_on": "2026-11-25", **changes}
        form["deputy"] = people.get(form["deputy"], form["deputy"])
        page = signed_in(own).post(reverse("officers:away"), once(**form))
        assert 'role="alert"' in page.content.decode()
        assert not Absence.objects.exists()

    def test_nobody_calls_off_the_absence_of_another(self):
        absence = Absence.objects.create(
            officer=officer(), deputy=officer(), from_on=NOW.date(), until_on=NOW.date()
        )
        page = signed_in(officer("administrator")).post(reverse("officers:back", args=[absence.pk]))
        assert page.status_code == 403
        assert Absence.objects.exists()

    def test_a_hostile_name_is_text(self):
        own = officer(family_name="<script>alert(1)</script>", given_name="\"'")
        page = signed_in(own).get(reverse("officers:profile")).content.decode()
        assert "<script>alert" not in page


class TestAMatter:
    def assign(self, persona, to, reference="MA-INQ-2026-00001"):
        return signed_in(persona).post(reverse("assignments:assign", args=[reference]), once(to=to))

    def test_the_desk_on_duty_assigns_and_takes_back(self):
        reading()
        duty, worker = officer("duty-officer"), officer("liaison-officer")
        assert self.assign(duty, f"officer:{worker.pk}").status_code == 302
        assert self.assign(duty, f"unit:{unit().pk}").status_code == 302
        assert Assignment.objects.count() == 2
        page = signed_in(worker).get(reverse("assignments:assign", args=["MA-INQ-2026-00001"]))
        assert "Amrani" in text_of(page)
        first = Assignment.objects.get(officer=worker)
        url = reverse("assignments:take-back", args=["MA-INQ-2026-00001", first.pk])
        assert signed_in(duty).post(url).status_code == 302
        assert not Assignment.objects.filter(officer=worker).exists()

    @pytest.mark.parametrize(
        ("language", "one", "another"),
        [
            ("ar", "المنسق الوطني للمخطط", "ضابط المداومة"),
            ("fr", "Coordonnateur national du plan", "Officier de permanence"),
            ("en", "National plan coordinator", "Duty officer"),
        ],
    )
    def test_whoever_may_not_assign_reads_which_functions_do(self, language, one, another):
        reading()
        worker = officer("translator", language=language)
        self.assign(officer("duty-officer"), f"officer:{worker.pk}")
        page = text_of(signed_in(worker).get(reverse("assignments:assign", args=["MA-INQ-2026-00001"])))
        assert one in page
        assert another in page

    def test_a_matter_one_does_not_see_is_not_there(self):
        reading()
        stranger = officer("approver")
        assert self.assign(stranger, f"officer:{stranger.pk}").status_code == 404
        assert signed_in(stranger).get("/matters/MA-INQ-2026-00001/assign/").status_code == 404
        assert not Assignment.objects.exists()

    def test_whoever_works_on_it_may_not_bring_in_others_without_the_function(self):
        reading()
        worker = officer("translator")
        Assignment.objects.create(matter=matter(1), officer=worker, at=NOW)
        assert self.assign(worker, f"officer:{officer().pk}").status_code == 403
        assert Assignment.objects.count() == 1

    @pytest.mark.parametrize("to", ["", "officer:999999", "unit:x", "officer:", "king"])
    def test_bad_input_assigns_nobody(self, to):
        reading()
        assert self.assign(officer("duty-officer"), to).status_code == 200
        assert not Assignment.objects.exists()

    @pytest.mark.parametrize("function", ["administrator", "auditor"])
    def test_whoever_looks_after_the_machine_is_not_offered(self, function):
        reading()
        assert self.assign(officer("duty-officer"), f"officer:{officer(function).pk}").status_code == 200
        assert not Assignment.objects.exists()


class TestAnEmergency:
    REASON = "A child is missing and the file may name the car"

    def open(self, persona, reason=REASON, reference="MA-INQ-2026-00001"):
        url = reverse("assignments:emergency", args=[reference])
        return signed_in(persona).post(url, once(reason=reason))

    def test_it_opens_the_matter_for_four_hours_and_tells_the_dpo(self):
        reading()
        persona = officer("translator")
        assert self.open(persona).status_code == 302
        opened = BreakGlass.objects.get()
        assert opened.until_at - opened.at == timedelta(hours=4)
        assert opened.review_due_at - opened.at == timedelta(hours=24)
        page = signed_in(officer("dpo")).get(reverse("officers:emergencies"))
        assert self.REASON in text_of(page)

    @pytest.mark.parametrize("reason", ["", "urgent", " " * 40, "\u202e" * 40])
    def test_it_needs_a_reason_somebody_can_judge(self, reason):
        reading()
        assert self.open(officer("translator"), reason).status_code == 200
        assert not BreakGlass.objects.exists()

    @pytest.mark.parametrize("function", ["administrator", "auditor"])
    def test_whoever_looks_after_the_machine_cannot(self, function):
        reading()
        assert self.open(officer(function)).status_code == 403
        assert not BreakGlass.objects.exists()

    def test_there_is_no_emergency_about_a_matter_that_is_none(self):
        assert self.open(officer("translator"), reference="MA-INQ-2026-09999").status_code == 404

    def judge(self, by, finding="justified"):
        persona = officer("translator")
        event = note("glass.broken", officer=persona, reason=self.REASON)
        opened = BreakGlass.objects.create(
            matter=matter(), officer=persona, event=event, at=NOW, until_at=NOW, review_due_at=NOW
        )
        response = signed_in(by).post(reverse("officers:judge", args=[opened.pk]), {"finding": finding})
        opened.refresh_from_db()
        return response, opened

    @pytest.mark.parametrize("function", FUNCTIONS)
    def test_only_the_dpo_judges(self, function):
        response, opened = self.judge(officer(*filter(None, [function])))
        assert (response.status_code == 302) is (function == "dpo")
        assert opened.finding == ("justified" if function == "dpo" else "")

    def test_an_unknown_finding_judges_nothing(self):
        _, opened = self.judge(officer("dpo"), finding="excellent")
        assert opened.reviewed_at is None

    def test_it_is_judged_once(self):
        dpo = officer("dpo")
        _, opened = self.judge(dpo)
        again = signed_in(dpo).post(reverse("officers:judge", args=[opened.pk]), {"finding": "not-justified"})
        assert again.status_code == 422
        opened.refresh_from_db()
        assert opened.finding == "justified"
