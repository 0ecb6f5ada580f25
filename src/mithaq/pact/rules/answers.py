"""Answers: what an authority says when it answers, question by question, or refuses.

A part of the inquiry: the fields of its answering steps and what is checked beyond them. A question is refused as a whole
request is, on an agreed ground and with a reason; grounds stand in the header, since they are counted. Each answer carries
how reliable its source is, how accurate it is held to be, and whether it is fact or assessment.

Source: Directive (EU) 2023/977, article 6; Directive (EU) 2016/680, article 7; Regulation (EU) 2016/794, article 29.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.kind import Saying
from mithaq.pact.rules.state import State
from mithaq.pact.rules.words import W

MOST_QUESTIONS = 15

ANSWER = (
    Section(W("الجواب", "Réponse", "Answer"), (
        Field("answers", Type.GROUP, W("الأجوبة سؤالا بسؤال", "réponses, question par question", "answers, question by question"), required=True, least=1, most=MOST_QUESTIONS, fields=(
            Field("question", Type.NUMBER, W("السؤال رقم", "question n°", "question no."), required=True, least=1, most=MOST_QUESTIONS, counts="question_count"),
            Field("outcome", Type.CODE, W("النتيجة", "résultat", "outcome"), required=True, codes="outcomes"),
            Field("ground", Type.CODE, W("سبب الرفض", "motif du refus", "ground"), codes="refusal-grounds",
                  help=W("إلزامي إذا رُفض السؤال", "obligatoire si la question est refusée", "required where a question is refused")),
            Field("text", Type.PROSE, W("الجواب", "réponse", "answer"), most=4000, wide=True),
            Field("source", Type.CODE, W("موثوقية المصدر", "fiabilité de la source", "source"), required=True, codes="source", default="X"),
            Field("accuracy", Type.CODE, W("دقة المعلومة", "exactitude", "accuracy"), required=True, codes="accuracy", default="4"),
            Field("nature", Type.CODE, W("وقائع أم تقدير شخصي", "fait ou appréciation", "fact or assessment"), codes="fact-or-assessment", default="fact"),
        )),
        Field("refused_for", Type.CODES, W("أسباب الرفض", "motifs de refus", "grounds for refusing"), public=True, codes="refusal-grounds",
              derived=lambda body: _grounds(body.get("answers"))),
    )),
    Section(W("الاستعمال", "Exploitation", "Use"), (
        Field("evidence_use", Type.CODE, W("الاستعمال في المسطرة القضائية", "usage en procédure", "use in proceedings"), required=True, public=True, codes="evidence-use", default="ask"),
        Field("remarks", Type.PROSE, W("ملاحظات", "observations", "remarks"), most=2000),
    )),
)  # fmt: skip

REFUSE = (Section(W("الرفض", "Refus", "Refusal"), (
    Field("ground", Type.CODE, W("سبب الرفض", "motif du refus", "ground"), required=True, public=True, codes="refusal-grounds"),
    Field("reason", Type.PROSE, W("تعليل الرفض", "motivation", "reason"), required=True, least=20, most=2000),
)),)  # fmt: skip


def check_answer(saying: Saying) -> Iterable[Problem]:
    """Each question of the request once; a hit says something, a refusal why."""
    asked = saying.state.opening.says.get("question_count") if saying.state else None
    rows = rows_of(saying.body.get("answers"))
    numbers = [question for row in rows if isinstance(question := row.get("question"), int)]
    if len(set(numbers)) != len(numbers):
        yield Problem("inquiries.question-answered-twice", ("answers",))
    for number, row in enumerate(rows):
        if isinstance(asked, int) and isinstance(row.get("question"), int) and row["question"] > asked:
            yield Problem("inquiries.no-such-question", ("answers", str(number), "question"))
        text = str(row.get("text") or "").strip()
        if row.get("outcome") in ("hit", "partial") and not text:
            yield Problem("inquiries.hit-without-text", ("answers", str(number), "text"))
        if row.get("outcome") == "refused":
            yield from _check_refused(saying, ("answers", str(number)), row.get("ground"), text)


def _check_refused(saying: Saying, path: tuple[str, str], ground: object, text: str) -> Iterable[Problem]:
    """A question is refused as a request is: on an agreed ground, with a reason."""
    if not ground:
        yield Problem("inquiries.refused-without-ground", (*path, "ground"))
    else:
        yield from _check_agreed(saying, (*path, "ground"), ground)
    if len(text) < 20:
        yield Problem("inquiries.refused-without-reason", (*path, "text"))


def _grounds(rows: object) -> tuple[str, ...]:
    """The grounds on which questions were refused: stated in the header, since they are counted."""
    refused = (row for row in rows_of(rows) if row.get("outcome") == "refused")
    return tuple(sorted({str(row["ground"]) for row in refused if row.get("ground")}))


def check_whole(saying: Saying) -> Iterable[Problem]:
    """A question left out of the whole answer is a doubt, unless a part was answered before."""
    asked = saying.state.opening.says.get("question_count") if saying.state else None
    answer = saying.state.item("answer", saying.item or saying.author) if saying.state else None
    told_before = answer is not None and answer.latest("answer-part") is not None
    if isinstance(asked, int) and len(rows_of(saying.body.get("answers"))) < asked and not told_before:
        yield Problem("inquiries.question-unanswered", ("answers",), soft=True)


def check_ground(saying: Saying) -> Iterable[Problem]:
    """The whole request is refused on an agreed ground."""
    yield from _check_agreed(saying, ("ground",), saying.says.get("ground"))


def _check_agreed(saying: Saying, path: tuple[str, ...], ground: object) -> Iterable[Problem]:
    """Only grounds the agreement lists; for an incomplete request, clarification comes first (L14, L15)."""
    allowed = saying.terms.codes("refusal_grounds")
    if allowed and ground not in allowed:
        yield Problem("inquiries.ground-not-agreed", path)
    answer = saying.state.item("answer", saying.item or saying.author) if saying.state else None
    if ground == "incomplete-request" and not (answer and answer.latest("ask-clarification")):
        yield Problem("inquiries.clarify-first", path)


def refused_for(state: State) -> list[str]:
    """The grounds on which the request, or one of its questions, was refused."""
    said = [each.says for item in state.items("answer").values() for each in item.entries]
    whole = {ground for each in said if isinstance(ground := each.get("ground"), str)}
    parts = {one for each in said if isinstance(some := each.get("refused_for"), tuple) for one in some}
    return sorted(whole | parts)


def rows_of(value: object) -> list[Mapping[str, Any]]:
    """The rows of a group, whatever somebody wrote in its place."""
    rows = value if isinstance(value, list | tuple) else ()
    return [row for row in rows if isinstance(row, Mapping)]
