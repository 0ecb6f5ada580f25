"""Setting a node up: what is mistyped, missing or in the way is said in one sentence, before harm is done."""

import os
import socket
import stat
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version

import pytest
from django.db import OperationalError, ProgrammingError

from mithaq import cli
from mithaq.cli import main
from mithaq.commands import environment, prepare, refusals, serve
from mithaq.front.config import environment as config
from mithaq.node import clock
from mithaq.node.ledger.models import EntryRow
from mithaq.node.partners import own
from mithaq.node.partners.errors import KeyFileGone, NoKeyFile
from tests.commands.test_node_commands import home, make_keys  # noqa: F401 (a fixture)

# A row of the ledger, whatever it says.
KEPT = {
    "entry": "e", "matter": "m", "kind": "inquiry", "edition": 1, "step": "ask", "author": "MA",
    "own": True, "header": b"", "signature": b"",
}  # fmt: skip


@pytest.fixture
def as_it_was(monkeypatch):
    """What a command takes into its environment is gone after the test; no table is made."""
    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.delenv("MITHAQ_DATABASE_URL", raising=False)
    monkeypatch.setattr(prepare, "bring_tables_up_to_date", lambda: None)
    monkeypatch.setattr(prepare, "_collect_static_files", lambda: None)


def prepared(folder, *options):
    return main(["prepare", "--home", str(folder), *options])


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_name_that_nobody_can_type_again_is_not_enrolled(capsys):
    assert main(["enrol", "g benjelloun", "--family-name", "B", "--given-name", "G"]) == 1
    assert "commands.bad-username" in capsys.readouterr().err


