"""What an invented wanted note says: in public, in confidence, and both as an officer fills them in."""

from mithaq.pact.rules.wanted_gates import QUESTIONS, screened_as

SAYS = {
    "purpose": "prosecution", "path": "extradition", "priority": "P1", "urgency": "urgent",
    "offence": "drug-trafficking", "review_by": "2026-12-31",
}  # fmt: skip
FACTS = (
    "Entre le mois de mars et le mois de septembre, la personne aurait organisé depuis Marseille "
    "l’acheminement de plusieurs centaines de kilogrammes de résine de cannabis, dissimulés dans des "
    "véhicules, et en aurait réparti le produit entre les membres d’un groupe qu’elle dirigeait."
)
REVIEWED = {"legal_reviewed": True, "rights_reviewed": True}  # what reviewers say; a form asks for neither
BODY = {
    "family": "TESTNOM", "given": "Canari", "family_ar": "تستنوم", "given_ar": "كناري",
    "sex": "M", "born": "1985-03-14",
    "nationalities": [{"country": "FR", "at_facts": "YES"}], "aliases": [{"name": "Le Serin"}],
    "description": "1 m 82, cicatrice au menton, gaucher.",
    "facts": FACTS, "facts_from": "2024-03-01", "facts_to": "2024-09-30", "facts_place": "Marseille",
    "offence_label": "Trafic de stupéfiants en bande organisée",
    "provisions": "Articles 222-36 et 222-37 du code pénal",
    "max_penalty_months": 120, "warrant_ref": "2025/117", "warrant_by": "Tribunal judiciaire de Marseille",
    "warrant_judicial": True, "warrant_on": "2025-03-12", "extradition_sought": True,
    **{screened_as(each.code): "NO" for each in QUESTIONS},
    **REVIEWED,
}  # fmt: skip
NOTE = SAYS | BODY
