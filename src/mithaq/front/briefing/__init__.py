"""The briefing: where we stand with a partner, for whoever prepares a meeting or a visit.

It knows no kind: rooms tell what is special to theirs (`web.rooms.Chapter`). Numbers count every matter with
the partner, whoever may open it, since a number names nobody; what is listed is what the reader may open. The
paper that is taken along gives the references alone of matters in which persons may be named.
"""