def test_a_server_without_a_node_says_once_what_is_missing(tmp_path):
    command = [sys.executable, "-m", "mithaq", "serve", "--home", str(tmp_path), "--listen", "127.0.0.1:8998"]
    alone = {name: value for name, value in os.environ.items() if not name.startswith(("MITHAQ_", "DJANGO_"))}
    ended = subprocess.run(command, env=alone, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert "MITHAQ_AUTHORITY is not set" in ended.stderr
    assert "Traceback" not in ended.stderr


class TestTheHome:
    pytestmark = pytest.mark.usefixtures("as_it_was")

    def test_what_was_written_beforehand_is_completed(self, tmp_path):
        file = tmp_path / environment.FILE
        file.write_text("# ours\nMITHAQ_DATABASE_URL='sqlite:////srv/x.sqlite3'\nMITHAQ_HOSTS=old.example\n")
        file.chmod(0o644)
        assert prepared(tmp_path, "--authority", "MA", "--hosts", "new.example") == 0
        held = environment.read_file(file)
        assert held["MITHAQ_DATABASE_URL"] == "sqlite:////srv/x.sqlite3"
        assert (held["MITHAQ_AUTHORITY"], held["MITHAQ_HOSTS"]) == ("MA", "new.example")
        assert len(held["MITHAQ_SECRET_KEY"]) > 40
        assert "# ours" in file.read_text()
        assert mode(file) == 0o600
        assert list(tmp_path.iterdir()) == [file]

    def test_a_database_is_named_at_once(self, tmp_path):
        assert prepared(tmp_path / "n", "--authority", "MA", "--database", "sqlite:////srv/x.sqlite3") == 0
        held = environment.read_file(tmp_path / "n" / environment.FILE)
        assert held["MITHAQ_DATABASE_URL"] == "sqlite:////srv/x.sqlite3"

    @pytest.mark.parametrize("url", ["mysql://m:geheim@db/x", "postgres://m:geheim@db/x"])
    def test_a_database_it_cannot_speak_to_is_said_before_anything_is_written(
        self, tmp_path, url, monkeypatch, capsys
    ):
        def absent(name):
            raise ImportError(name)

        monkeypatch.setattr(config, "import_module", absent)
        assert prepared(tmp_path / "n", "--authority", "MA", "--database", url) == 2
        assert not (tmp_path / "n").exists()
        said = capsys.readouterr().err
        assert "geheim" not in said
        assert ("mithaq[postgres]" in said) is url.startswith("postgres")

    def test_made_beforehand_and_empty_it_is_closed(self, tmp_path):
        folder = tmp_path / "n"
        folder.mkdir()
        folder.chmod(0o755)
        assert prepared(folder, "--authority", "MA") == 0
        assert mode(folder) == 0o700

    def test_open_and_used_for_something_else_it_is_refused(self, tmp_path, capsys):
        tmp_path.chmod(0o755)
        (tmp_path / "letters").mkdir()
        assert prepared(tmp_path, "--authority", "MA") == 1
        assert environment.OpenHome.code in capsys.readouterr().err
        assert mode(tmp_path) == 0o755

    @pytest.mark.parametrize("code", ["france", "F", "FR ", "ف"])
    def test_a_code_no_authority_can_have_is_refused(self, tmp_path, code, capsys):
        assert prepared(tmp_path / "n", "--authority", code) == 1
        assert prepare.BadAuthority.code in capsys.readouterr().err
        assert not (tmp_path / "n").exists()

    def test_a_new_node_needs_one(self, capsys):
        assert main(["prepare", "--authority", "MA"]) == 1
        assert prepare.NoHome.code in capsys.readouterr().err

    def test_keys_are_to_be_made_where_there_are_none(self, tmp_path, settings, capsys):
        settings.KEY_FILE = tmp_path / "node.keys"
        assert main(["prepare"]) == 0
        assert "keys make" in capsys.readouterr().out
        settings.KEY_FILE.write_bytes(b"")
        assert main(["prepare"]) == 0
        assert capsys.readouterr().out == "Ready.\n"


def test_a_name_no_node_knows_is_refused_with_its_line(tmp_path, capsys):
    file = tmp_path / environment.FILE
    file.write_text("# a node\nMITHAQ_HOST=rabat.example\n")
    with pytest.raises(environment.UnknownVariable) as refused:
        environment.read_file(file)
    assert (refused.value.facts["line"], refused.value.facts["name"]) == ("2", "MITHAQ_HOST")
    assert "MITHAQ_HOSTS" in refused.value.facts["known"].split(",")


def test_quotes_around_a_value_are_not_part_of_it(tmp_path):
    file = tmp_path / environment.FILE
    file.write_text('MITHAQ_HOSTS="a.example"\nMITHAQ_KINDS= \'one\' \nMITHAQ_SECRET_KEY="half\n')
    assert environment.read_file(file) == {
        "MITHAQ_HOSTS": "a.example", "MITHAQ_KINDS": "one", "MITHAQ_SECRET_KEY": '"half',
    }  # fmt: skip


class TestOurKeys:
    pytestmark = pytest.mark.django_db

    @pytest.mark.usefixtures("home")
    def test_are_not_made_anew_where_the_ledger_rests_on_others(self, capsys):
        EntryRow.objects.create(**KEPT, at=clock.now(), kept_at=clock.now())
        with pytest.raises(KeyFileGone):
            own.own_keys()
        names = [part for code in ("ar", "fr", "en") for part in (f"--name-{code}", "x")]
        assert main(["keys", "make", *names, "--zone", "Africa/Casablanca"]) == 1
        said = capsys.readouterr().err
        assert KeyFileGone.code in said
        assert "backup" in said

    @pytest.mark.usefixtures("home")
    def test_are_to_be_made_on_a_node_that_kept_nothing_yet(self):
        with pytest.raises(NoKeyFile) as refused:
            own.own_keys()
        assert refused.type is NoKeyFile

    @pytest.mark.usefixtures("home")
    def test_name_a_zone_that_exists(self, capsys):
        names = [part for code in ("ar", "fr", "en") for part in (f"--name-{code}", "x")]
        assert main(["keys", "make", *names, "--zone", "Africa/Rabat"]) == 1
        assert "commands.unknown-zone" in capsys.readouterr().err

    @pytest.mark.parametrize("address", ["node.example.ma", "https://Node.example.ma", "https://a b"])
    @pytest.mark.usefixtures("home")
    def test_name_an_address_at_which_a_node_can_be_reached(self, address, capsys):
        names = [part for code in ("ar", "fr", "en") for part in (f"--name-{code}", "x")]
        where = ["--zone", "Africa/Casablanca", "--address", address]
        assert main(["keys", "make", *names, *where]) == 1
        assert "commands.bad-node-address" in capsys.readouterr().err
        with pytest.raises(NoKeyFile):
            own.own_keys()

    @pytest.mark.parametrize("days", ["-5", "366", "9" * 30])
    @pytest.mark.usefixtures("home")
    def test_are_handed_over_in_a_time_that_makes_sense(self, days, capsys):
        make_keys(capsys)
        assert main(["keys", "rotate", "--hand-over", days]) == 1
        assert "commands.bad-hand-over" in capsys.readouterr().err
        assert own.next_card() is None


class TestServe:
    def test_an_address_somebody_listens_on_is_refused(self, monkeypatch, capsys):
        monkeypatch.setattr(serve, "FREE_WITHIN", 0)
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as the server of another node does
            other.bind(("127.0.0.1", 0))
            other.listen()
            assert main(["serve", "--listen", f"127.0.0.1:{other.getsockname()[1]}"]) == 1
        said = capsys.readouterr().err
        assert serve.AddressInUse.code in said
        assert said.count("\n") == 1

    def test_an_address_this_machine_has_not_is_refused(self, capsys):
        assert main(["serve", "--listen", "192.0.2.1:8999"]) == 1
        assert serve.CannotListen.code in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OperationalError("no such table: officers_officer"), refusals.TablesMissing.code),
        (ProgrammingError('relation "officers_officer" does not exist\nLINE 1'), refusals.TablesMissing.code),
        (
            OperationalError('connection failed: FATAL:  database "x" does not exist'),
            refusals.DatabaseAway.code,
        ),
        (OperationalError("connection failed: Connection refused"), refusals.DatabaseAway.code),
    ],
)
def test_a_database_that_does_not_serve_is_said_in_one_line(error, code, monkeypatch, capsys):
    def fails(options):
        raise error

    monkeypatch.setattr(cli, "run_enrol", fails)
    assert main(["enrol", "g", "--family-name", "B", "--given-name", "G"]) == 1
    said = capsys.readouterr().err
    assert code in said
    assert said.count("\n") == 1


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"mithaq {version('mithaq')}\n"


def test_commands_are_there_before_anything_is_installed(monkeypatch):
    """The demonstration of a fresh clone starts from its files."""

    def nothing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(cli, "version", nothing)
    assert cli.parser().prog == "mithaq"
