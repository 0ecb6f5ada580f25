"""What an invented inquiry says: public fields, body, both as an officer fills them in, and the form sent."""

SAYS = {"axis": "COI", "urgency": "normal", "offence": "drug-trafficking", "question_count": 1}
BODY = {
    "title": "Véhicule vu à Tanger",
    "purpose": "Identifier le détenteur du véhicule observé lors d'une livraison surveillée à Tanger.",
    "facts": "Un véhicule a été vu trois fois au même quai en une semaine.",
    "why_you": "Le véhicule est immatriculé dans votre pays.",
    "questions": [{"text": "Qui est le détenteur du véhicule ?"}],
    "subjects": [
        {"sort": "person", "category": "suspect", "name": "CANARI Testnom", "link": "conducteur du véhicule"}
    ],
}
ASKED = {**{name: value for name, value in SAYS.items() if name != "question_count"}, **BODY}
ANSWER_SAYS = {"evidence_use": "ask"}
ANSWER_BODY = {
    "answers": [
        {"question": 1, "outcome": "hit", "text": "Le détenteur est connu.", "source": "B", "accuracy": "2"}
    ]
}
ANSWERED = {**ANSWER_SAYS, **ANSWER_BODY}
CONFIDENTIAL = {"handling": ("H1",), "basis": "instrument"}
FORM = {
    "title": BODY["title"], "axis": "COI", "urgency": "normal", "offence": "drug-trafficking",
    "purpose": BODY["purpose"], "facts": BODY["facts"], "why_you": BODY["why_you"],
    "questions-total": "1", "questions-0-text": "Qui est le détenteur du véhicule ?",
    "subjects-total": "1", "subjects-0-sort": "vehicle", "subjects-0-identifier": "12345-أ-6",
    "subjects-0-link": "vu sur place",
    "on-parties": ["FR"], "on-handling": ["H1", "H2"], "on-basis": "instrument",
}  # fmt: skip
