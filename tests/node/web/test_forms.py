"""Forms made from what a step says."""

from datetime import date

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone, translation

from mithaq.node.web.fields import About
from mithaq.node.web.forms import StepForm
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type, check_values
from mithaq.pact.rules.kind import Side, Step
from mithaq.pact.rules.register import kind, kinds
from mithaq.pact.rules.words import Words

ABOUT = About(day=date(2026, 2, 20), kinds=[("inquiry", "information request")])
ASK = next(kind for kind in kinds() if kind.name == "inquiry").step("ask")
X = Words("س", "x", "x")


def _sent(step, **typed):
    data = QueryDict(mutable=True)
    for name, value in typed.items():
        data.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return StepForm(step, ABOUT, data=data)


def _one(**field):
    return Step("say", "t", Side.ANY, X, X, sections=(Section(X, (Field("it", words=X, **field),)),))


EVERY_STEP = [
    pytest.param(step, id=f"{kind.name}.{step.name}")
    for kind in kinds()
    for step in kind.steps
    if step.fields
]


@pytest.mark.parametrize("step", EVERY_STEP)
def test_every_step_of_every_kind_has_a_form(step):
    form = StepForm(step, ABOUT)
    shown = [piece for part in form.parts() for piece in part.pieces]
    asked = [field for field in step.fields if field.is_filled_in and not field.drawn]
    assert len(shown) == len(asked)
    assert all(part.pieces for part in form.parts())  # no heading over nothing


@pytest.mark.parametrize(
    ("field", "starred"),
    [
        pytest.param({"type": Type.LINE, "required": True}, True, id="asked for"),
        pytest.param({"type": Type.LINE}, False, id="may stay empty"),
        pytest.param({"type": Type.FLAG}, False, id="a flag"),
        pytest.param({"type": Type.FLAG, "required": True}, False, id="a flag that must be said"),
        pytest.param(
            {"type": Type.GROUP, "fields": (Field("in", Type.LINE, X, required=True),), "most": 2},
            True,
            id="in a row",
        ),
    ],
)
def test_the_star_is_explained_where_there_is_one(field, starred):
    assert StepForm(_one(**field), ABOUT).starred is starred


def test_what_nobody_is_asked_has_neither_heading_nor_star():
    step = _one(type=Type.ENTRY, required=True, public=True)
    form = StepForm(step, ABOUT)
    assert [part.unseen for part in form.parts()] == [True]
    assert not form.starred
    shown = render_to_string("web/parts/step_form.html", {"form": form, "starred": form.starred})
    assert "<section" not in shown
    assert 'type="hidden"' in shown


def test_a_choice_that_must_be_made_says_so_while_there_is_nothing_to_choose_from():
    guides = Words("س", "add one", "add one")
    field = {"type": Type.ENTRY, "required": True, "public": True, "of": ("open",), "help": guides}
    nothing, something = ({"it": []}, {"it": [("0" * 64, "a venue")]})
    told = [
        StepForm(_one(**field), About(day=ABOUT.day, entries=there)).plain["it"].help_text
        for there in (nothing, something)
    ]
    assert told == ["There is nothing to choose from yet. Add one", "Add one"]


@pytest.mark.parametrize("step", EVERY_STEP)
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_no_form_says_the_same_help_twice(step, language):
    helps = [each.help.say(language) for each in (*step.sections, *step.fields)]
    assert step.consequence.say(language).casefold() not in {each.casefold() for each in helps if each}


def test_a_form_without_fields_explains_no_star():
    assert not StepForm(Step("say", "t", Side.ANY, X, X), ABOUT).starred


@pytest.mark.parametrize("step", EVERY_STEP)
def test_an_empty_form_says_nothing_and_breaks_nothing(step):
    values = _sent(step).values()
    assert not [name for name, value in values.items() if value is not False]
    check_values(step.fields, values)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        pytest.param({"type": Type.LINE}, "  a  b ", "a b", id="spaces"),
        pytest.param({"type": Type.LINE}, "ab\u202ecd", "abcd", id="bidi override"),
        pytest.param({"type": Type.NUMBER}, "١٢٣", 123, id="Arabic digits"),
        pytest.param({"type": Type.NUMBER}, "a lot", "a lot", id="no number"),
        pytest.param({"type": Type.DAY}, "2026-02-31", "2026-02-31", id="no such day"),
        pytest.param({"type": Type.DAY}, "٢٠٢٦-٠٢-٢٠", "2026-02-20", id="day in Arabic digits"),
        pytest.param(
            {"type": Type.DAYS},
            "2026-07-30\r\n\r\n٢٠٢٦-٠٢-٢٠،2026-07-30",
            ["2026-02-20", "2026-07-30"],
            id="days in any order",
        ),
        pytest.param(
            {"type": Type.DAYS},
            "2026-07-30\n30 July",
            ["2026-07-30", "30", "July"],
            id="days, one of them none",
        ),
        pytest.param({"type": Type.FLAG}, "on", True, id="flag"),
        pytest.param(
            {"type": Type.CODES, "codes": "handling"}, ["H1", "nonsense"], ["H1", "nonsense"], id="codes"
        ),
        pytest.param({"type": Type.CODE, "codes": "urgency"}, "nonsense", "nonsense", id="unknown code"),
    ],
)
def test_what_was_typed_is_kept_and_judged_by_the_rules(field, typed, value):
    assert _sent(_one(**field), it=typed).values() == {"it": value}


