"""Countries by code or name, in several languages; never guessed."""

import pytest

from mithaq.node.persons.countries import choices, country_code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        pytest.param("MA", "MA", id="two letters"),
        pytest.param("ma", "MA", id="small letters"),
        pytest.param("MAR", "MA", id="three letters"),
        pytest.param("Maroc", "MA", id="French"),
        pytest.param("المغرب", "MA", id="Arabic"),
        pytest.param("المملكة المغربية", "MA", id="Arabic, in full"),
        pytest.param("MARRUECOS", "MA", id="Spanish, capitals"),
        pytest.param("Iran (Islamic Republic of)", "IR", id="as the United Nations write"),
        pytest.param("Türkiye", "TR", id="new name"),
        pytest.param("Turkey", "TR", id="old name"),
        pytest.param("Cote d'Ivoire", "CI", id="accent left out"),
        pytest.param("former Soviet Union", "SU", id="a state of the past"),
    ],
)
def test_a_country_is_known_by_code_or_name(written, code):
    assert country_code(written) == code


@pytest.mark.parametrize(
    "written", ["", "Atlantis", "EU", "EA", "ZZ", "QQ", "YUG", "XXX", "\u202eAM", "1" * 9999]
)
def test_what_is_no_country_is_unknown(written):
    assert country_code(written) == ""


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_what_can_be_chosen_is_a_country_with_a_name(language):
    chosen = dict(choices(language))
    assert {"MA", "FR", "ES"} <= set(chosen)
    assert not {"EA", "IC", "AC", "CQ", "SU", "EU"} & set(chosen)
    assert not [code for code, name in chosen.items() if code == name]
