"""Rabat and Paris freeze and initial a plan; then one letter of the Arabic text changes."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from mithaq.pact.exchange.signatory import statement, write_bytes
from tests.stories.stage import all_delivered, assert_alike, sign_in, staged, state, take

pytestmark = pytest.mark.slow

OPENING = {
    "title": "Plan d’action conjoint",
    "sort": "action-plan",
    "languages": ["ar", "fr"],
    "authentic": ["ar", "fr"],
    "texts-0-heading": "مخطط العمل المشترك",
    "texts-1-heading": "Plan d’action conjoint",
    "on-parties": ["FR"],
}
ARTICLE = {
    "number": "1", "texts-0-text": "تحدث لجنة مشتركة لتتبع التنفيذ.",
    "texts-1-text": "Il est créé un comité mixte chargé du suivi.",
}  # fmt: skip
CHANGED = "تحدث لجان مشتركة لتتبع التنفيذ."


class Side:
    """An authority: its legal adviser, who is head of service in this story too, and who approves."""

    def __init__(self, node) -> None:
        self.node, self.key = node, ec.generate_private_key(ec.SECP256R1())
        node.act("also_holds", username="first", functions=["legal-adviser", "translator", "head-of-service"])
        node.act("open_also", kind="instrument")
        self.first, self.second = sign_in(node, "first"), sign_in(node, "second")

    def take(self, matter, step, **values):
        return take(self.first, self.second, matter, step, **values)

    def certificate(self) -> str:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Head of service")])
        now = datetime.now(UTC)
        begins, ends = now - timedelta(days=1), now + timedelta(days=30)
        made = x509.CertificateBuilder(name, name, self.key.public_key(), 1000, begins, ends)
        return made.sign(self.key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()

    def named(self, matter) -> None:
        self.take(
            matter, "name-signatory", name="TESTNOM Canari", name_ar="كناري تجريبي", method="certificate",
            **{"titles-0-language": "fr", "titles-0-title": "Directeur général", "on-basis": "instrument"},
            key=self.certificate(),
        )  # fmt: skip

    def initialled(self, matter, content: str) -> None:
        signature = self.key.sign(statement("initial", content), ec.ECDSA(hashes.SHA256()))
        today = datetime.now(UTC).date().isoformat()
        self.take(
            matter,
            "initial",
            method="certificate",
            signed_on=today,
            place="Rabat",
            signature=write_bytes(signature),
        )

    def room(self, matter) -> str:
        """The signing room as it is written."""
        self.first.open(f"/instruments/{_reference(matter)}/signing/")
        assert self.first.status == 200
        return self.first.written.decode()


@pytest.mark.law("AS-M2-1")
def test_as_m2_1_one_changed_letter_voids_the_initials_of_both_sides():
    with staged("MA", "FR") as made:
        for node in made:
            node.start("deliver")
        rabat, paris = sides = [Side(node) for node in made]
        all_delivered(made)

        plan = state(rabat.first, rabat.second, "/new/instrument/", **OPENING)
        rabat.take(plan, "add-article", **ARTICLE)
        all_delivered(made)
        for step in ("confirm-concordance", "freeze"):
            for side in sides:
                side.take(plan, step)  # the form names the version, or the hash, by itself
                all_delivered(made)
        frozen = _hash(rabat.room(plan))
        assert _hash(paris.room(plan)) == frozen
        for side in sides:
            side.named(plan)
            all_delivered(made)
            side.initialled(plan, frozen)
            all_delivered(made)
        assert _stages(made, plan) == {"ready"}
        for side in sides:
            proven = side.room(plan).count("prouvée ici par la clé propre de la personne")
            assert (proven, "/steps/sign/" in side.room(plan)) == (2, True)

        rabat.take(plan, "edit-article", **{"texts-0-text": CHANGED})
        all_delivered(made)

        assert _stages(made, plan) == {"concordance"}
        for side in sides:
            room = side.room(plan)
            assert _hash(room) != frozen
            # Both initials are void, on both nodes, which say what was edited; nothing can be signed.
            said = (room.count("Le paraphe de "), "a modifié un article" in room, "/steps/sign/" in room)
            assert said == (2, True, False)
            side.first.open(f"/matters/{_reference(plan)}/steps/sign/?item={side.node.code}")
            assert side.first.status == 409
            side.first.open("/desk/")
            assert (
                _reference(plan) in side.first.page.text
            )  # the legal adviser of each side finds it on the desk
        assert _hash(rabat.room(plan)) == _hash(paris.room(plan))
        assert_alike(made)


def _reference(path: str) -> str:
    return path.split("/")[2]


def _hash(room: str) -> str:
    """The hash as the signing room shows it, group after group."""
    groups = room.split('<ol class="aloud">', 1)[1].split("</ol>", 1)[0]
    return "".join(part.split("</bdi>")[0] for part in groups.split('<bdi dir="ltr">')[1:])


def _stages(made, matter):
    return {node.act("stage", reference=_reference(matter)) for node in made}