@pytest.mark.parametrize(
    ("parts", "value"),
    [
        (("24", "6", "1984"), "1984-06-24"),
        (("", "6", "1984"), "1984-06"),
        (("", "", "198x"), "198X"),
        (("", "", "198?"), "198X"),
        (("٢٤", "٦", "١٩٨٤"), "1984-06-24"),
    ],
)
def test_a_birth_is_typed_in_parts(parts, value):
    day, month, year = parts
    form = _sent(_one(type=Type.BIRTH), it_day=day, it_month=month, it_year=year)
    assert form.values() == {"it": value}
    assert not check_values(_one(type=Type.BIRTH).fields, form.values())


def test_days_come_back_one_a_line_and_a_hundred_are_not_too_many():
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 6) for day in range(1, 21)]
    step = _one(type=Type.DAYS)
    form = _sent(step, it="\r\n".join(reversed(days)))
    assert form.values() == {"it": days}
    assert not check_values(step.fields, form.values())
    assert "\n".join(days) in str(StepForm(step, ABOUT, values=form.values()).plain["it"])


def test_a_duration_is_typed_with_its_unit():
    assert _sent(_one(type=Type.DURATION), it_number="3", it_unit="1440").values() == {"it": 3 * 24 * 60}


def test_an_instant_is_typed_in_the_officers_zone():
    step = _one(type=Type.INSTANT)
    with timezone.override("Europe/Paris"):
        values = _sent(step, it="2026-02-20T16:00").values()
        assert values == {"it": "2026-02-20T15:00Z"}
        assert 'value="2026-02-20T16:00"' in str(StepForm(step, ABOUT, values=values).plain["it"])


def test_a_row_more_loses_nothing_that_was_typed():
    form = _sent(
        ASK,
        title="Vérification",
        questions__total="1",
        questions__0__text="À qui appartient ce véhicule ?",
        subjects__total="1",
        subjects__0__sort="vehicle",
        subjects__0__identifier="12345-أ-6",
        subjects__0__born_day="31",
        **{"add-row": "subjects"},
    )
    again = form.with_rows_changed()
    assert again is not None
    values = again.values()
    assert values["title"] == "Vérification"
    assert len(again.groups["subjects"].rows) == 2
    assert values["subjects"][0]["identifier"] == "12345-أ-6"
    assert values["questions"] == [{"text": "À qui appartient ce véhicule ?"}]
    assert 'value="31"' in str(again.groups["subjects"].rows[0]["born"])


def test_a_row_less_keeps_the_others():
    form = _sent(
        ASK,
        questions__total="3",
        questions__0__text="one",
        questions__1__text="two",
        questions__2__text="three",
        **{"remove-row": "questions-1"},
    )
    again = form.with_rows_changed()
    assert again is not None
    assert again.values()["questions"] == [{"text": "one"}, {"text": "three"}]


def test_a_row_left_as_it_was_offered_says_nothing():
    assert "subjects" not in _sent(ASK, subjects__total="1", subjects__0__sort="person").values()
    one = {"subjects__total": "1", "subjects__0__sort": "vehicle"}
    assert _sent(ASK, **one).values()["subjects"] == [{"sort": "vehicle"}]
    two = one | {"subjects__total": "2", "subjects__1__sort": "person"}
    assert len(_sent(ASK, **two).values()["subjects"]) == 2  # what stands between others is asked about


def test_no_form_has_more_rows_than_a_form_may_have():
    assert len(_sent(ASK, questions__total="99999").groups["questions"].rows) == 0
    assert len(_sent(ASK, questions__total="9999").groups["questions"].rows) == 100


def test_each_problem_stands_where_it_belongs():
    form = _sent(ASK, questions__total="1", questions__0__text="short")
    form.tell(check_values(ASK.fields, form.values()))
    assert "Objet" not in str(form.plain.errors)
    assert form.plain.errors["title"]
    assert form.groups["questions"].rows[0].errors["text"]
    assert {place for place, _, _ in form.wrong} >= {"id_title", "id_questions-0-text"}


def test_a_doubt_is_no_error():
    form = _sent(_one(type=Type.LINE), it="x")
    form.tell([Problem("groups.no-quorum", soft=True), Problem("groups.no-quorum", ("it",), soft=True)])
    assert form.doubted
    assert not form.wrong


def test_a_problem_without_a_place_stands_at_the_top():
    form = _sent(_one(type=Type.LINE), it="x")
    form.tell([Problem("rules.unknown-field", ("elsewhere",))])
    assert form.wrong[0][0] == ""


def test_a_heading_that_is_the_pages_own_is_said_once():
    answer = kind("inquiry").step("answer")
    with translation.override("en"):
        titled = [part.words for part in StepForm(answer, ABOUT).parts() if part.titled]
        page = render_to_string("web/parts/step_form.html", {"form": StepForm(answer, ABOUT)})
    assert titled == ["Answer", "Attachments"]
    assert "<h2>Answer</h2>" not in page
    assert page.count("<h2>") == len(answer.sections) - len(titled)
