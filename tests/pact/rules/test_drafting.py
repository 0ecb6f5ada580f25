"""What an officer is told before a text, a signature or a copy leaves: the bad input of instruments."""

from datetime import timedelta

import pytest

from mithaq.pact.exchange.signatory import statement, write_bytes
from mithaq.pact.rules.drafting import numbered
from mithaq.pact.rules.instruments import KIND
from mithaq.pact.rules.signing import BY_HAND, PROVEN, WITHHELD, verdict
from tests.pact.exchange.test_signatory import DOMAIN, P256, RSA, certificate, passkey, pem, sign
from tests.pact.rules.negotiating import COMMITTEE, MEETS, Negotiated, frozen, in_text, matched, ready, signed
from tests.pact.rules.telling import NINE, codes, problems

ALL = ("ES", "FR")
SCAN = [
    {
        "id": "0" * 32,
        "name": "scan.pdf",
        "mime": "application/pdf",
        "size_bytes": 9,
        "chunks": ["a" * 64],
        "key": "A" * 43 + "=",
    }
]


def rows(ar=COMMITTEE[0], fr=COMMITTEE[1], **of_ar):
    return [{"language": "ar", "text": ar} | of_ar, {"language": "fr", "text": fr}]


def told_of(step: str, values, about: Negotiated, **more) -> list[str]:
    more = {"to": ALL, "bodies": lambda: about.bodies} | more
    return codes(problems(KIND, step, values, about=about, **more))


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        pytest.param(rows(), [], id="as it should be"),
        pytest.param(rows()[:1], ["instruments.language-not-written?"], id="one language"),
        pytest.param(
            [*rows(), {"language": "fr", "text": "x"}], ["instruments.language-twice"], id="a language twice"
        ),
        pytest.param(
            rows(ar="Se crea un comité.", language="es"),
            ["instruments.not-a-language-of-the-text", "instruments.language-not-written?"],
            id="another language",
        ),
        pytest.param(
            rows(heading="المادة ٣"),
            ["instruments.number-contradicted"],
            id="another number in Arabic digits",
        ),
        pytest.param(rows(heading="المادة ٢"), [], id="the same number in other digits"),
        pytest.param(
            rows(fr="Article 4. Le comité."),
            ["instruments.number-contradicted"],
            id="another number in the text",
        ),
        pytest.param(rows(ar="x" * 20_001), ["rules.too-long"], id="too long"),
        pytest.param(rows(ar=" "), ["rules.required"], id="only spaces"),
        pytest.param(rows(ar="لجنة\u202e"), ["rules.hidden-characters"], id="turned around"),
    ],
)
def test_an_article_is_looked_at_before_it_leaves(texts, found):
    told, _ = matched()
    assert told_of("add-article", {"number": 2, "texts": texts}, told) == found


def test_a_number_that_is_taken_is_doubted():
    told, _ = matched()
    assert told_of("add-article", {"number": 1, "texts": rows()}, told) == ["instruments.number-taken?"]


def test_a_text_that_does_not_go_to_all_is_stopped():
    told, _ = matched()
    assert told_of("add-article", {"number": 2, "texts": rows()}, told, to=("FR",)) == [
        "instruments.not-for-all"
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Article 12", 12),
        ("ARTICLE 3 — Comité", 3),
        ("Art. 4", 4),
        ("المادة 5", 5),
        ("المادة ٥: اللجنة", 5),
        ("الفصل ۷", 7),
        ("Comité de l’article 3", None),
        ("", None),
        ("المادة الأولى", None),
    ],
)
def test_a_text_says_its_number_in_any_digits(text, number):
    assert numbered(text) == number


def test_what_is_edited_or_confirmed_is_what_stands():
    told, article = matched()
    later = told.edit("FR", article, article, MEETS)
    edited = {"revision": article.id, "number": 1, "texts": rows()}
    assert told_of("edit-article", edited, told, item=article.id) == ["instruments.not-the-version-in-force?"]
    old = told_of("confirm-concordance", {"revision": article.id}, told, item=article.id)
    assert old == ["instruments.confirms-what-is-gone"]
    told.edit("MA", article, article, MEETS, missed=[later])
    two = told_of("confirm-concordance", {"revision": later.id}, told, item=article.id)
    assert two == ["instruments.two-versions"]


