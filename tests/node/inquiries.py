"""What an invented inquiry says: public fields, body, and both as an officer fills them in."""

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
