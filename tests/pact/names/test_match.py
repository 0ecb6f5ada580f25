"""Names of one person are known as such, near names of two are not, and every answer explains itself."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mithaq.pact.names import match
from mithaq.pact.names.letters import letters

SAME = [
    pytest.param("عبد اللطيف حموشي", "Abdellatif HAMMOUCHI", id="French spelling, article and عبد joined"),
    pytest.param("عبد اللطيف حموشي", "Hamouchi Abdel Latif", id="family name first, عبد apart, one m"),
    pytest.param("لوي لوجيي", "Louis LAUGIER", id="a French name by ear"),
    pytest.param("كريستوف لوكورتييه", "Christophe LECOURTIER", id="silent letters"),
    pytest.param("ⵎⵓⵃⴰⵎⵎⴷ", "Mohamed", id="Tifinagh"),
    pytest.param("محمد بن علي", "Mohamed Benali", id="ben joined"),
    pytest.param("علی رضا محمدی", "Alireza Mohammadi", id="Persian parts joined"),
    pytest.param("صلاح الدين الأيوبي", "Salaheddine El Ayoubi", id="الدين joined, sun letter"),
    pytest.param("فاطمة الزهراء المنصوري", "Fatima Zahra Mansouri", id="articles left out"),
    pytest.param("Владимир Путин", "Vladimir Poutine", id="Russian, French spelling"),
    pytest.param("בנימין נתניהו", "Binyamin Netanyahu", id="Hebrew"),
    pytest.param("Mohammed Alaoui", "Muhammad al-Alawi", id="two spellings in Latin letters"),
    pytest.param("ABDUR REHMAN", "عبد الرحمن", id="the article as it sounds"),
    pytest.param("محمدرضا كريمي", "Mohammad-Reza Karimi", id="two given names as one word"),
    pytest.param("محمد بنزيتون", "BEN ZITOUN Mohamed", id="Ben apart on one side"),
    pytest.param("يوسف جوزيف", "Youssef Joseph", id="one name by ear and by sense"),
    pytest.param("Katsiaryna Petrova", "Ekaterina Petrova", id="Belarusian and Russian"),
    pytest.param("أحمد العلوي", "احمد العلوى", id="hamza and ya left to the reader"),
]
APART = [
    pytest.param("حسن بنجلون", "Hussein Benjelloun", id="Hassan is not Hussein"),
    pytest.param("عبد القادر العلوي", "Abdelkarim Alaoui", id="Abdelkader is not Abdelkarim"),
    pytest.param("صلاح المرابط", "Saleh El Mrabet", id="Salah is not Saleh"),
    pytest.param("أحمد الفاسي", "Mohamed El Fassi", id="Ahmed is not Mohamed, brothers"),
    pytest.param("محمود بنعلي", "Mohamed Benali", id="Mahmoud is not Mohamed"),
    pytest.param("يوسف العمراني", "Karim El Omrani", id="one family name, two brothers"),
    pytest.param("Hassan Benali", "Hussein Benali", id="Hassan is not Hussein, in Latin letters"),
    pytest.param("محمدرضا كريمي", "Ahmad-Reza Karimi", id="brothers whose second given name is one"),
    pytest.param("عبد القدوس رحيمي", "Abdul Qadeer Rahimi", id="servants of two names of God"),
    pytest.param("Sayed DARWISH", "Abdul Manan DARWISH", id="a title where the other has a given name"),
    pytest.param("سيد بن سالم المنصوري", "Hamad bin Salem Al Mansouri", id="Sayed may be a given name"),
    pytest.param("علي حسن البقالي", "Hassan Omar Bakkali", id="a father's name, not his own"),
    pytest.param("نسيم حداد", "Nadim Haddad", id="one letter, two names"),
    pytest.param("فاطنة العلوي", "Fatima Alaoui", id="Fatna is not Fatima"),
]


@pytest.mark.law("AS-M5-3")
@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_person_is_found_however_the_name_is_written(one, other):
    assert match(one, other).score > 0


@pytest.mark.parametrize(("one", "other"), APART)
def test_near_names_stay_apart(one, other):
    assert match(one, other).band != "likely"


@given(st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=60, deadline=None)
@example("محمد", "Mohamed")
@example("J. Smith", "سميث جون")
def test_the_score_is_the_same_both_ways_round(one, other):
    assert match(one, other).score == match(other, one).score


@given(st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=60, deadline=None)
@example("عبد اللطيف حموشي", "Abdellatif HAMMOUCHI")
def test_the_reasons_add_up_to_the_score(one, other):
    found = match(one, other)
    assert sum(reason.points for reason in found.reasons) == found.score


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "م",
        "x" * 10_000,
        "م " * 5_000,
        "😀",
        "\ud800",
        "\x00\u202e",
        "Али علي Ali",
        "---",
        "123",
        "٣",
    ],
)
def test_any_text_gets_an_answer(text):
    assert match(text, "Mohamed Alaoui").band
    assert match("محمد", text).letters is not None


@given(st.text())
def test_folding_to_letters_twice_changes_nothing(text):
    assert letters(letters(text)) == letters(text)


def test_the_alignment_says_which_letters_faced_which():
    [facing] = match("خالد", "Khaled").letters
    assert "".join(part.one for part in facing) == "خالد"
    assert "".join(part.other for part in facing) == "khaled"
    assert next(part for part in facing if "kh" in part.other).one.startswith("خ")
