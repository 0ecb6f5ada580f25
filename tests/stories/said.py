"""What officers type into forms in the stories. Everything is invented."""

ASKED = {
    "title": "Fusées de détresse volées avant une rencontre",
    "axis": "EVT",
    "urgency": "normal",
    "offence": "event-violence",
    "purpose": "Savoir si le détenteur du véhicule est interdit de stade, pour adapter le contrôle.",
    "facts": "Soixante fusées ont été volées hier sur un bateau ; un témoin décrit un véhicule marocain.",
    "why_you": "Le véhicule est immatriculé au Maroc et y est enregistré.",
    "questions-0-text": "Qui est le détenteur du véhicule ?",
    "subjects-0-sort": "vehicle",
    "subjects-0-identifier": "17502-د-1",
    "subjects-0-link": "Véhicule décrit par le témoin",
    "on-handling": ["H1"],
    "on-basis": "derogation-c",
}
URGENT = {
    **ASKED,
    "urgency": "urgent",
    "urgency_ground": "public-security",
    "urgency_reason": "Les fusées pourraient être utilisées ce soir dans un stade.",
}
ANSWERED = {
    "answers-0-question": "1",
    "answers-0-outcome": "hit",
    "answers-0-text": "العربة مسجلة باسم شركة لكراء السيارات.",
    "answers-0-source": "A",
    "answers-0-accuracy": "1",
    "evidence_use": "ask",
    "on-handling": ["H1"],
}