def test_an_article_in_one_language_is_neither_confirmed_nor_frozen():
    told = Negotiated()
    article = told.add("MA", written_in=("ar",))
    assert told_of("confirm-concordance", {"revision": article.id}, told, item=article.id) == [
        "instruments.language-missing-here"
    ]
    told.confirm(article, article)
    assert told_of("freeze", {"hash": told.hash}, told, item="MA") == ["instruments.language-missing"]


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        pytest.param(lambda *_: None, [], id="whole"),
        pytest.param(
            lambda told, _: told.add("FR", MEETS, 3),
            ["instruments.numbering", "instruments.not-confirmed-by-all"],
            id="a gap",
        ),
        pytest.param(
            lambda told, article: told.say(
                "ES", "dispute-article", item=article, says={"revision": article.id}
            ),
            ["instruments.disputed"],
            id="disputed",
        ),
        pytest.param(
            lambda told, article: told.say(
                "ES", "remove-article", item=article, says={"revision": article.id}
            ),
            ["instruments.no-article", "instruments.not-confirmed-by-all"],
            id="being removed",
        ),
    ],
)
def test_what_keeps_a_text_from_being_frozen_is_said(spoil, found):
    told, article = matched()
    spoil(told, article)
    assert told_of("freeze", {"hash": told.hash}, told, item="MA") == found


def test_an_outdated_or_unknown_hash_is_refused():
    told, article = matched()
    before = told.hash
    later = told.edit("FR", article, article, MEETS)
    told.confirm(article, later)
    assert told_of("freeze", {"hash": before}, told, item="MA") == ["instruments.not-this-text"]
    assert told_of("freeze", {"hash": before}, told, item="MA", bodies=dict) == ["instruments.text-not-here"]
    signing = {
        "hash": before,
        "method": "wet-scan",
        "signed_on": "2026-01-05",
        "place": "Rabat",
        "witnesses": [{"name": "A"}, {"name": "B"}],
        "attachments": SCAN,
    }
    assert told_of("initial", signing, told, item="MA") == [
        "instruments.not-the-frozen-text",
        "instruments.not-this-text",
    ]


def signing(told: Negotiated, **values):
    return {"hash": told.hash, "method": "wet-scan", "signed_on": "2026-01-05", "place": "Rabat"} | values


@pytest.mark.parametrize(
    ("values", "found"),
    [
        pytest.param({"witnesses": [{"name": "A"}, {"name": "B"}], "attachments": SCAN}, [], id="by hand"),
        pytest.param({"attachments": SCAN}, ["instruments.two-witnesses"], id="nobody saw it"),
        pytest.param(
            {"witnesses": [{"name": "A"}], "attachments": SCAN},
            ["instruments.two-witnesses"],
            id="one saw it",
        ),
        pytest.param(
            {"witnesses": [{"name": "A"}, {"name": "B"}]}, ["instruments.scan-missing"], id="no scan"
        ),
        pytest.param(
            {"witnesses": [{"name": "A"}, {"name": "B"}], "attachments": SCAN, "signed_on": "2026-01-06"},
            ["instruments.signed-in-the-future"],
            id="tomorrow",
        ),
        pytest.param({"method": "passkey"}, ["instruments.no-signatory"], id="by a key nobody named"),
    ],
)
def test_a_signature_by_hand_has_its_scan_and_two_witnesses(values, found):
    told, _ = frozen()
    assert told_of("initial", signing(told, **values), told, item="MA") == found


def with_key(method: str, key: str) -> Negotiated:
    told, _ = frozen()
    named = told.say("MA", "name-signatory", item="MA", says={"method": method})
    told.bodies[named.id] = {"key": key, "domain": DOMAIN}
    return told


def in_form(proof) -> dict[str, str]:
    names = ("authenticator_data", "client_data", "signature")
    return {name: write_bytes(getattr(proof, name)) for name in names}


@pytest.mark.parametrize("method", ["passkey", "certificate"])
def test_a_proof_holds_at_home_and_wherever_it_is_read(method):
    told = with_key(
        method, pem(P256) if method == "passkey" else certificate(RSA, begins=NINE - timedelta(days=1))
    )
    right, other = (
        in_form(passkey(P256, act=act, content=told.hash))
        if method == "passkey"
        else {"signature": write_bytes(sign(RSA, statement(act, told.hash)))}
        for act in ("initial", "sign")
    )
    assert told_of("initial", signing(told, method=method, **right), told, item="MA") == []
    assert told_of("initial", signing(told, method=method, **other), told, item="MA") == [
        "instruments.proof-does-not-hold"
    ]
    for body, found in ((right, PROVEN), (other, "challenge" if method == "passkey" else "signature")):
        given = told.say("MA", "initial", item="MA", says={"hash": told.hash, "method": method})
        told.bodies[given.id] = body
        assert verdict(told.state, told.bodies, given) == found
        assert verdict(told.state, {}, given) == WITHHELD


def test_a_hand_proves_nothing_to_a_machine_and_the_page_says_so():
    told, _ = ready()
    assert verdict(told.state, told.bodies, told.item("fixing", "MA").latest("initial")) == BY_HAND


def test_a_key_that_was_named_later_proves_nothing_said_before():
    told = with_key("passkey", pem(RSA))
    given = told.say("MA", "initial", item="MA", says={"hash": told.hash, "method": "passkey"})
    told.bodies[given.id] = in_form(passkey(P256, act="initial", content=told.hash))
    named = told.say("MA", "name-signatory", item="MA", says={"method": "passkey"})
    told.bodies[named.id] = {"key": pem(P256), "domain": DOMAIN}
    assert verdict(told.state, told.bodies, given) == "signature"


