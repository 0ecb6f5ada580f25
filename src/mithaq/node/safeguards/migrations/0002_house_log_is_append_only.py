"""The database itself refuses to change or delete a house event.

SQLite and PostgreSQL alike. A reason may be deleted, never changed: erasing is the only
thing that may happen to it. A later migration that remakes the table on SQLite must
run `guard` again: the copy has no triggers.
"""

from django.db import migrations

EVENT = "safeguards_houseevent"
REASON = "safeguards_housereason"
GUARDED = [(EVENT, "UPDATE"), (EVENT, "DELETE"), (REASON, "UPDATE")]

SQLITE = """
CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} refuses {verb}'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION mithaq_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% refuses %', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION mithaq_refuse()
"""


def guard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION, params=None)  # a % in it is no placeholder
    template = POSTGRESQL if vendor == "postgresql" else SQLITE
    for table, verb in GUARDED:
        schema_editor.execute(template.format(table=table, verb=verb))


def unguard(apps, schema_editor):
    on_table = " ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for table, verb in GUARDED:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_refuses_{verb}" + on_table.format(table=table))


class Migration(migrations.Migration):
    dependencies = [("safeguards", "0001_house_log")]

    operations = [migrations.RunPython(guard, unguard)]
