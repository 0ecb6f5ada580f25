"""The commands that concern a node: its environment, keys, card, pairing, the first administrator."""

import io
import json
import stat
from base64 import b64decode

import pytest
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import is_mfa_enabled

from mithaq.cli import main
from mithaq.commands import environment, officer, pair
from mithaq.node import clock
from mithaq.node.officers.models import Officer
from mithaq.node.partners import own
from mithaq.node.partners.models import Introduction, State
from mithaq.node.partners.pair import meet
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.exchange.card import phrase_in_digits, read_card, write_card
from mithaq.pact.exchange.keys import CARD, is_signed
from tests.node.people import PASSWORD
from tests.node.people import officer as enrolled
from tests.node.simulated import NAMES, pair_of
from tests.pact.exchange.parties import card_of


@pytest.fixture
def home(tmp_path, settings):
    """A node's home with nothing in it."""
    settings.HOME = tmp_path
    settings.KEY_FILE = tmp_path / "keys" / "node.keys"
    return tmp_path


def typed(monkeypatch, *lines):
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def make_keys(capsys):
    names = [option for code, name in NAMES.items() for option in (f"--name-{code}", name)]
    assert main(["keys", "make", *names, "--zone", "Africa/Casablanca", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_new_home_keeps_its_secrets_for_its_user_alone(tmp_path, monkeypatch):
    environment.write_file(tmp_path / "node", "MA", MITHAQ_HOSTS="rabat.example")
    file = tmp_path / "node" / environment.FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    said = environment.read_file(file)
    assert said["MITHAQ_AUTHORITY"] == "MA"
    assert len(said["MITHAQ_SECRET_KEY"]) > 40
    with pytest.raises(environment.NodeExists):
        environment.write_file(tmp_path / "node", "FR")


def test_what_is_set_wins_over_the_file(tmp_path, monkeypatch):
    (tmp_path / environment.FILE).write_text("# a node\nMITHAQ_AUTHORITY=ES\nMITHAQ_HOSTS=madrid.example\n")
    monkeypatch.setenv("MITHAQ_HOME", "before")
    monkeypatch.setenv("MITHAQ_AUTHORITY", "MA")
    monkeypatch.setenv("MITHAQ_HOSTS", "")
    monkeypatch.delenv("MITHAQ_HOSTS")
    environment.adopt(tmp_path)
    assert environment.os.environ["MITHAQ_AUTHORITY"] == "MA"
    assert environment.os.environ["MITHAQ_HOSTS"] == "madrid.example"


@pytest.mark.parametrize("line", ["PATH=/tmp", "MITHAQ_HOSTS", "export MITHAQ_HOSTS=x"])
def test_a_line_that_defines_no_variable_of_ours_is_refused_with_its_number(
    tmp_path, line, monkeypatch, capsys
):
    monkeypatch.setenv("MITHAQ_HOME", "before")
    (tmp_path / environment.FILE).write_text(f"MITHAQ_AUTHORITY=ES\n{line}\n")
    assert main(["rebuild", "--home", str(tmp_path)]) == 1
    assert "line=2" in capsys.readouterr().err


def test_keys_are_made_once_shown_and_rotated(home, capsys, db):
    made = make_keys(capsys)
    assert read_card(made["card"]).keys.fingerprint == made["key"]
    assert (
        main(["keys", "make", *["--name-ar", "x", "--name-fr", "x", "--name-en", "x", "--zone", "UTC"]]) == 1
    )
    assert main(["card", "--next"]) == 1
    capsys.readouterr()
    assert main(["keys", "rotate", "--hand-over", "7", "--json"]) == 0
    capsys.readouterr()
    assert main(["keys", "show", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [key["signs"] for key in shown] == [True, False]
    assert "seed" not in json.dumps(shown)
    assert main(["card", "--next", "--voucher", str(home / "voucher")]) == 0
    capsys.readouterr()
    lines = (home / "voucher").read_text("ascii").splitlines()  # as the screen of a partner takes it
    assert max(map(len, lines)) == 64
    signature, signer = b64decode("".join(lines), validate=True), own.own_card().keys
    assert is_signed(signer, own.next_card().statement, signature, CARD)


@pytest.mark.django_db
def test_two_officers_trust_a_card_from_the_command_line(home, monkeypatch, capsys, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    ours = read_card(make_keys(capsys)["card"])
    for name in ("salma", "karim"):
        someone = enrolled("approver", username=name)
        someone.set_password(PASSWORD)
        someone.save()
    theirs = card_of("FR", pair_of("FR"))
    (home / "fr.card").write_text(write_card(theirs))

    typed(monkeypatch, PASSWORD)
    assert main(["pair", "import", str(home / "fr.card"), "--officer", "salma"]) == 0
    heard = [phrase_in_digits(ours, theirs)[place - 1] for place in Introduction.objects.get().hidden]
    typed(monkeypatch, PASSWORD, *heard)
    assert main(["pair", "compare", "FR", "--officer", "salma"]) == 0
    typed(monkeypatch, PASSWORD)
    assert main(["pair", "confirm", "FR", "--officer", "salma"]) == 1  # never the same officer
    assert Introduction.objects.get().state == State.COMPARED
    typed(monkeypatch, PASSWORD)
    assert main(["pair", "confirm", "FR", "--officer", "karim"]) == 0
    assert Introduction.objects.get().state == State.CONFIRMED


@pytest.mark.django_db
@pytest.mark.parametrize("attempt", ["wrong password", "nobody", "second factor missing"])
def test_whoever_has_the_shell_is_not_thereby_an_officer(attempt, monkeypatch, settings):
    settings.SECOND_FACTOR_REQUIRED = attempt == "second factor missing"
    someone = enrolled("approver", username="karim")
    someone.set_password(PASSWORD)
    someone.save()
    typed(monkeypatch, "guess" if attempt == "wrong password" else PASSWORD)
    with pytest.raises(officer.UnknownOfficer):
        officer.at_the_keyboard("ghost" if attempt == "nobody" else "karim")


@pytest.mark.django_db
def test_nothing_is_confirmed_that_nobody_brought(home, monkeypatch, capsys, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    someone = enrolled("approver", username="karim")
    someone.set_password(PASSWORD)
    someone.save()
    typed(monkeypatch, PASSWORD)
    assert main(["pair", "confirm", "FR", "--officer", "karim"]) == 1
    assert pair.NothingToPair.code in capsys.readouterr().err


@pytest.mark.django_db
def test_the_first_administrator_is_enrolled_once(capsys):
    names = ["--family-name", "Benjelloun", "--given-name", "Ghita"]
    assert main(["enrol", "ghita", *names]) == 0
    assert Officer.objects.get().password_is_temporary
    assert main(["enrol", "another", *names]) == 1
    assert Officer.objects.count() == 1


@pytest.mark.django_db
def test_the_one_administrator_who_lost_the_second_factor_is_let_in_again(capsys):
    ghita = enrolled("administrator", username="ghita")
    ghita.set_password(PASSWORD)
    ghita.save()
    totp.TOTP.activate(ghita, totp.generate_totp_secret())
    assert main(["readmit", "nobody"]) == 1
    assert main(["readmit", "ghita"]) == 0
    password = capsys.readouterr().out.split()[-1]
    ghita.refresh_from_db()
    assert ghita.check_password(password)
    assert ghita.password_is_temporary
    assert not is_mfa_enabled(ghita)
    assert HouseEvent.objects.filter(action="officer.readmitted").count() == 1
    enrolled("administrator", username="nadia")
    assert main(["readmit", "ghita"]) == 1
    assert "officers.not-the-last-administrator" in capsys.readouterr().err


@pytest.mark.django_db
def test_readings_and_the_index_of_names_are_rebuilt_from_the_command_line(home, capsys):
    assert main(["rebuild", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"matters": 0, "names": 0}
    assert main(["rebuild", "--names"]) == 0
    assert capsys.readouterr().out == "0 names read anew.\n"


@pytest.mark.parametrize("listen", ["8000", "host:", "host:port", "host:0", ":8000", "host:70000"])
def test_an_address_to_listen_on_has_a_host_and_a_port(listen, capsys):
    assert main(["serve", "--listen", listen]) == 1
    assert "commands.bad-address" in capsys.readouterr().err


@pytest.mark.django_db
def test_the_certificate_is_made_once_and_another_one_on_demand(home, capsys):
    make_keys(capsys)
    shown = []
    for options in ([], [], ["--new"]):
        assert main(["keys", "certificate", "--json", *options]) == 0
        shown.append(json.loads(capsys.readouterr().out))
    first, again, new = (each["fingerprint"] for each in shown)
    assert first == again != new
    assert (home / "keys" / f"{new}.crt").read_text() == shown[2]["certificate"]
    assert main(["keys", "certificate"]) == 0
    assert capsys.readouterr().out.startswith("-----BEGIN CERTIFICATE-----")


@pytest.mark.django_db
def test_whoever_enrols_before_there_are_keys_is_told_what_comes_next(home, capsys):
    names = ["--family-name", "Benjelloun", "--given-name", "Ghita"]
    assert main(["enrol", "ghita", *names]) == 0
    assert "mithaq keys make" in capsys.readouterr().out


@pytest.mark.django_db
def test_where_there_are_keys_enrolling_says_nothing_of_them(home, capsys):
    make_keys(capsys)
    assert main(["enrol", "ghita", "--family-name", "Benjelloun", "--given-name", "Ghita"]) == 0
    assert "keys" not in capsys.readouterr().out


@pytest.mark.django_db
def test_what_no_password_mends_is_said_of_a_card_before_one_is_asked_for(home, monkeypatch, capsys):
    monkeypatch.setattr(officer, "_ask", pytest.fail)
    theirs, file = card_of("FR", pair_of("FR")), home / "fr.card"

    def refused() -> str:
        assert main(["pair", "import", str(file), "--officer", "salma"]) == 1
        return capsys.readouterr().err

    assert "No such file" in refused()
    file.write_text("a letter")
    assert "exchange.bad-card" in refused()
    file.write_text(write_card(card_of("MA", pair_of("MA"))))
    assert "partners.own-card" in refused()
    file.write_text(write_card(theirs))
    assert "partners.no-key-file" in refused()
    make_keys(capsys)
    meet(None, write_card(theirs), now=clock.now())
    assert "partners.known-already" in refused()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", " ", "x" * 201, "a\nb"])
def test_a_name_no_authority_can_have_is_not_said_to_be_a_card(name, home, capsys):
    names = [part for code in ("ar", "fr") for part in (f"--name-{code}", "x")]
    assert main(["keys", "make", *names, "--name-en", name, "--zone", "Africa/Casablanca"]) == 1
    assert "commands.bad-authority-name" in capsys.readouterr().err