@pytest.mark.parametrize(
    ("values", "found"),
    [
        pytest.param({"method": "wet-scan"}, [], id="by hand"),
        pytest.param({"method": "passkey", "key": pem(P256), "domain": DOMAIN}, [], id="a passkey"),
        pytest.param(
            {"method": "passkey", "key": pem(P256)}, ["instruments.passkey-without-domain"], id="of no domain"
        ),
        pytest.param(
            {"method": "passkey", "key": "nothing", "domain": DOMAIN},
            ["instruments.no-such-key"],
            id="no key",
        ),
        pytest.param({"method": "certificate", "key": certificate(RSA)}, [], id="a certificate"),
        pytest.param(
            {"method": "certificate", "key": pem(RSA)},
            ["instruments.key-without-certificate"],
            id="a bare key",
        ),
    ],
)
def test_a_signatory_is_named_with_what_others_need(values, found):
    told, _ = frozen()
    person = {
        "name": "BENALI Sara",
        "name_ar": "بنعلي سارة",
        "titles": [{"language": "fr", "title": "Directrice générale"}],
    }
    assert told_of("name-signatory", person | values, told, item="MA") == found


def test_the_hash_of_a_key_is_stated_and_never_asked():
    step = KIND.step("name-signatory")
    assert step.derive({"key": pem(P256)}).keys() == {"fingerprint"}
    assert step.derive({"key": "none"}) == {}
    assert "fingerprint" not in {each.name for each in step.asked_fields}


def test_a_copy_is_of_the_signed_text_and_has_its_file():
    told, _ = signed()
    copy = {"holder": "MA", "hash": told.hash, "sha256": "1" * 64, "attachments": SCAN}
    assert told_of("seal-copy", copy, told) == []
    assert told_of("seal-copy", copy | {"attachments": []}, told) == ["instruments.file-missing"]
    assert told_of("seal-copy", copy | {"hash": "2" * 64}, told) == ["instruments.not-the-signed-text"]
    assert told_of("seal-copy", copy | {"holder": "PT"}, told) == ["rules.not-a-party"]
    begun = told.say("MA", "seal-copy", says={"holder": "MA", "hash": told.hash, "sha256": "1" * 64})
    assert told_of("seal-copy", copy, told) == ["instruments.copy-begun-already?"]
    added = {"over": "1" * 64, "sha256": "2" * 64, "attachments": SCAN}
    assert told_of("seal-copy-too", added, told, by="FR", item=begun.id, to=("ES", "MA")) == []
    wrong = told_of(
        "seal-copy-too", added | {"over": "3" * 64}, told, by="FR", item=begun.id, to=("ES", "MA")
    )
    assert wrong == ["instruments.not-the-last-file"]


def test_an_opening_is_looked_at():
    opening = {
        "title": "Plan d’action",
        "sort": "amendment",
        "languages": ["ar", "fr"],
        "authentic": ["ar", "en"],
        "texts": [row | {"heading": "Plan d’action"} for row in in_text()],
    }
    assert codes(problems(KIND, "propose-instrument", opening)) == [
        "instruments.amends-nothing",
        "instruments.authentic-in-no-text",
    ]


def test_notice_and_entry_into_force_keep_to_what_was_agreed():
    told, _ = signed()
    before = {"in_force_on": "2026-01-04"}
    assert told_of("confirm-entry-into-force", before, told) == ["instruments.in-force-before-signed"]
    told.say("FR", "confirm-entry-into-force", says={"in_force_on": "2026-03-01"})
    assert told_of("confirm-entry-into-force", {"in_force_on": "2026-03-02"}, told) == [
        "instruments.another-day?"
    ]
    leaving = {"ends_on": "2026-03-01", "reason": "Nous dénonçons cet instrument."}
    assert told_of("denounce", leaving, told) == ["instruments.notice-too-short"]
    assert told_of("denounce", leaving | {"ends_on": "2026-12-31"}, told) == []


def test_an_empty_form_begins_with_what_stands():
    told, article = matched()
    state, bodies = told.state, told.bodies
    edit = KIND.step("edit-article").given(state, article.id, bodies)
    assert (edit["revision"], edit["number"], len(edit["texts"])) == (article.id, 1, 2)
    assert KIND.step("add-article").given(state, "", bodies)["number"] == 2
    assert KIND.step("freeze").given(state, "MA", bodies) == {"hash": told.hash}
    assert KIND.step("initial").given(state, "MA", bodies) == {}
    assert KIND.step("confirm-concordance").given(state, article.id, bodies) == {"revision": article.id}
    assert KIND.step("propose-provisions").given(state, "", bodies)["languages"] == ("ar", "fr")
