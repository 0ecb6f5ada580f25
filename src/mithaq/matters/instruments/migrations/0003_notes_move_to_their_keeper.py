"""National notes move to the keeper of what stays at home, as they are: text, key and author."""

from django.db import migrations


def move(apps, schema_editor):
    """The text rests as it did, bound to the same id, so nothing is opened on the way."""
    note, key = apps.get_model("instruments", "Note"), apps.get_model("instruments", "NoteKey")
    piece, piece_key = apps.get_model("national", "Piece"), apps.get_model("national", "PieceKey")
    for row in note.objects.all().iterator():
        piece.objects.create(
            id=row.id, sort="note", matter=row.matter, kind="instrument", about=row.article,
            author_id=row.author_id, made_at=row.made_at, changed_at=row.made_at, content=row.content,
        )  # fmt: skip
    for row in key.objects.all().iterator():
        piece_key.objects.create(piece=row.note, wrapped=row.wrapped)


class Migration(migrations.Migration):
    dependencies = [("instruments", "0002_who_watches_instruments"), ("national", "0001_what_stays_at_home")]
    run_before = [("national", "0002_keys_move_to_the_one_table")]  # which takes the keys on from there

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel("Note"),
        migrations.DeleteModel("NoteKey"),
    ]
